"""Links between issues (api/issue_links)."""

from sandbox.gitlab.access import can_see_issue, project_level, require_write, see_project
from sandbox.gitlab.errors import forbidden, not_found
from sandbox.gitlab.records import REPORTER, Issue, Link
from sandbox.gitlab.rest.issues import issue_of
from sandbox.gitlab.rest.paging import paged
from sandbox.gitlab.rest.params import choice, needed_text, path_integer
from sandbox.gitlab.rest.routing import Answer, Call, Route
from sandbox.gitlab.shapes.issues import issue_shape, link_shape, linked_issue
from sandbox.gitlab.work_items.links import KINDS, add_link, other_end, remove_link


def list_links(call: Call) -> Answer:
    """List the issues linked to an issue, without those that the caller cannot see."""
    issue = issue_of(call)
    links = [
        link
        for link in call.state.links_of(issue)
        if can_see_issue(call.user, other_end(link, issue))
    ]
    return paged(call, links, lambda link: linked_issue(call.state, call.base, issue, link))


def create_link(call: Call) -> Answer:
    """Link two issues; the caller must see the other one."""
    issue = issue_of(call)
    require_write(call.state, call.by, issue.project)
    other = _target(call)
    kind = choice(call, "link_type", KINDS, "relates_to")
    if project_level(call.user, issue.project) < REPORTER:
        raise forbidden()
    link = add_link(call.state, issue, other, kind, call.by)
    return Answer(
        {
            "source_issue": issue_shape(call.state, call.base, issue),
            "target_issue": issue_shape(call.state, call.base, other),
            "link_type": kind,
            "id": link.id,
        },
        201,
    )


def _target(call: Call) -> Issue:
    project = see_project(call.state, call.user, needed_text(call, "target_project_id"))
    iid = needed_text(call, "target_issue_iid")
    issue = call.state.find_issue(project, int(iid)) if iid.isdigit() else None
    if issue is None or not can_see_issue(call.user, issue):
        raise not_found()
    return issue


def show_link(call: Call) -> Answer:
    """Show one link."""
    return Answer(link_shape(call.state, call.base, _link(call)))


def delete_link(call: Call) -> Answer:
    """Remove a link and return it."""
    link = _link(call)
    if project_level(call.user, issue_of(call).project) < REPORTER:
        raise forbidden()
    shape = link_shape(call.state, call.base, link)
    remove_link(call.state, link, call.by)
    return Answer(shape)


def _link(call: Call) -> Link:
    link = call.state.links.get(path_integer(call, "issue_link_id"))
    if link is None or issue_of(call) not in (link.source, link.target):
        raise not_found()
    return link


_ALL = "/projects/:id/issues/:issue_iid/links"
ROUTES = (
    Route("GET", _ALL, list_links),
    Route("POST", _ALL, create_link),
    Route("GET", f"{_ALL}/:issue_link_id", show_link),
    Route("DELETE", f"{_ALL}/:issue_link_id", delete_link),
)
