"""Roles and permissions. Roles come from the catalog by Slack id, never from message text."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """A role in the working group; ``dri`` is per item."""

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


class Permission(StrEnum):
    """The permission that a command or a button requires.

    Everyone in the workspace has ``read``, ``answer`` and ``link``, because only the people who
    were asked can answer, and the facilitator confirms each link.
    """

    read = "read"
    answer = "answer"
    link = "link"
    start = "start"
    assign = "assign"
    cancel = "cancel"
    retarget = "retarget"
    summary = "summary"
    announce = "announce"
    change_criteria = "change_criteria"
    export_audit = "export_audit"
    close = "close"
    waive = "waive"
    pause = "pause"
    resume = "resume"
    confirm_link = "confirm_link"
    block = "block"
    unblock = "unblock"
    note = "note"
    remind = "remind"
    escalate = "escalate"
    bump = "bump"
    bump_tier = "bump_tier"
    open = "open"
    card = "card"


_LEADS = frozenset({Role.facilitator, Role.functional_lead, Role.operator})
_GROUP = _LEADS | {Role.executive_sponsor, Role.member, Role.dri}

EVERYBODYS = frozenset({Permission.read, Permission.answer, Permission.link})
PERMITTED: dict[Permission, frozenset[Role]] = {
    Permission.start: _LEADS,
    Permission.assign: _LEADS,
    Permission.cancel: _LEADS,
    Permission.retarget: _LEADS,
    Permission.summary: _LEADS,
    Permission.announce: _LEADS,
    Permission.change_criteria: _LEADS,
    Permission.export_audit: _LEADS,
    Permission.close: _LEADS,
    Permission.waive: frozenset({Role.functional_lead, Role.operator}),
    Permission.pause: _LEADS,
    Permission.resume: _LEADS,
    Permission.confirm_link: frozenset({Role.facilitator, Role.operator}),
    Permission.block: _GROUP,
    Permission.unblock: _GROUP,
    Permission.note: _GROUP,
    Permission.remind: _LEADS,
    Permission.escalate: frozenset({Role.facilitator}),
    Permission.bump: _GROUP,
    Permission.bump_tier: _LEADS,
    Permission.open: _LEADS,
    Permission.card: _LEADS,
}

# The words that follow "may" when a request is refused.
PERMISSION_WORDS: dict[Permission, str] = {
    Permission.start: "start",
    Permission.assign: "assign",
    Permission.cancel: "cancel",
    Permission.retarget: "retarget",
    Permission.summary: "decide on the summary",
    Permission.announce: "decide on announcements",
    Permission.change_criteria: "change criteria",
    Permission.export_audit: "export the audit log",
    Permission.close: "close",
    Permission.waive: "waive",
    Permission.pause: "pause reminders",
    Permission.resume: "resume reminders",
    Permission.confirm_link: "confirm account links",
    Permission.block: "block",
    Permission.unblock: "unblock",
    Permission.note: "add a note",
    Permission.remind: "remind",
    Permission.escalate: "escalate",
    Permission.bump: "open a merge request for it",
    Permission.bump_tier: "open a tier's merge requests",
    Permission.open: "open a tier",
    Permission.card: "post the card again",
}


@dataclass(frozen=True)
class Actor:
    """The person who performs an action, with the roles that the catalog assigns to them."""

    slack_id: str
    name: str
    gitlab_username: str | None = None
    roles: frozenset[Role] = frozenset()


def may(actor: Actor, permission: Permission, dris: Collection[str | None] = ()) -> bool:
    """Return whether the actor has a permission on an item with these DRIs (GitLab usernames).

    Raises:
        KeyError: the permission is in neither table.
    """
    if permission in EVERYBODYS:
        return True
    roles = set(actor.roles)
    if is_one_of(actor.gitlab_username, dris):
        roles.add(Role.dri)
    return not PERMITTED[permission].isdisjoint(roles)


def is_one_of(username: str | None, named: Collection[str | None]) -> bool:
    """Return whether a GitLab username is among those named, ignoring case as GitLab does."""
    folded = {name.casefold() for name in named if name is not None}
    return username is not None and username.casefold() in folded


def who_may(permission: Permission) -> tuple[Role, ...]:
    """List the roles that have a permission, in the order of ``Role`` and without operators."""
    permitted = PERMITTED[permission]
    return tuple(role for role in Role if role in permitted and role != Role.operator)
