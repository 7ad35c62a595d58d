"""Tiers: which components go together, and which tier is open."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from campaigns.states import ItemState


@dataclass(frozen=True)
class Tier:
    """A group of components that go together.

    ``ordered`` means one component after another; ``gates`` is False for components
    that are released independently and hold nobody up.
    """

    key: str
    title: str
    ordered: bool = False
    gates: bool = True


@dataclass(frozen=True)
class Progress:
    """How many items are in each state, and how many there are."""

    by_state: Mapping[ItemState, int]
    total: int

    @property
    def done(self) -> int:
        """How many items say production."""
        return self.by_state[ItemState.production]

    @property
    def blocked(self) -> int:
        """How many items are blocked."""
        return self.by_state[ItemState.blocked]


def count_progress(states: Iterable[ItemState]) -> Progress:
    """Count items by state; every state is a key, so nothing has to be guessed at."""
    counted = dict.fromkeys(ItemState, 0)
    for state in states:
        counted[state] += 1
    return Progress(counted, sum(counted.values()))


def open_tiers(
    tiers: Sequence[Tier],
    finished: Mapping[str, Sequence[bool]],
    by_word: Collection[str] = (),
) -> tuple[str, ...]:
    """Name the tiers whose work may start: each gate before them is finished.

    ``finished`` maps a tier's key to whether each of its items is
    (`campaigns.evidence.is_finished`), ``by_word`` names those that the lead has opened. A
    tier that gates nothing (released independently) is always open.
    """
    opened: list[str] = []
    gate_passed = True
    for tier in tiers:
        if gate_passed or not tier.gates or tier.key in by_word:
            opened.append(tier.key)
        if tier.gates:
            gate_passed = gate_passed and all(finished.get(tier.key, ()))
    return tuple(opened)


def whose_turn(
    tiers: Sequence[Tier], opened: Collection[str], left: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """Name the components whose work may start now: all that are left of the open tiers.

    ``left`` maps a tier's key to its components that are not finished, in order. Of an
    ordered tier it is the turn of the first.
    """
    return tuple(
        component
        for tier in tiers
        if tier.key in opened
        for component in left.get(tier.key, ())[: 1 if tier.ordered else None]
    )
