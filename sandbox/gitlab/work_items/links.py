"""Links between issues (docs.gitlab.com/api/issue_links)."""

from sandbox.gitlab.errors import not_found, refused
from sandbox.gitlab.records import By, Issue, Link
from sandbox.gitlab.state import GitLabState
from sandbox.gitlab.work_items.notes import add_system_note

KINDS = ("relates_to", "blocks", "is_blocked_by")
_WORDS = {
    "relates_to": ("marked this issue as related to", "marked this issue as related to"),
    "blocks": ("marked this issue as blocking", "marked this issue as blocked by"),
}


def kind_from(link: Link, issue: Issue) -> str:
    """Return a link's type from the perspective of one of its two issues."""
    if link.kind == "blocks" and link.target is issue:
        return "is_blocked_by"
    return link.kind


def other_end(link: Link, issue: Issue) -> Issue:
    """Return the issue at the other end of a link."""
    return link.target if link.source is issue else link.source


def add_link(state: GitLabState, issue: Issue, other: Issue, kind: str, by: By) -> Link:
    """Link two issues.

    Raises:
        RefusalError: 403 for blocking links without Premium, 409 if already linked, 404 for linking
            an issue to itself.
    """
    if kind != "relates_to" and not state.features.premium:
        raise refused(403, "Blocked work items are not available for the current subscription tier")
    if issue is other:
        raise not_found()
    if any(other_end(link, issue) is other for link in state.links_of(issue)):
        raise refused(409, "Issue(s) already assigned")
    source, target = (other, issue) if kind == "is_blocked_by" else (issue, other)
    stored = "relates_to" if kind == "relates_to" else "blocks"
    link = Link(state.next_id("link"), source, target, stored, by.now, by.now)
    state.add_link(link)
    for end, far, words in zip((source, target), (target, source), _WORDS[stored], strict=True):
        add_system_note(state, end, f"{words} {far.reference}", by)
    return link


def remove_link(state: GitLabState, link: Link, by: By) -> None:
    """Remove a link."""
    state.drop_link(link)
    for end in (link.source, link.target):
        far = other_end(link, end)
        add_system_note(state, end, f"removed the relation with {far.reference}", by)


def blockers_of(state: GitLabState, issue: Issue) -> list[Issue]:
    """List the open issues that block an issue."""
    return [
        link.source
        for link in state.links_of(issue)
        if link.kind == "blocks" and link.target is issue and link.source.state == "opened"
    ]


def blocked_by(state: GitLabState, issue: Issue) -> list[Issue]:
    """List the open issues that an issue blocks."""
    return [
        link.target
        for link in state.links_of(issue)
        if link.kind == "blocks" and link.source is issue and link.target.state == "opened"
    ]
