"""Notes on issues, epics and merge requests (api/notes)."""

from sandbox.gitlab.access import may_write, project_level
from sandbox.gitlab.errors import forbidden, not_found
from sandbox.gitlab.records import MAINTAINER, Epic, Issue, MergeRequest, Note
from sandbox.gitlab.rest.epics import epic_by_id
from sandbox.gitlab.rest.issues import issue_of
from sandbox.gitlab.rest.merge_requests import merge_request_of
from sandbox.gitlab.rest.paging import paged
from sandbox.gitlab.rest.params import boolean, choice, needed_text, path_integer
from sandbox.gitlab.rest.routing import Answer, Call, Route
from sandbox.gitlab.shapes.basics import Json
from sandbox.gitlab.shapes.issues import note_shape
from sandbox.gitlab.work_items.notes import Noteable, add_note
from sandbox.gitlab.work_items.quick_actions import carry_out

ACCEPTED = 202


def _item(call: Call) -> Noteable:
    if "issue_iid" in call.named:
        return issue_of(call)
    if "merge_request_iid" in call.named:
        return merge_request_of(call)
    return epic_by_id(call)


def _shape(call: Call, item: Noteable, note: Note) -> Json:
    kind = {Issue: "Issue", Epic: "Epic", MergeRequest: "MergeRequest"}[type(item)]
    project = None if isinstance(item, Epic) else item.project.id
    return note_shape(call.base, note, (kind, item.id, item.iid, project))


def list_notes(call: Call) -> Answer:
    """List notes, including system notes unless ``activity_filter`` excludes them."""
    item = _item(call)
    choice(call, "order_by", ("created_at", "updated_at"), "created_at")
    kept = choice(
        call, "activity_filter", ("all_notes", "only_comments", "only_activity"), "all_notes"
    )
    notes = [n for n in item.notes if kept == "all_notes" or n.system is (kept == "only_activity")]
    descending = choice(call, "sort", ("asc", "desc"), "desc") == "desc"
    notes.sort(key=lambda note: (note.created_at, note.id), reverse=descending)
    return paged(call, notes, lambda note: _shape(call, item, note))


def create_note(call: Call) -> Answer:
    """Create a note; one with only quick actions returns 202 with a summary of them."""
    item, body = _item(call), needed_text(call, "body")
    if not isinstance(item, Epic) and not may_write(call.state, call.user, item.project):
        raise forbidden()
    if not isinstance(item, Issue):
        return Answer(_shape(call, item, add_note(call.state, item, body, call.by)), 201)
    written = carry_out(call.state, item, body, call.by)
    if written.done and not written.text:
        return Answer(
            {"commands_changes": dict.fromkeys(written.acted, True), "summary": [written.summary]},
            ACCEPTED,
        )
    internal = boolean(call, "internal") or boolean(call, "confidential")
    note = add_note(call.state, item, written.text or body, call.by, internal=internal)
    return Answer(_shape(call, item, note), 201)


def show_note(call: Call) -> Answer:
    """Show one note."""
    item = _item(call)
    return Answer(_shape(call, item, _note(call, item)))


def update_note(call: Call) -> Answer:
    """Update the text of a note (its author and maintainers only)."""
    item = _item(call)
    note = _own_note(call, item)
    note.body, note.updated_at = needed_text(call, "body"), call.now
    return Answer(_shape(call, item, note))


def delete_note(call: Call) -> Answer:
    """Delete a note (its author and maintainers only)."""
    item = _item(call)
    item.notes.remove(_own_note(call, item))
    return Answer(status=204)


def _note(call: Call, item: Noteable) -> Note:
    wanted = path_integer(call, "note_id")
    note = next((note for note in item.notes if note.id == wanted), None)
    if note is None:
        raise not_found("Note")
    return note


def _own_note(call: Call, item: Noteable) -> Note:
    note = _note(call, item)
    is_maintainer = (
        not isinstance(item, Epic) and project_level(call.user, item.project) >= MAINTAINER
    )
    if note.system or not (note.author is call.user or is_maintainer):
        raise forbidden()
    return note


ROUTES = tuple(
    Route(method, f"{item}/notes{rest}", handler)
    for item in (
        "/projects/:id/issues/:issue_iid",
        "/projects/:id/merge_requests/:merge_request_iid",
        "/groups/:id/epics/:epic_id",
    )
    for method, rest, handler in (
        ("GET", "", list_notes),
        ("POST", "", create_note),
        ("GET", "/:note_id", show_note),
        ("PUT", "/:note_id", update_note),
        ("DELETE", "/:note_id", delete_note),
    )
)
