"""The content of one person's App Home: their items, snoozes and upcoming reminders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from campaigns.drafts import DraftState
from campaigns.model.campaign import Campaign, CampaignView
from campaigns.model.item import Item
from campaigns.people.roles import Actor, Permission, Role, may
from campaigns.reminders.causes import causes_of, still_asks
from campaigns.states import ItemState
from commands.clocks import Clocks
from commands.overview.show_status import CampaignLine, ItemList, list_all_campaigns, list_mine
from commands.reminders.answer_reminder import OpenReminder
from commands.reminders.show_reminders import UpcomingReminder, show_reminders
from commands.reports.criteria import CriteriaTable, read_criteria
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.lifecycle.campaigns import list_views
from storage.people.queries import names_by_slack_id
from storage.reminders.answers import find_running_snoozes
from storage.reminders.queries import list_waiting
from storage.store import Store
from storage.summary.queries import SummaryRecord, find_forecast_summary, find_newest_summary

AHEAD_DAYS = 14


@dataclass(frozen=True)
class Snoozed:
    """A snoozed item, and when its snooze ends."""

    campaign: Campaign
    item: Item
    until: datetime


@dataclass(frozen=True)
class Home:
    """The content of a person's App Home.

    ``asked`` are questions waiting for their answer; ``mine`` does not repeat these items.
    ``people`` maps Slack ids to names, and ``forecasts`` maps slugs to forecasts from the newest
    summary. ``draft`` and ``criteria`` are only set for people who may post or change them.
    """

    asked: tuple[OpenReminder, ...]
    mine: ItemList
    people: Mapping[str, str]
    snoozed: tuple[Snoozed, ...]
    next_reminder: UpcomingReminder | None
    campaigns: tuple[CampaignLine, ...]
    forecasts: Mapping[str, str]
    draft: SummaryRecord | None
    criteria: CriteriaTable | None


def show_home(store: Store, catalog: Catalog, actor: Actor, *, now: Clocks) -> Home:
    """Read the content of a person's App Home."""
    outlook = show_reminders(store, catalog, AHEAD_DAYS, now=now)
    mine_next = [one for one in outlook.coming if one.person == actor.slack_id and not one.paused]
    with store.read() as session:
        unit = Unit(session, catalog, now)
        views = list_views(session, only_open=True)
        asked = _asked(session, views, actor)
        people = names_by_slack_id(session, {one.reminder.owner for one in asked})
        mine = _others(list_mine(session, views, actor, now=now), asked)
        snoozed = _snoozed(unit, views, actor)
        forecasts = _forecasts(session)
        draft = (
            find_newest_summary(session, state=DraftState.draft)
            if _leads(actor, Permission.summary)
            else None
        )
    return Home(
        asked=asked,
        mine=mine,
        people=people,
        snoozed=snoozed,
        next_reminder=mine_next[0] if mine_next else None,
        campaigns=list_all_campaigns(store),
        forecasts=forecasts,
        draft=draft,
        criteria=_criteria(store, catalog, actor, now=now),
    )


def _asked(
    session: Session, views: Sequence[CampaignView], actor: Actor
) -> tuple[OpenReminder, ...]:
    """List the questions waiting for a person's answer, the newest one per item."""
    places = {item.id: (view, item) for view in views for item in view.items}
    causes = {view.campaign.id: causes_of(view) for view in views}
    newest = {reminder.item_id: reminder for reminder in list_waiting(session, actor.slack_id)}
    return tuple(
        OpenReminder(reminder, view.campaign, item)
        for item_id, reminder in newest.items()
        if item_id in places
        for view, item in (places[item_id],)
        if still_asks(item, causes[view.campaign.id][item.id], reminder.cause, reminder.blocker)
    )


def _others(mine: ItemList, asked: Sequence[OpenReminder]) -> ItemList:
    """Return the items without an open question."""
    shown = {one.item.id for one in asked}
    return replace(mine, entries=tuple(e for e in mine.entries if e.item.id not in shown))


def _snoozed(unit: Unit, views: Sequence[CampaignView], actor: Actor) -> tuple[Snoozed, ...]:
    """List a person's active snoozes, ordered by their end."""
    running = find_running_snoozes(unit.session, actor.slack_id, now=unit.now.story)
    found = [
        Snoozed(view.campaign, item, running[item.id])
        for view in views
        for item in view.items
        if item.id in running and item.state == ItemState.blocked
    ]
    return tuple(sorted(found, key=lambda one: one.until))


def _forecasts(session: Session) -> Mapping[str, str]:
    """Return the first line of each stored forecast; computing new ones would be too slow."""
    newest = find_forecast_summary(session)
    said = (newest.forecasts or {}) if newest else {}
    return {slug: lines[0] for slug, lines in said.items() if lines}


def _criteria(store: Store, catalog: Catalog, actor: Actor, *, now: Clocks) -> CriteriaTable | None:
    return (
        read_criteria(store, catalog, now=now)
        if _leads(actor, Permission.change_criteria)
        else None
    )


def _leads(actor: Actor, permission: Permission) -> bool:
    """Return whether to offer a decision: operators are permitted, but not offered it."""
    return may(actor, permission) and Role.operator not in actor.roles
