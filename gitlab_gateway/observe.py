"""Reading all issues of campaigns in few requests (GraphQL workItems, 100 per page)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from campaigns.sync.snapshots import BlockerSnapshot, IssueRef, IssueSnapshot
from gitlab_gateway.capabilities import Feature, is_offered
from gitlab_gateway.connection import Connection, Json
from gitlab_gateway.errors import NotFoundError, RefusedError
from gitlab_gateway.issue_queries import list_query, single_query
from gitlab_gateway.issues import (
    BLOCKED_BY,
    RELATES_TO,
    find_issue,
    list_issues_labelled,
    list_links,
)
from gitlab_gateway.membership import hidden_group
from gitlab_gateway.schema import Schema
from gitlab_gateway.work_items import read_epic, read_issue

# One list costs about 80 of the 250 points that a query may have (docs.gitlab.com/api/graphql).
LISTS_A_QUERY = 3


@dataclass
class Listed:
    """The issues with a campaign's label, and whether each epic with it is closed."""

    issues: list[IssueSnapshot] = field(default_factory=list)
    closed_epics: dict[IssueRef, bool] = field(default_factory=dict)


def observe_issues(
    gitlab: Connection, schema: Schema, group: str, label: str
) -> list[IssueSnapshot]:
    """Read every issue of a group with a label: one request per 100 issues."""
    return observe_lists(gitlab, schema, group, [label])[0].issues


def observe_lists(
    gitlab: Connection, schema: Schema, group: str, labels: Sequence[str]
) -> list[Listed]:
    """Read the issues of a group by each label, three labels per request.

    If GitLab finds that too complex, each label has a request of its own. The type of an issue does
    not matter: a group may define its own. Without work items in GraphQL
    the REST lists are used, and ``links_known`` is False: `read_links` adds the links, in one
    request per issue.

    Raises:
        NeedsOperatorError: the token cannot see the group, so nothing is known about its issues.
        RefusedError: among others, because GitLab no longer offers what the schema names.
    """
    if not is_offered(schema, Feature.work_items):
        return [Listed(_list_over_rest(gitlab, group, label)) for label in labels]
    found = [Listed() for _ in labels]
    due: dict[int, str | None] = dict.fromkeys(range(len(labels)))
    at_once = LISTS_A_QUERY
    while due:
        asked = {number: (labels[number], due[number]) for number in list(due)[:at_once]}
        try:
            left = _read_pages(gitlab, schema, group, asked, found)
        except RefusedError as error:
            if at_once == 1 or "complexity" not in error.what:
                raise
            at_once = 1
            continue
        due = {**{n: after for n, after in due.items() if n not in asked}, **left}
    return found


def _read_pages(
    gitlab: Connection,
    schema: Schema,
    group: str,
    asked: Mapping[int, tuple[str, str | None]],
    found: list[Listed],
) -> dict[int, str]:
    """Add one page of each list to ``found``; return the cursors of the lists that go on."""
    variables: Json = {"path": group}
    for number, (label, after) in asked.items():
        variables |= {f"label{number}": [label], f"after{number}": after}
    answer = gitlab.query(list_query(schema, list(asked)), variables)
    lists = answer.get(schema.root or "")
    if lists is None or None in lists.values():
        raise hidden_group(group)
    left: dict[int, str] = {}
    for number in asked:
        page = lists.get(f"list{number}") or {}
        _add_nodes(found[number], page, gitlab.url)
        info = page.get("pageInfo") or {}
        if info.get("hasNextPage") and info.get("endCursor"):
            left[number] = info["endCursor"]
    return left


def _list_over_rest(gitlab: Connection, group: str, label: str) -> list[IssueSnapshot]:
    try:
        return list_issues_labelled(gitlab, group, label)
    except NotFoundError as error:
        raise hidden_group(group) from error


def _add_nodes(listed: Listed, page: Json, home: str) -> None:
    for node in page.get("nodes") or ():
        if not isinstance(node, dict):
            continue
        epic = read_epic(node, home)
        if epic is not None:
            listed.closed_epics[epic.ref] = epic.closed
            continue
        issue = read_issue(node, home)
        if issue is not None:
            listed.issues.append(issue)


def observe_issue(gitlab: Connection, schema: Schema, ref: IssueRef) -> IssueSnapshot | None:
    """Read one issue wherever it is; None if it is gone or hidden.

    REST comes first because it follows renamed projects; GraphQL then adds what REST lacks: Status,
    links and merge requests.
    """
    found = find_issue(gitlab, ref)
    text = single_query(schema)
    if found is None or text is None or not is_offered(schema, Feature.work_items):
        return found
    answer = gitlab.query(text, {"path": found.ref.project, "iid": str(found.ref.iid)})
    root = answer.get("root") or {}
    nodes = (root.get("workItems") or {}).get("nodes") or [root.get("workItem")]
    seen = read_issue(nodes[0], gitlab.url) if isinstance(nodes[0], dict) else None
    return seen or found


def read_links(gitlab: Connection, seen: IssueSnapshot) -> IssueSnapshot:
    """Add an issue's links over REST."""
    links = list_links(gitlab, seen.ref)
    blockers, related = (
        tuple(
            sorted(
                BlockerSnapshot(
                    link.ref, link.title, link.web_url, link.open, link.id, link.assignees
                )
                for link in links
                if link.kind == kind
            )
        )
        for kind in (BLOCKED_BY, RELATES_TO)
    )
    return replace(seen, blockers=blockers, related=related, links_known=True)
