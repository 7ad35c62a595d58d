"""Listing issues: filters and order (api/issues)."""

from collections.abc import Callable, Iterable

from sandbox.gitlab.access import can_see_issue
from sandbox.gitlab.errors import bad_parameter
from sandbox.gitlab.records import Issue
from sandbox.gitlab.rest.params import choice, integer, integers, moment, text, words
from sandbox.gitlab.rest.routing import Call

Rule = Callable[[Issue], bool]
_ORDERS: dict[str, Callable[[Issue], object]] = {
    "created_at": lambda issue: (issue.created_at, issue.id),
    "updated_at": lambda issue: (issue.updated_at, issue.id),
    "due_date": lambda issue: (str(issue.due_on or "9999"), issue.id),
    "title": lambda issue: (issue.title.casefold(), issue.id),
    "weight": lambda issue: (issue.weight or 0, issue.id),
    "relative_position": lambda issue: issue.id,
    "priority": lambda issue: issue.id,
    "label_priority": lambda issue: issue.id,
    "milestone_due": lambda issue: issue.id,
    "popularity": lambda issue: issue.id,
}


def selected(call: Call, issues: Iterable[Issue], *, scope: str = "all") -> list[Issue]:
    """Filter and order issues by the request's parameters."""
    rules = [*_by_state(call), *_by_labels(call), *_by_people(call, scope), *_by_rest(call)]
    found = [i for i in issues if can_see_issue(call.user, i) and all(rule(i) for rule in rules)]
    order = choice(call, "order_by", _ORDERS, "created_at")
    descending = choice(call, "sort", ("asc", "desc"), "desc") == "desc"
    return sorted(found, key=_ORDERS[order], reverse=descending)  # type: ignore[arg-type]  # keys of several types


def _by_state(call: Call) -> list[Rule]:
    state = choice(call, "state", ("opened", "closed", "all"), "all")
    return [] if state == "all" else [lambda issue: issue.state == state]


def _by_labels(call: Call) -> list[Rule]:
    wanted, unwanted = words(call, "labels"), words(call, "not[labels]")
    rules: list[Rule] = []
    if [word.casefold() for word in wanted] == ["none"]:
        rules.append(lambda issue: not issue.labels)
    elif [word.casefold() for word in wanted] == ["any"]:
        rules.append(lambda issue: bool(issue.labels))
    elif wanted:
        rules.append(lambda issue: set(wanted) <= {label.name for label in issue.labels})
    if unwanted:
        rules.append(lambda issue: not set(unwanted) & {label.name for label in issue.labels})
    return rules


def _by_people(call: Call, scope: str) -> list[Rule]:
    requested = choice(call, "scope", ("all", "created_by_me", "assigned_to_me"), scope)
    rules: list[Rule] = []
    if requested == "created_by_me":
        rules.append(lambda issue: issue.author is call.user)
    if requested == "assigned_to_me":
        rules.append(lambda issue: call.user in issue.assignees)
    if author := text(call, "author_username"):
        rules.append(lambda issue: issue.author.username == author)
    if (author_id := integer(call, "author_id")) is not None:
        rules.append(lambda issue: issue.author.id == author_id)
    return rules + _by_assignee(call)


def _by_assignee(call: Call) -> list[Rule]:
    names, wanted = words(call, "assignee_username"), text(call, "assignee_id")
    rules: list[Rule] = []
    if names:
        rules.append(lambda issue: set(names) <= {user.username for user in issue.assignees})
    if wanted is not None and wanted.casefold() in ("none", "any"):
        rules.append(lambda issue: bool(issue.assignees) is (wanted.casefold() == "any"))
    elif wanted is not None:
        if not wanted.isdigit():
            raise bad_parameter("assignee_id should be an integer, 'None', or 'Any'")
        rules.append(lambda issue: int(wanted) in [user.id for user in issue.assignees])
    return rules


def _by_rest(call: Call) -> list[Rule]:
    rules: list[Rule] = []
    if iids := integers(call, "iids"):
        rules.append(lambda issue: issue.iid in iids)
    if search := (text(call, "search") or "").casefold():
        places = words(call, "in") or ("title", "description")
        rules.append(lambda issue: any(search in str(getattr(issue, p)).casefold() for p in places))
    if (epic_id := integer(call, "epic_id")) is not None:
        rules.append(lambda issue: issue.epic is not None and issue.epic.id == epic_id)
    return rules + _by_time(call)


def _by_time(call: Call) -> list[Rule]:
    rules: list[Rule] = []
    if (created_after := moment(call, "created_after")) is not None:
        rules.append(lambda issue: issue.created_at >= created_after)
    if (created_before := moment(call, "created_before")) is not None:
        rules.append(lambda issue: issue.created_at <= created_before)
    if (updated_after := moment(call, "updated_after")) is not None:
        rules.append(lambda issue: issue.updated_at >= updated_after)
    if (updated_before := moment(call, "updated_before")) is not None:
        rules.append(lambda issue: issue.updated_at <= updated_before)
    return rules
