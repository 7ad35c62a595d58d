"""Dependency cycles: items that wait for each other and need a lead's decision."""

from collections.abc import Iterable, Mapping, Sequence

from campaigns.model.item import Item


def list_dependency_cycles(items: Iterable[Item]) -> tuple[tuple[Item, ...], ...]:
    """List the distinct cycles of campaign items that wait for each other."""
    by_reference = {item.reference: item for item in items if item.reference}
    blocked_by = {
        reference: [b.reference for b in item.blockers if b.reference in by_reference]
        for reference, item in by_reference.items()
        if not item.closed
    }
    found = (_shortest_way_back(blocked_by, start) for start in sorted(blocked_by))
    cycles = {frozenset(cycle): cycle for cycle in reversed([one for one in found if one])}
    return tuple(tuple(by_reference[r] for r in cycle) for cycle in sorted(cycles.values()))


def _shortest_way_back(blocked_by: Mapping[str, Sequence[str]], start: str) -> tuple[str, ...]:
    """Return the shortest cycle through an issue; empty if there is none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    for way in ways:
        for other in blocked_by.get(way[-1], ()):
            if other == start:
                return way
            if other not in seen:
                seen.add(other)
                ways.append((*way, other))
    return ()


def describe_cycle(cycle: Sequence[Item]) -> str:
    """Describe a cycle: `A waits for B, which waits for A`."""
    first, *others = cycle
    titles = [item.title for item in (*others, first)]
    return f"{first.title} waits for {', which waits for '.join(titles)}"
