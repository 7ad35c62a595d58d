"""Items that wait for each other in a circle: nobody can begin, so a lead has to decide."""

from collections.abc import Iterable

from campaigns.reminders.causes import find_loops
from storage.records import ItemRecord


def list_loops(items: Iterable[ItemRecord]) -> tuple[tuple[ItemRecord, ...], ...]:
    """List the loops in which items of a campaign wait for each other."""
    by_reference = {f"{item.project}#{item.issue_iid}": item for item in items if item.issue_iid}
    blocked_by = {
        reference: [b.reference for b in item.blockers if b.reference in by_reference]
        for reference, item in by_reference.items()
        if not item.closed
    }
    return tuple(tuple(by_reference[ref] for ref in loop) for loop in find_loops(blocked_by))


def name_loop(loop: tuple[ItemRecord, ...]) -> str:
    """Name who waits for whom, all the way round."""
    return " waits for ".join(item.title for item in (*loop, loop[0]))
