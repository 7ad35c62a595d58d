"""What the pins of a component's repository say against the target: never a guessed done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from campaigns.states import ItemState


class PinState(StrEnum):
    """Where one pin stands against the target."""

    at = "at"
    behind = "behind"
    ahead = "ahead"
    unknown = "unknown"


class EvidenceState(StrEnum):
    """Where a component's repository stands against the target.

    ``mixed`` has pins behind and others that are not; ``unreadable`` could not be read.
    """

    at_target = "at_target"
    behind = "behind"
    mixed = "mixed"
    ahead = "ahead"
    not_found = "not_found"
    not_understood = "not_understood"
    unreadable = "unreadable"


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


def standing_words(counted: Mapping[str, int]) -> str:
    """Say how many items stand where: `2 at the target, 20 behind`."""
    parts = [
        f"{counted[standing.value]} {title}"
        for standing, title in STANDING_TITLES.items()
        if counted.get(standing.value)
    ]
    return ", ".join(parts)


def stand(wheres: Iterable[PinState]) -> EvidenceState:
    """Sum up where the pins of a component stand; what cannot tell does not count."""
    found = set(wheres)
    telling = found - {PinState.unknown}
    if not found:
        return EvidenceState.not_found
    if not telling:
        return EvidenceState.not_understood
    if PinState.behind in telling:
        return EvidenceState.behind if telling == {PinState.behind} else EvidenceState.mixed
    return EvidenceState.ahead if PinState.ahead in telling else EvidenceState.at_target


@dataclass(frozen=True)
class EvidenceVerdict:
    """A component's evidence over time: since when it stands so, and when it was verified."""

    standing: EvidenceState
    since: datetime
    verified_at: datetime | None
    backslid_at: datetime | None


def judge(standing: EvidenceState, known: EvidenceVerdict | None, now: datetime) -> EvidenceVerdict:
    """Follow a component's evidence: reaching the target verifies it, falling behind undoes that.

    A repository that cannot be read, or that no longer tells, proves nothing: what was
    verified stays so.
    """
    since = known.since if known is not None and known.standing == standing else now
    verified_at = known.verified_at if known else None
    backslid_at = known.backslid_at if known else None
    if standing in REACHED and (verified_at is None or backslid_at is not None):
        return EvidenceVerdict(standing, since, now, None)
    if standing in BEHIND and verified_at is not None and backslid_at is None:
        return EvidenceVerdict(standing, since, verified_at, now)
    return EvidenceVerdict(standing, since, verified_at, backslid_at)


def is_mismatch(state: ItemState, standing: str | None) -> bool:
    """Tell whether an item says production while its repository is behind."""
    return state == ItemState.production and standing in {s.value for s in BEHIND}


def is_finished(state: ItemState, standing: str | None, *, verified: bool, waived: bool) -> bool:
    """Tell whether an item holds its tier's gate up no more.

    Evidence decides where there is any; where the repository cannot tell, the claim counts.
    """
    if waived or verified:
        return True
    cannot_tell = standing is None or standing in {s.value for s in CANNOT_TELL}
    return state == ItemState.production and cannot_tell
