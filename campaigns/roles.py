"""Who may do what. Roles come from the catalog by Slack id, never from a text."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """A part someone plays in the working group; ``dri`` is per item."""

    facilitator = "facilitator"
    functional_lead = "functional_lead"
    executive_sponsor = "executive_sponsor"
    member = "member"
    dri = "dri"
    operator = "operator"


ROLE_TITLES: dict[Role, str] = {
    Role.facilitator: "the facilitator",
    Role.functional_lead: "the functional lead",
    Role.executive_sponsor: "the executive sponsor",
    Role.member: "a member of the working group",
    Role.dri: "the item's DRI",
    Role.operator: "an operator at the terminal",
}

_LEADS = frozenset({Role.facilitator, Role.functional_lead, Role.operator})
_GROUP = _LEADS | {Role.executive_sponsor, Role.member, Role.dri}

PERMITTED: dict[str, frozenset[Role]] = {
    "start": _LEADS,
    "assign": _LEADS,
    "cancel": _LEADS,
    "retarget": _LEADS,
    "summary": _LEADS,
    "announce": _LEADS,
    "change_criteria": _LEADS,
    "export_audit": _LEADS,
    "close": _LEADS,
    "waive": frozenset({Role.functional_lead, Role.operator}),
    "pause": _LEADS,
    "resume": _LEADS,
    "confirm_link": frozenset({Role.facilitator, Role.operator}),
    "block": _GROUP,
    "unblock": _GROUP,
    "note": _GROUP,
    "remind": _LEADS,
    "escalate": frozenset({Role.facilitator}),
    "bump": _GROUP,
    "bump_tier": _LEADS,
    "open": _LEADS,
}


@dataclass(frozen=True)
class Actor:
    """Someone who acts: by Slack id, with the roles that the catalog gives that id."""

    slack_id: str
    name: str
    gitlab_username: str | None = None
    roles: frozenset[Role] = frozenset()


def may(actor: Actor, verb: str, dris: Collection[str | None] = ()) -> bool:
    """Tell whether the actor may use the verb on an item with these DRIs (GitLab usernames).

    A verb that is not in the table only reads, and everyone in the workspace reads.
    """
    roles = set(actor.roles)
    if is_one_of(actor.gitlab_username, dris):
        roles.add(Role.dri)
    return verb not in PERMITTED or not PERMITTED[verb].isdisjoint(roles)


def is_one_of(username: str | None, named: Collection[str | None]) -> bool:
    """Tell whether a GitLab username is among those named; GitLab compares without case."""
    folded = {name.casefold() for name in named if name is not None}
    return username is not None and username.casefold() in folded


def who_may(verb: str) -> tuple[Role, ...]:
    """Name the roles that may use the verb, in the order of ``Role``; operators unsaid."""
    permitted = PERMITTED.get(verb, frozenset())
    return tuple(role for role in Role if role in permitted and role != Role.operator)
