"""What the pins of a component's repository say against the target: never a guessed done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from campaigns.states import ItemState


class Where(StrEnum):
    """Where one pin stands against the target."""

    at = "at"
    behind = "behind"
    ahead = "ahead"
    unknown = "unknown"


class Standing(StrEnum):
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


STANDING_TITLES: dict[Standing, str] = {
    Standing.at_target: "at the target",
    Standing.behind: "behind",
    Standing.mixed: "some behind",
    Standing.ahead: "ahead",
    Standing.not_found: "without a pin",
    Standing.not_understood: "not understood",
    Standing.unreadable: "unreadable",
}
BEHIND = frozenset({Standing.behind, Standing.mixed})
REACHED = frozenset({Standing.at_target, Standing.ahead})
CANNOT_TELL = frozenset({Standing.not_found, Standing.not_understood, Standing.unreadable})


def standing_words(counted: Mapping[str, int]) -> str:
    """Say how many items stand where: `2 at the target, 20 behind`."""
    parts = [
        f"{counted[standing.value]} {title}"
        for standing, title in STANDING_TITLES.items()
        if counted.get(standing.value)
    ]
    return ", ".join(parts)


def stand(wheres: Iterable[Where]) -> Standing:
    """Sum up where the pins of a component stand; what cannot tell does not count."""
    found = set(wheres)
    telling = found - {Where.unknown}
    if not found:
        return Standing.not_found
    if not telling:
        return Standing.not_understood
    if Where.behind in telling:
        return Standing.behind if telling == {Where.behind} else Standing.mixed
    return Standing.ahead if Where.ahead in telling else Standing.at_target


@dataclass(frozen=True)
class Verdict:
    """A component's evidence over time: since when it stands so, and when it was verified."""

    standing: Standing
    since: datetime
    verified_at: datetime | None
    backslid_at: datetime | None


def judge(standing: Standing, known: Verdict | None, now: datetime) -> Verdict:
    """Follow a component's evidence: reaching the target verifies it, falling behind undoes that.

    A repository that cannot be read, or that no longer tells, proves nothing: what was
    verified stays so.
    """
    since = known.since if known is not None and known.standing == standing else now
    verified_at = known.verified_at if known else None
    backslid_at = known.backslid_at if known else None
    if standing in REACHED and (verified_at is None or backslid_at is not None):
        return Verdict(standing, since, now, None)
    if standing in BEHIND and verified_at is not None and backslid_at is None:
        return Verdict(standing, since, verified_at, now)
    return Verdict(standing, since, verified_at, backslid_at)


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
