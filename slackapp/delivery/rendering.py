"""From an outbox row's kind and ids to the message as it should stand now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from campaigns.overview import CardMessage
from commands.announcements.read_announcement import read_announcement
from commands.clocks import Clocks
from commands.lifecycle.dispatch_closed_epics import read_closed_epic
from commands.notices.notices import read_day_notice
from commands.overview.show_status import campaign_status
from commands.reminders.decline_item import read_decline
from commands.reminders.digests import read_digest
from commands.reminders.show_reply import read_reply
from commands.reports.read_retrospective import read_retrospective
from commands.summary.forecast_campaign import forecast_campaign
from commands.summary.read_summary import read_summary
from slackapp.views import announcements
from slackapp.views.lifecycle.close_campaign import build_closed_epic, build_retrospective
from slackapp.views.lifecycle.start_campaign import build_plan
from slackapp.views.lifecycle.start_progress import build_progress
from slackapp.views.message import MOST_SENTENCE, Message, escape, sentence
from slackapp.views.notices import build_day_notice
from slackapp.views.overview.card import build_card, build_history
from slackapp.views.people import build_request
from slackapp.views.reminders.decline_item import build_declined
from slackapp.views.reminders.digest import build_digest, build_nudge
from slackapp.views.reminders.replies import build_taken
from slackapp.views.summary.summary import build_details, build_draft, build_post
from storage.delivery.queues import find_intent, find_message
from storage.delivery.tables import QueueState
from storage.events import list_events
from storage.lifecycle.campaigns import get_campaign, list_items
from storage.lifecycle.plans import find_plan
from storage.people.queries import find_link_request, names_by_gitlab, names_by_slack_id
from storage.store import Store
from storage.summary.queries import POSTED


@dataclass(frozen=True)
class Rendered:
    """A message to send; in the thread of the message ``under`` that key, where given."""

    message: Message
    under: str | None = None
    pin: bool = False


Render = Callable[[Store, Mapping[str, Any], Clocks], Rendered | None]


def render(kind: str, store: Store, payload: Mapping[str, Any], now: Clocks) -> Rendered | None:
    """Render a message by its kind; None where it is no longer wanted."""
    return _RENDER[kind](store, payload, now)


def _card(store: Store, payload: Mapping[str, Any], now: Clocks) -> Rendered:
    status = campaign_status(store, payload["campaign_id"], now=now)
    forecast = forecast_campaign(store, payload["campaign_id"], now=now, in_short=True)
    return Rendered(build_card(status, forecast), pin=True)


def _progress(store: Store, payload: Mapping[str, Any], now: Clocks) -> Rendered:
    campaign_id = payload["campaign_id"]
    with store.read() as session:
        intent = find_intent(session, f"start:{campaign_id}")
        stopped = intent is not None and intent.state != QueueState.pending.value
    status = campaign_status(store, campaign_id, now=now)
    return Rendered(build_progress(status, stopped=stopped))


def _history(store: Store, payload: Mapping[str, Any], now: Clocks) -> Rendered:
    del now
    campaign_id = payload["campaign_id"]
    with store.read() as session:
        events = list_events(session, campaign_id, ids=payload["event_ids"])
        names = {item.component: item.title for item in list_items(session, campaign_id)}
        campaign = get_campaign(session, campaign_id)
        names |= {tier.key: tier.title for tier in campaign.tiers}
        people = names_by_slack_id(session, [event.actor for event in events])
    message = build_history(campaign.title, events, names, people)
    return Rendered(message, under=CardMessage(campaign_id).key)


def _plan(store: Store, payload: Mapping[str, Any], now: Clocks) -> Rendered | None:
    del now
    with store.read() as session:
        record = find_plan(session, payload["plan_id"])
        plan = record.plan if record else None
        people = names_by_gitlab(session, [item.dri for item in plan.items] if plan else [])
    return None if record is None else Rendered(build_plan(record, people))


def _notice(store: Store, payload: Mapping[str, Any], now: Clocks) -> Rendered:
    del store, now
    return Rendered(sentence(escape(payload["sentence"], MOST_SENTENCE)))


def _link_request(store: Store, payload: Mapping[str, Any], now: Clocks) -> Rendered | None:
    del now
    with store.read() as session:
        row = find_link_request(session, payload["request_id"])
        if row is None:
            return None
        message = build_request(row.id or 0, row.slack_id, row.gitlab_username, row.state)
    return Rendered(message)


def _digest(store: Store, payload: Mapping[str, Any], now: Clocks) -> Rendered | None:
    closes = datetime.fromisoformat(payload["closes"])
    digest = read_digest(store, payload["key"], closes=closes, now=now)
    return None if digest is None else Rendered(build_digest(digest))


def _nudge(store: Store, payload: Mapping[str, Any], now: Clocks) -> Rendered | None:
    digest = read_digest(store, payload["key"], closes=None, now=now)
    if digest is None:
        return None
    return Rendered(build_nudge(digest), under=CardMessage(payload["campaign_id"]).key)


def _day_notice(store: Store, payload: Mapping[str, Any], now: Clocks) -> Rendered | None:
    closes = datetime.fromisoformat(payload["closes"])
    notice = read_day_notice(store, payload["key"], closes=closes, now=now)
    return None if notice is None else Rendered(build_day_notice(notice))


def _decline(store: Store, payload: Mapping[str, Any], now: Clocks) -> Rendered | None:
    del now
    declined = read_decline(store, payload["decline_id"])
    return None if declined is None else Rendered(build_declined(declined))


def _summary_draft(store: Store, payload: Mapping[str, Any], now: Clocks) -> Rendered:
    return Rendered(build_draft(read_summary(store, payload["summary_id"], now=now)))


def _summary(store: Store, payload: Mapping[str, Any], now: Clocks) -> Rendered | None:
    summary = read_summary(store, payload["summary_id"], now=now)
    return Rendered(build_post(summary)) if summary.record.state == POSTED else None


def _summary_details(store: Store, payload: Mapping[str, Any], now: Clocks) -> Rendered | None:
    number = payload["summary_id"]
    summary = read_summary(store, number, now=now)
    if summary.record.state != POSTED:
        return None
    return Rendered(build_details(summary), under=f"summary:{number}")


def _announcement_draft(store: Store, payload: Mapping[str, Any], now: Clocks) -> Rendered:
    del now
    return Rendered(announcements.build_draft(read_announcement(store, payload["announcement_id"])))


def _announcement(store: Store, payload: Mapping[str, Any], now: Clocks) -> Rendered:
    del now
    return Rendered(announcements.build_post(read_announcement(store, payload["announcement_id"])))


def _announcement_refused(store: Store, payload: Mapping[str, Any], now: Clocks) -> Rendered:
    del now
    seen = read_announcement(store, payload["announcement_id"])
    return Rendered(announcements.build_refused(seen, payload["channel"]))


def _closed_epic(store: Store, payload: Mapping[str, Any], now: Clocks) -> Rendered:
    del now
    campaign_id = payload["campaign_id"]
    with store.read() as session:
        campaign = get_campaign(session, campaign_id)
    return Rendered(build_closed_epic(campaign, read_closed_epic(store, campaign_id)))


def _retrospective(store: Store, payload: Mapping[str, Any], now: Clocks) -> Rendered | None:
    del now
    campaign_id = payload["campaign_id"]
    seen = read_retrospective(store, payload["owners"], campaign_id)
    if seen is None:
        return None
    seen = replace(seen, learned=tuple(payload.get("learned", ())))
    return Rendered(build_retrospective(seen), under=CardMessage(campaign_id).key)


def _reply(store: Store, payload: Mapping[str, Any], now: Clocks) -> Rendered | None:
    del now
    taken = read_reply(store, payload["reply_id"])
    return None if taken is None else Rendered(build_taken(taken))


_RENDER: dict[str, Render] = {
    "card": _card,
    "progress": _progress,
    "history": _history,
    "plan": _plan,
    "notice": _notice,
    "link_request": _link_request,
    "digest": _digest,
    "nudge": _nudge,
    "day_notice": _day_notice,
    "decline": _decline,
    "reply": _reply,
    "retrospective": _retrospective,
    "summary_draft": _summary_draft,
    "summary": _summary,
    "summary_details": _summary_details,
    "announcement_draft": _announcement_draft,
    "announcement": _announcement,
    "closed_epic": _closed_epic,
    "announcement_refused": _announcement_refused,
}


def parent_ts(store: Store, key: str) -> str | None:
    """Give the ts of the message under a key; None until it stands in Slack."""
    with store.read() as session:
        row = find_message(session, key)
        return row.ts if row else None
