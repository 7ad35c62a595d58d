"""Opening or updating a repository's merge request, one per campaign and project.

The branch with its commit, and the merge request, are created in separate API calls. Each is looked
up first, so that another worker can finish an interrupted run.
"""

from sqlmodel import Session

from campaigns.events import ASSISTANT, Event, EventKind
from campaigns.lifecycle.plans import Outcome, OutcomeKind
from campaigns.model.item import Item
from campaigns.states import ItemState
from commands.clocks import Clocks
from commands.items.write_item import STATE, enqueue_item_written
from commands.merge_requests.bump_branch import BumpContext, describe, look, move
from commands.merge_requests.bump_component import is_settled
from commands.merge_requests.bump_edits import RepositoryEdits
from commands.overview.update_card import update_card
from commands.unit import Unit
from gitlab_gateway import merge_requests, projects
from gitlab_gateway.connection import Connection
from gitlab_gateway.errors import RefusedError
from gitlab_gateway.merge_requests import MergeRequestRecord, NewRequest
from storage.catalog.read import Catalog
from storage.events import record_event
from storage.lifecycle.campaigns import get_view, update_item
from storage.merge_requests import save_own_request
from storage.store import Store

STARTED = frozenset({ItemState.not_started, ItemState.in_dev})
TRIES = 3
BAD_REQUEST = 400


def bump_repository(
    store: Store,
    gitlab: Connection,
    catalog: Catalog,
    campaign_id: int,
    project: str,
    *,
    now: Clocks,
) -> Outcome:
    """Open a merge request for a repository, or update the open one.

    The repository is read again if a file or the default branch changed before the commit.

    Raises:
        GitLabError: GitLab did not respond, or rejected the request.
        InvalidRequestError: the branch has other people's commits.
    """
    with store.read() as session:
        view = get_view(session, campaign_id)
    for attempt in range(1, TRIES + 1):
        try:
            return _bump(store, look(gitlab, catalog, view, project), now=now)
        except RefusedError as error:
            if error.status != BAD_REQUEST or attempt == TRIES:
                raise
    raise AssertionError("the last attempt returns or raises")


def _bump(store: Store, bumping: BumpContext, *, now: Clocks) -> Outcome:
    edits = move(bumping)
    if isinstance(edits, Outcome):
        return edits
    request, made = _request(bumping, edits)
    _record(store, bumping, request, made=made, now=now)
    component = bumping.items[0].component
    if request.conflicts:
        detail = f"{request.web_url} conflicts with {bumping.default_branch}: rebase its branch"
        return Outcome(component, OutcomeKind.failed, detail)
    return Outcome(component, OutcomeKind.done, request.web_url)


def _request(bumping: BumpContext, edits: RepositoryEdits) -> tuple[MergeRequestRecord, bool]:
    """Update the branch's open merge request, or open one; return it and whether it is new."""
    description = describe(bumping, edits)
    found = merge_requests.find_open_request(bumping.gitlab, bumping.project, bumping.branch)
    if found is not None:
        _bring_up_to_date(bumping, found, description)
        return found, False
    new = NewRequest(
        title=f"Draft: {bumping.title}",
        description=description,
        source_branch=bumping.branch,
        target_branch=bumping.default_branch,
        assignee_id=_assignee(bumping),
    )
    return merge_requests.create_request(bumping.gitlab, bumping.project, new), True


def _bring_up_to_date(bumping: BumpContext, found: MergeRequestRecord, description: str) -> None:
    """Update the description, and also the title if the assistant wrote it."""
    draft, _, bare = found.title.rpartition("Draft: ")
    ours = bare.startswith(bumping.stem)
    title = f"{'Draft: ' if found.draft else draft}{bumping.title}" if ours else found.title
    if (found.title, found.description) != (title, description):
        merge_requests.change_request(
            bumping.gitlab, bumping.project, found.iid, title=title, description=description
        )


def _assignee(bumping: BumpContext) -> int | None:
    """Return the GitLab id of the first DRI who can be assigned, or None."""
    for dri in dict.fromkeys(item.dri for item in bumping.items if item.dri):
        user = projects.find_user(bumping.gitlab, dri)
        if user is not None and user.active:
            return user.id
    return None


def _record(
    store: Store, bumping: BumpContext, request: MergeRequestRecord, *, made: bool, now: Clocks
) -> None:
    """Record the merge request on its items, and move them to In review."""
    campaign = bumping.view.campaign
    with store.write() as session:
        unit = Unit(session, bumping.catalog, now)
        events = [_follow(session, bumping, item, request, now=now) for item in bumping.items]
        event_ids = [event for event in events if event is not None]
        update_card(unit, campaign.id, event_ids if made else ())


def _follow(
    session: Session,
    bumping: BumpContext,
    item: Item,
    request: MergeRequestRecord,
    *,
    now: Clocks,
) -> int | None:
    """Record the merge request on an item; return the id of its event if it is new."""
    if is_settled(item) or not save_own_request(
        session, item.id, request.reference, request.web_url
    ):
        return None
    if item.state in STARTED:
        update_item(session, item.id, state=ItemState.in_review.value, state_since=now.story)
        enqueue_item_written(session, item.id, [STATE], by=ASSISTANT, now=now)
        _note(session, bumping, item, EventKind.state_changed, ItemState.in_review.value, now=now)
    return _note(session, bumping, item, EventKind.merge_request_opened, request.reference, now=now)


def _note(
    session: Session,
    bumping: BumpContext,
    item: Item,
    kind: EventKind,
    after: str,
    *,
    now: Clocks,
) -> int:
    event = Event(
        kind,
        bumping.view.campaign.slug,
        now.story,
        ASSISTANT,
        component=item.component,
        before=item.state.value,
        after=after,
    )
    return record_event(session, bumping.view.campaign.id, event)
