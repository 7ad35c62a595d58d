"""Forecasting when a campaign finishes, from its durations and those of earlier campaigns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from campaigns.events import Event
from campaigns.model.campaign import Campaign, CampaignView
from campaigns.model.item import Blocker, Item
from campaigns.people.working_days import WEEKDAYS
from campaigns.states import OPEN_CAMPAIGN_STATES, CampaignState
from campaigns.summary.cycle_times import COURSE_KINDS, Course, Member, read_cycle_times
from campaigns.summary.forecast import RUNS, Forecast, ForecastInput, forecast
from campaigns.summary.forecast_steps import RemainingItem
from commands.clocks import Clocks
from commands.items.find_items import find_views
from storage.events import list_events_of
from storage.lifecycle.campaigns import get_view, list_campaigns, list_members
from storage.store import Store

MAX_EARLIER = 5
SHORT_RUNS = 200


@dataclass(frozen=True)
class CampaignForecast:
    """The forecast of a campaign; ``titles`` maps components to their names.

    ``campaigns`` is the number of earlier campaigns that it is based on.
    """

    campaign: Campaign
    forecast: Forecast
    titles: Mapping[str, str]
    campaigns: int
    today: date


def forecast_campaign(
    store: Store,
    campaign_id: int,
    *,
    now: Clocks,
    in_short: bool = False,
    explained: bool = True,
) -> CampaignForecast | None:
    """Forecast a campaign; None if it is not open. Raise `KeyError` if it does not exist.

    ``in_short`` uses few simulation runs and no levers, which is fast enough for every refresh of a
    card. Without ``explained``, the forecast has the usual dates, but no levers.
    """
    with store.read() as session:
        view = get_view(session, campaign_id)
        if view.campaign.state not in OPEN_CAMPAIGN_STATES:
            return None
        read = _read(session, view)
    return _forecast(view, read, now.story, in_short=in_short, explained=explained)


def forecast_campaigns(
    store: Store, runtime: str | None, version: str | None, *, now: Clocks
) -> tuple[CampaignForecast, ...]:
    """Forecast the open campaigns, or only those with a runtime and version.

    Raises:
        InvalidRequestError: no campaign has the given version.
    """
    with store.read() as session:
        views = [view for view in find_views(session, runtime, version) if _is_open(view)]
        read = [_read(session, view) for view in views]
    return tuple(_forecast(view, one, now.story) for view, one in zip(views, read, strict=True))


def _is_open(view: CampaignView) -> bool:
    return view.campaign.state in OPEN_CAMPAIGN_STATES


@dataclass(frozen=True)
class _CampaignHistory:
    """A campaign with its items and its events, oldest first."""

    campaign: Campaign
    members: tuple[Member, ...]
    events: list[Event]


def _read(session: Session, view: CampaignView) -> list[_CampaignHistory]:
    """Read a campaign and earlier ones of its runtime, or of other runtimes if there are none."""
    listed = [
        campaign
        for campaign in list_campaigns(session)
        if campaign.id < view.campaign.id and campaign.state != CampaignState.planned
    ]
    alike = [campaign for campaign in listed if campaign.runtime == view.campaign.runtime]
    earlier = (alike or listed)[:MAX_EARLIER]
    campaigns = [view.campaign, *earlier]
    ids = [campaign.id for campaign in campaigns]
    events, members = list_events_of(session, ids, COURSE_KINDS), list_members(session, ids)
    return [
        _CampaignHistory(c, tuple(Member(*m) for m in members[c.id]), events[c.id])
        for c in campaigns
    ]


def _forecast(
    view: CampaignView,
    read: Iterable[_CampaignHistory],
    now: datetime,
    *,
    in_short: bool = False,
    explained: bool = True,
) -> CampaignForecast:
    current, *earlier = [_course(went, now) for went in read]
    by_issue = {(item.project, item.issue_iid): item.component for item in view.items}
    outlook = ForecastInput(
        tiers=view.campaign.tiers,
        items=tuple(_ahead(item, by_issue, current) for item in view.items),
        history=sum((course.history for course in earlier), current.history),
        now=now,
        due_on=view.campaign.due_on,
        days=WEEKDAYS,
    )
    return CampaignForecast(
        view.campaign,
        forecast(
            outlook, runs=SHORT_RUNS if in_short else RUNS, explained=explained and not in_short
        ),
        {item.component: item.title for item in view.items},
        sum(bool(course.history.finished) for course in earlier),
        now.date(),
    )


def _course(went: _CampaignHistory, now: datetime) -> Course:
    """Derive a campaign's course from its events, up to now or its end."""
    over = went.campaign.state not in OPEN_CAMPAIGN_STATES and went.events
    return read_cycle_times(
        went.campaign.slug,
        went.campaign.tiers,
        went.members,
        went.events,
        WEEKDAYS,
        until=went.events[-1].at if over else now,
    )


def _ahead(
    item: Item, by_issue: Mapping[tuple[str, int | None], str], course: Course
) -> RemainingItem:
    issues = {b.id: (b.project or "", b.iid) for b in item.blockers if b.iid is not None}
    inside = {key: by_issue[ref] for key, ref in issues.items() if ref in by_issue}
    return RemainingItem(
        item.component,
        item.tier,
        course.standings[item.component],
        waits_for=tuple(inside.values()),
        blockers=tuple(_name(blocker) for blocker in item.blockers if blocker.id not in inside),
    )


def _name(blocker: Blocker) -> str:
    """Return a name that is the same for items with the same blocker."""
    return f"{blocker.project}#{blocker.iid}" if blocker.iid else blocker.text.casefold()
