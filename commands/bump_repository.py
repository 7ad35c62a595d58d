"""Opening a repository's merge request, one a campaign and project, or bringing it up to date.

The branch and its commit are one request, the merge request another; each is looked for
before it is made, so that a worker that died in between is followed by one that finishes.
"""

from dataclasses import dataclass

from sqlmodel import Session

from campaigns.events import ASSISTANT, Event, EventKind
from campaigns.plans import Outcome, OutcomeKind
from campaigns.states import ItemState
from commands.bump_component import is_settled, sharing_items
from commands.bump_edits import Edits, plan_edits
from commands.errors import InvalidRequestError
from commands.messages import want_card, want_history
from commands.moments import Moment
from commands.texts import request_text
from commands.write_item import STATE, want_item_written
from gitlab_gateway import merge_requests, projects
from gitlab_gateway.connection import Connection
from gitlab_gateway.errors import RefusedError, UnauthorisedError
from gitlab_gateway.merge_requests import NewRequest, RequestSeen
from gitlab_gateway.repository import get_default_branch, list_paths
from runtimes.candidates import is_candidate
from runtimes.versions import Version, parse_version
from storage.campaigns import get_view, update_item
from storage.catalog import Catalog
from storage.events import record_event
from storage.merge_requests import keep_own_request
from storage.records import CampaignView, ItemRecord
from storage.store import Store

STARTED = frozenset({ItemState.not_started, ItemState.in_dev})
TRIES = 3
BAD_REQUEST = 400
MOST_PLACES = 5


@dataclass(frozen=True)
class _Bumping:
    """One repository being bumped."""

    gitlab: Connection
    catalog: Catalog
    view: CampaignView
    project: str
    branch: str
    default_branch: str
    paths: tuple[str, ...]
    items: tuple[ItemRecord, ...]

    @property
    def target(self) -> Version:
        """The version that every pin is moved to.

        Raises:
            InvalidRequestError: it is none.
        """
        campaign = self.view.campaign
        target = parse_version(campaign.version)
        if target is None:
            raise InvalidRequestError(f"{campaign.version} is no version that can be written.")
        return target

    @property
    def patch(self) -> Version | None:
        """What is written where the target names no patch."""
        return parse_version(self.view.campaign.patch or "")


def bump_repository(
    store: Store,
    gitlab: Connection,
    catalog: Catalog,
    campaign_id: int,
    project: str,
    *,
    now: Moment,
) -> Outcome:
    """Open a repository's merge request, or bring the one that is open up to date.

    Raises:
        GitLabError: GitLab did not answer, or refused.
    """
    with store.read() as session:
        view = get_view(session, campaign_id)
    default_branch = get_default_branch(gitlab, project)
    paths = list_paths(gitlab, project, default_branch)
    bumping = _Bumping(
        gitlab=gitlab,
        catalog=catalog,
        view=view,
        project=project,
        branch=f"runtime-upgrade/{view.campaign.slug}",
        default_branch=default_branch,
        paths=tuple(path for path in paths if is_candidate(path)),
        items=sharing_items(catalog, view, project),
    )
    edits = _move(bumping)
    if isinstance(edits, Outcome):
        return edits
    request, made = _request(bumping, edits)
    _record(store, bumping, request, made=made, now=now)
    return Outcome(bumping.items[0].component, OutcomeKind.done, request.web_url)


def _move(bumping: _Bumping) -> Edits | Outcome:
    """Have the branch say the target; gives what it moves, or why nothing is to be moved.

    Where a file changed between reading and committing, it is read again.
    """
    for attempt in range(1, TRIES + 1):
        there = merge_requests.branch_exists(bumping.gitlab, bumping.project, bumping.branch)
        edits = _edits(bumping, bumping.branch if there else bumping.default_branch)
        if not there and not edits.files:
            return _nothing(bumping, edits)
        _description(bumping, edits)  # a template that does not work leaves no branch behind
        try:
            if edits.files:
                _commit(bumping, edits, start_branch=None if there else bumping.default_branch)
        except UnauthorisedError:
            raise
        except RefusedError as error:
            if error.status != BAD_REQUEST or attempt == TRIES:
                raise
        else:
            return _edits(bumping, bumping.default_branch) if there else edits
    raise AssertionError("the last try returns or raises")


def _nothing(bumping: _Bumping, edits: Edits) -> Outcome:
    """Say why there is nothing to move: it is there, or only a person can decide."""
    component = bumping.items[0].component
    if not edits.questions:
        return Outcome(component, OutcomeKind.already_so, "no pin there is behind")
    places = ", ".join(edits.questions[:MOST_PLACES])
    more = len(edits.questions) - MOST_PLACES
    rest = f" and {more} more" if more > 0 else ""
    return Outcome(
        component, OutcomeKind.refused, f"what it pins is for a person to decide: {places}{rest}"
    )


def _edits(bumping: _Bumping, ref: str) -> Edits:
    gitlab, project = bumping.gitlab, bumping.project
    read = (merge_requests.read_file(gitlab, project, path, ref=ref) for path in bumping.paths)
    files = [file for file in read if file is not None]
    return plan_edits(files, bumping.view.campaign.runtime, bumping.target, bumping.patch)


def _commit(bumping: _Bumping, edits: Edits, *, start_branch: str | None) -> None:
    merge_requests.commit_files(
        bumping.gitlab,
        bumping.project,
        edits.files,
        branch=bumping.branch,
        start_branch=start_branch,
        message=_title(bumping),
    )


def _request(bumping: _Bumping, edits: Edits) -> tuple[RequestSeen, bool]:
    """Find the branch's open merge request and say in it what it moves now, or open it."""
    description = _description(bumping, edits)
    found = merge_requests.find_open_request(bumping.gitlab, bumping.project, bumping.branch)
    if found is not None:
        _bring_up_to_date(bumping, found, description)
        return found, False
    new = NewRequest(
        title=f"Draft: {_title(bumping)}",
        description=description,
        source_branch=bumping.branch,
        target_branch=bumping.default_branch,
        assignee_id=_assignee(bumping),
    )
    return merge_requests.create_request(bumping.gitlab, bumping.project, new), True


def _bring_up_to_date(bumping: _Bumping, found: RequestSeen, description: str) -> None:
    """Say what the merge request moves now; of its title the version, if we gave it that title."""
    draft, _, bare = found.title.rpartition("Draft: ")
    ours = bare.startswith(f"Update {bumping.view.campaign.runtime_title} to ")
    title = f"{'Draft: ' if found.draft else draft}{_title(bumping)}" if ours else found.title
    if (found.title, found.description) != (title, description):
        merge_requests.change_request(
            bumping.gitlab, bumping.project, found.iid, title=title, description=description
        )


def _title(bumping: _Bumping) -> str:
    return f"Update {bumping.view.campaign.runtime_title} to {bumping.target}"


def _description(bumping: _Bumping, edits: Edits) -> str:
    closes = [
        f"{item.project}#{item.issue_iid}"
        for item in bumping.items
        if item.issue_iid is not None and not item.closed
    ]
    values = {"moved": edits.moved, "left": edits.left, "closes": dict.fromkeys(closes)}
    return request_text(bumping.catalog.folder, bumping.view.campaign, values)


def _assignee(bumping: _Bumping) -> int | None:
    """Give the GitLab id of the first DRI who can be assigned; without one nobody is."""
    for dri in dict.fromkeys(item.dri for item in bumping.items if item.dri):
        user = projects.find_user(bumping.gitlab, dri)
        if user is not None and user.active:
            return user.id
    return None


def _record(
    store: Store, bumping: _Bumping, request: RequestSeen, *, made: bool, now: Moment
) -> None:
    """Keep the merge request with its items; who was not in review yet is now."""
    campaign = bumping.view.campaign
    with store.write() as session:
        events = [_follow(session, bumping, item, request, now=now) for item in bumping.items]
        told = [event for event in events if event is not None]
        want_card(session, bumping.catalog, campaign.id, now=now)
        if made:
            want_history(session, bumping.catalog, campaign.id, told, now=now)


def _follow(
    session: Session, bumping: _Bumping, item: ItemRecord, request: RequestSeen, *, now: Moment
) -> int | None:
    """Keep the merge request with one item; gives the event's number where it is new."""
    if is_settled(item) or not keep_own_request(
        session, item.id, request.reference, request.web_url
    ):
        return None
    if item.state in STARTED:
        update_item(session, item.id, state=ItemState.in_review.value, state_since=now.story)
        want_item_written(session, item.id, [STATE], by=ASSISTANT, now=now)
        _note(session, bumping, item, EventKind.state_changed, ItemState.in_review.value, now=now)
    return _note(session, bumping, item, EventKind.merge_request_opened, request.reference, now=now)


def _note(
    session: Session,
    bumping: _Bumping,
    item: ItemRecord,
    kind: EventKind,
    after: str,
    *,
    now: Moment,
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
