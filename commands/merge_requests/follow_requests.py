"""Tracking the assistant's merge requests: their state, and failed pipelines."""

from dataclasses import dataclass
from datetime import datetime

from campaigns.events import GITLAB, Event, EventKind
from campaigns.notices import NoticeKind
from campaigns.states import OPEN_CAMPAIGN_STATES
from commands.clocks import Clocks
from commands.notices.notices import plan_notice, refresh_notices
from commands.overview.update_card import add_to_thread, update_card
from commands.unit import Unit
from gitlab_gateway.connection import Connection
from gitlab_gateway.errors import NotFoundError
from gitlab_gateway.merge_requests import MergeRequestRecord, find_failed_job, get_request
from storage.catalog.read import Catalog
from storage.events import record_event
from storage.lifecycle.campaigns import get_campaign, get_item_record
from storage.merge_requests import OwnRequest, list_open_own_requests, update_own_request
from storage.store import Store

FAILED = "failed"
GONE = "gone"


@dataclass(frozen=True)
class _Look:
    """The current state of a merge request; ``pipeline_url`` is its failed job's URL, if known."""

    own: OwnRequest
    state: str
    draft: bool
    pipeline: str | None
    pipeline_id: int | None
    pipeline_url: str | None
    pipeline_since: datetime | None = None

    @property
    def newly_failed(self) -> bool:
        """Whether the pipeline has failed since the last check."""
        known = (self.own.pipeline, self.own.pipeline_id)
        return self.pipeline == FAILED and known != (FAILED, self.pipeline_id)


def follow_requests(store: Store, gitlab: Connection, catalog: Catalog, *, now: Clocks) -> int:
    """Check every open merge request by the assistant; return how many changed.

    This takes one API call per merge request, and another for each newly failed pipeline.

    Raises:
        GitLabError: GitLab did not respond.
    """
    with store.read() as session:
        own = [
            one
            for one in list_open_own_requests(session)
            if get_campaign(session, one.campaign_id).state in OPEN_CAMPAIGN_STATES
        ]
    seen = {reference: _look(gitlab, reference) for reference in {o.reference for o in own}}
    looks = [_compare(gitlab, one, seen[one.reference]) for one in own]
    changed = [look for look in looks if look is not None]
    if changed:
        with store.write() as session:
            unit = Unit(session, catalog, now)
            for look in changed:
                _record(unit, look)
    return len(changed)


def _look(gitlab: Connection, reference: str) -> MergeRequestRecord | None:
    project, _, iid = reference.rpartition("!")
    try:
        return get_request(gitlab, project, int(iid))
    except NotFoundError:
        return None


def _compare(gitlab: Connection, own: OwnRequest, seen: MergeRequestRecord | None) -> _Look | None:
    """Return the new state of a merge request, or None if it is unchanged."""
    if seen is None:
        return _Look(own, GONE, own.draft, None, None, None)
    known = (own.state, own.draft, own.pipeline, own.pipeline_id)
    if known == (seen.state, seen.draft, seen.pipeline, seen.pipeline_id):
        return None
    url = seen.pipeline_url
    if seen.pipeline == FAILED and seen.pipeline_id is not None:
        url = find_failed_job(gitlab, seen.project, seen.pipeline_id) or url
    return _Look(
        own, seen.state, seen.draft, seen.pipeline, seen.pipeline_id, url, seen.pipeline_since
    )


def _record(unit: Unit, look: _Look) -> None:
    """Record a merge request's state, and enqueue messages if the state is new or it failed."""
    own = look.own
    update_own_request(
        unit.session,
        own.id,
        state=look.state,
        draft=look.draft,
        pipeline=look.pipeline,
        pipeline_id=look.pipeline_id,
        pipeline_url=look.pipeline_url,
        pipeline_since=look.pipeline_since,
    )
    update_card(unit, own.campaign_id)
    refresh_notices(unit.session, own.item_id, now=unit.now)
    event_ids = []
    if look.state != own.state:
        after = [{"reference": own.reference, "state": look.state}]
        event_ids.append(_note(unit, own, EventKind.merge_requests_changed, after))
    if look.newly_failed:
        event_ids.append(_note(unit, own, EventKind.pipeline_failed, look.pipeline_url))
        item = get_item_record(unit.session, own.item_id)
        detail = {"reference": own.reference, "url": look.pipeline_url}
        plan_notice(unit, item, NoticeKind.pipeline_failed, detail=detail)
    add_to_thread(unit, own.campaign_id, event_ids)


def _note(unit: Unit, own: OwnRequest, kind: EventKind, after: object) -> int:
    event = Event(
        kind,
        get_campaign(unit.session, own.campaign_id).slug,
        unit.now.story,
        GITLAB,
        component=get_item_record(unit.session, own.item_id).component,
        before=own.reference,
        after=after,
    )
    return record_event(unit.session, own.campaign_id, event)
