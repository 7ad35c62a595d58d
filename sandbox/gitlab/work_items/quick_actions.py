"""Quick actions: commands in a note (docs.gitlab.com/user/project/quick_actions).

They are applied and removed from the note; a note that contains nothing else is not stored.
An action that is unknown, or that the author is not permitted to use, stays as text.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sandbox.gitlab.access import can_see_issue, may_edit, project_level
from sandbox.gitlab.errors import RefusalError
from sandbox.gitlab.records import REPORTER, By, Issue, User
from sandbox.gitlab.references import find_epic, find_issues
from sandbox.gitlab.state import GitLabState
from sandbox.gitlab.work_items.epics import put_in_epic, take_out_of_epic
from sandbox.gitlab.work_items.issues import assign, close, mark_duplicate, reopen, set_status
from sandbox.gitlab.work_items.labelling import find_label, remove_labels, set_labels
from sandbox.gitlab.work_items.links import add_link
from sandbox.gitlab.work_items.statuses import find_status

_LINE = re.compile(r"^/(?P<name>[a-z_]+)(?:[ \t]+(?P<rest>.*?))?[ \t]*$")
_LABEL = re.compile(r'~"(?P<quoted>[^"]+)"|~(?P<plain>\S+)|"(?P<bare>[^"]+)"')
_USER = re.compile(r"@?([A-Za-z0-9_.-]+)")


@dataclass(frozen=True)
class AppliedActions:
    """The result of a note's actions: the remaining text, and the actions tried and applied."""

    text: str
    done: tuple[str, ...]
    acted: tuple[str, ...]
    summary: str


Action = Callable[[GitLabState, Issue, str, By], str]


class _RefusedError(Exception):
    """An action that cannot be applied; its message is the reason."""


def carry_out(state: GitLabState, issue: Issue, body: str, by: By) -> AppliedActions:
    """Apply the quick actions in a note on an issue; return the remaining text."""
    left, done, acted, messages = [], [], [], []
    for line in _outside_code(body):
        match = _LINE.match(line.text) if line.live else None
        action = ACTIONS.get(match["name"]) if match else None
        if match is None or action is None or not may_edit(by, issue):
            left.append(line.text)
            continue
        done.append(match["name"])
        try:
            messages.append(action(state, issue, match["rest"] or "", by))
            acted.append(match["name"])
        except (_RefusedError, RefusalError) as refusal:
            messages.append(_why(refusal))
    return AppliedActions("\n".join(left).strip(), tuple(done), tuple(acted), " ".join(messages))


@dataclass(frozen=True)
class _Line:
    text: str
    live: bool


def _outside_code(body: str) -> list[_Line]:
    """Split a text into lines, marking those outside fenced code blocks, where actions apply."""
    lines, fenced = [], False
    for text in body.splitlines():
        fence = text.lstrip().startswith("```")
        lines.append(_Line(text, live=not (fenced or fence)))
        fenced = fenced != fence
    return lines


def _why(refusal: Exception) -> str:
    if isinstance(refusal, RefusalError):
        return str(refusal.body.get("message", refusal))
    return str(refusal)


def _status(state: GitLabState, issue: Issue, rest: str, by: By) -> str:
    status = find_status(rest.strip().strip('"'))
    if status is None or not (state.features.premium and state.features.statuses):
        raise _RefusedError(f"{rest} status not found.")
    set_status(state, issue, status, by)
    return f"Status set to {status.name}."


def _label(state: GitLabState, issue: Issue, rest: str, by: By) -> str:
    names = _label_names(rest)
    labels = [label for name in names if (label := find_label(state, issue.project, name))]
    if not labels:
        raise _RefusedError("Could not apply label command. Failed to find labels.")
    set_labels(state, issue, labels, by, keep=True)
    return f"Added {' '.join('~' + label.name for label in labels)} label(s)."


def _unlabel(state: GitLabState, issue: Issue, rest: str, by: By) -> str:
    names = _label_names(rest) or [label.name for label in issue.labels]
    remove_labels(state, issue, names, by)
    return f"Removed {' '.join('~' + name for name in names)} label(s)."


def _relabel(state: GitLabState, issue: Issue, rest: str, by: By) -> str:
    labels = [label for n in _label_names(rest) if (label := find_label(state, issue.project, n))]
    set_labels(state, issue, labels, by)
    return "Replaced all labels."


def _close(state: GitLabState, issue: Issue, _rest: str, by: By) -> str:
    close(state, issue, by)
    return "Closed this issue."


def _reopen(state: GitLabState, issue: Issue, _rest: str, by: By) -> str:
    reopen(state, issue, by)
    return "Reopened this issue."


def _assign(state: GitLabState, issue: Issue, rest: str, by: By) -> str:
    users = _users(state, rest, by)
    if not users:
        raise _RefusedError("Could not apply assign command. Failed to find users.")
    assign(state, issue, [*issue.assignees, *users], by)
    return f"Assigned {' '.join('@' + u.username for u in users)}."


def _unassign(state: GitLabState, issue: Issue, rest: str, by: By) -> str:
    users = _users(state, rest, by) or issue.assignees
    assign(state, issue, [u for u in issue.assignees if u not in users], by)
    return "Removed assignee(s)."


def _reassign(state: GitLabState, issue: Issue, rest: str, by: By) -> str:
    assign(state, issue, _users(state, rest, by), by)
    return "Changed assignee(s)."


def _duplicate(state: GitLabState, issue: Issue, rest: str, by: By) -> str:
    of = _one_issue(state, issue, rest, by)
    mark_duplicate(state, issue, of, by)
    return f"Closed this issue. Marked as related to, and a duplicate of, {of.reference}."


def _linking(kind: str) -> Action:
    def link(state: GitLabState, issue: Issue, rest: str, by: By) -> str:
        other = _one_issue(state, issue, rest, by)
        add_link(state, issue, other, kind, by)
        return f"Linked {other.reference} ({kind})."

    return link


def _epic(state: GitLabState, issue: Issue, rest: str, by: By) -> str:
    epic = find_epic(state, rest, issue.project.group)
    if epic is None or not state.features.premium:
        raise _RefusedError("This epic does not exist or you don't have sufficient permission.")
    put_in_epic(state, epic, issue, by)
    return "Added an issue to an epic."


def _remove_epic(state: GitLabState, issue: Issue, _rest: str, by: By) -> str:
    take_out_of_epic(state, issue, by)
    return "Removed from epic."


ACTIONS: Mapping[str, Action] = {
    "status": _status,
    "label": _label,
    "labels": _label,
    "unlabel": _unlabel,
    "relabel": _relabel,
    "close": _close,
    "reopen": _reopen,
    "assign": _assign,
    "unassign": _unassign,
    "reassign": _reassign,
    "duplicate": _duplicate,
    "blocks": _linking("blocks"),
    "blocked_by": _linking("is_blocked_by"),
    "relate": _linking("relates_to"),
    "epic": _epic,
    "remove_epic": _remove_epic,
}


def _label_names(rest: str) -> list[str]:
    return [m["quoted"] or m["plain"] or m["bare"] for m in _LABEL.finditer(rest)]


def _users(state: GitLabState, rest: str, by: By) -> list[User]:
    names = [by.user.username if n == "me" else n for n in _USER.findall(rest)]
    return [user for name in names if (user := state.find_user(name)) is not None]


def _one_issue(state: GitLabState, issue: Issue, rest: str, by: By) -> Issue:
    found = [i for i in find_issues(state, rest, issue.project) if can_see_issue(by.user, i)]
    if not found or project_level(by.user, issue.project) < REPORTER:
        raise _RefusedError("Failed to find work item or work items.")
    return found[0]
