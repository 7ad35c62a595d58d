"""Evidence: how the pins in a component's repository compare with the target version."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from campaigns.model.evidence import Evidence, EvidenceState, PinState
from campaigns.model.item import Item
from campaigns.states import ItemState

STANDING_TITLES: dict[EvidenceState, str] = {
    EvidenceState.at_target: "at the target",
    EvidenceState.behind: "behind",
    EvidenceState.mixed: "some behind",
    EvidenceState.ahead: "ahead",
    EvidenceState.not_found: "without a pin",
    EvidenceState.not_understood: "not understood",
    EvidenceState.unreadable: "unreadable",
}
BEHIND = frozenset({EvidenceState.behind, EvidenceState.mixed})
REACHED = frozenset({EvidenceState.at_target, EvidenceState.ahead})
CANNOT_TELL = frozenset(
    {EvidenceState.not_found, EvidenceState.not_understood, EvidenceState.unreadable}
)


def describe_standings(counted: Mapping[EvidenceState, int]) -> str:
    """Describe how many items are in each state: `2 at the target, 20 behind`."""
    parts = [
        f"{counted[standing]} {title}"
        for standing, title in STANDING_TITLES.items()
        if counted.get(standing)
    ]
    return ", ".join(parts)


def version_span(lowest: object, highest: object) -> str:
    """Format versions in use as a range with an en dash, or as one version if they are equal."""
    first, last = str(lowest), str(highest)
    return first if first == last else f"{first}\N{EN DASH}{last}"


def combine_pin_states(wheres: Iterable[PinState]) -> EvidenceState:
    """Combine the states of a component's pins, ignoring inconclusive ones."""
    found = set(wheres)
    telling = found - {PinState.unknown}
    if not found:
        return EvidenceState.not_found
    if not telling:
        return EvidenceState.not_understood
    if PinState.behind in telling:
        return EvidenceState.behind if telling == {PinState.behind} else EvidenceState.mixed
    return EvidenceState.ahead if PinState.ahead in telling else EvidenceState.at_target


def judge(seen: Evidence, known: Evidence | None) -> Evidence:
    """Update an item's evidence: reaching the target verifies it; falling behind revokes that.

    ``seen`` is the evidence from the latest reading only. A verified item stays verified if its
    repository is unreadable or inconclusive.
    """
    if known is None:
        verified_at = seen.looked_at if seen.standing in REACHED else None
        return replace(seen, verified_at=verified_at)
    judged = replace(
        seen,
        since=known.since if known.standing == seen.standing else seen.looked_at,
        verified_at=known.verified_at,
        backslid_at=known.backslid_at,
    )
    if seen.standing in REACHED and not known.verified:
        return replace(judged, verified_at=seen.looked_at, backslid_at=None)
    if seen.standing in BEHIND and known.verified:
        return replace(judged, backslid_at=seen.looked_at)
    return judged


def is_behind(item: Item) -> bool:
    """Return whether the item's repository pins versions below the target."""
    return item.evidence is not None and item.evidence.standing in BEHIND


def is_mismatch(item: Item) -> bool:
    """Return whether an item claims production while its repository is behind."""
    return item.state == ItemState.production and is_behind(item)


def is_finished(item: Item) -> bool:
    """Return whether an item no longer holds up the next tier.

    Evidence decides if there is any. If the repository is inconclusive, the item's claim counts.
    """
    evidence = item.evidence
    if item.waived or (evidence is not None and evidence.verified):
        return True
    cannot_tell = evidence is None or evidence.standing in CANNOT_TELL
    return item.state == ItemState.production and cannot_tell
