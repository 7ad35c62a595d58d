"""What App Home shows one person: what is theirs, what is quiet, and what they will hear next."""

from dataclasses import dataclass
from datetime import datetime

from campaigns.roles import Actor, Role, may
from campaigns.states import ItemState
from commands.find_items import find_views
from commands.moments import Moment
from commands.show_reminders import Coming, show_reminders
from commands.show_status import CampaignLine, ItemList, list_all_campaigns, show_mine
from storage.catalog import Catalog
from storage.records import CampaignRecord, ItemRecord
from storage.reminders import find_running_snoozes
from storage.store import Store
from storage.summaries import DRAFT, SummaryRecord, find_newest_summary

AHEAD_DAYS = 14


@dataclass(frozen=True)
class Snoozed:
    """One item that someone has snoozed, and until when."""

    campaign: CampaignRecord
    item: ItemRecord
    until: datetime


@dataclass(frozen=True)
class Home:
    """One person's Home; ``draft`` only for who may post it."""

    mine: ItemList
    snoozed: tuple[Snoozed, ...]
    next_reminder: Coming | None
    campaigns: tuple[CampaignLine, ...]
    draft: SummaryRecord | None


def show_home(store: Store, catalog: Catalog, actor: Actor, *, now: Moment) -> Home:
    """Read what someone's Home shows."""
    outlook = show_reminders(store, catalog, AHEAD_DAYS, now=now)
    mine_next = [one for one in outlook.coming if one.person == actor.slack_id and not one.paused]
    return Home(
        mine=show_mine(store, actor, now=now),
        snoozed=_snoozed(store, actor, now=now),
        next_reminder=mine_next[0] if mine_next else None,
        campaigns=list_all_campaigns(store),
        draft=_draft(store, actor),
    )


def _snoozed(store: Store, actor: Actor, *, now: Moment) -> tuple[Snoozed, ...]:
    """List what someone has snoozed and is still quiet, what wakes first in front."""
    with store.read() as session:
        views = find_views(session, None, None)
        running = find_running_snoozes(session, actor.slack_id, now=now.story)
    found = [
        Snoozed(view.campaign, item, running[item.id])
        for view in views
        for item in view.items
        if item.id in running and item.state == ItemState.blocked
    ]
    return tuple(sorted(found, key=lambda one: one.until))


def _draft(store: Store, actor: Actor) -> SummaryRecord | None:
    if not may(actor, "summary") or Role.operator in actor.roles:
        return None
    with store.read() as session:
        return find_newest_summary(session, state=DRAFT)
