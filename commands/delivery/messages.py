"""Asking for Slack messages: kind and ids only, the sender renders them when it sends."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlmodel import Session

from campaigns.model.campaign import Campaign
from commands.clocks import Clocks
from storage.catalog.read import Catalog
from storage.delivery.queues import (
    add_message,
    enqueue_message,
    enqueue_message_again,
    find_message,
    list_messages_under,
)
from storage.delivery.tables import OutboxRow

PROGRESS_PAUSE = timedelta(seconds=3)


def enqueue_card(session: Session, catalog: Catalog, campaign_id: int, *, now: Clocks) -> None:
    """Bring the campaign's one card in the channel up to date."""
    enqueue_message(
        session,
        "card",
        card_key(campaign_id),
        channel=catalog.working_group.channel,
        now=now.wall,
        payload={"campaign_id": campaign_id},
    )


def card_key(campaign_id: int) -> str:
    """Give the key of a campaign's card."""
    return f"card:{campaign_id}"


def enqueue_progress(session: Session, catalog: Catalog, campaign_id: int, *, now: Clocks) -> None:
    """Bring the message that follows a start up to date, at most every three seconds."""
    enqueue_message(
        session,
        "progress",
        f"progress:{campaign_id}",
        channel=catalog.working_group.channel,
        now=now.wall,
        payload={"campaign_id": campaign_id},
        pause=PROGRESS_PAUSE,
    )


def enqueue_history(
    session: Session, catalog: Catalog, campaign_id: int, event_ids: Sequence[int], *, now: Clocks
) -> None:
    """Tell these events in the thread of the campaign's card, in one message."""
    if event_ids:
        add_message(
            session,
            "history",
            f"history:{event_ids[0]}",
            channel=catalog.working_group.channel,
            now=now.wall,
            payload={"campaign_id": campaign_id, "event_ids": list(event_ids)},
        )


def enqueue_notice(
    session: Session, slack_id: str, key: str, sentence: str, *, now: Clocks
) -> None:
    """Tell one person one sentence, in their direct messages with the assistant."""
    enqueue_message(
        session,
        "notice",
        f"notice:{key}",
        channel=slack_id,
        now=now.wall,
        payload={"sentence": sentence},
    )


def enqueue_digest(session: Session, slack_id: str, key: str, *, closes: str, now: Clocks) -> None:
    """Tell one person what waits for them; not after their day ``closes`` (ISO, story time)."""
    payload = {"key": key, "closes": closes}
    enqueue_message(session, "digest", key, channel=slack_id, now=now.wall, payload=payload)


def enqueue_day_notice(
    session: Session, slack_id: str, key: str, *, closes: str, now: Clocks
) -> None:
    """Tell one person their news of a day; not first after ``closes`` (ISO, story time)."""
    payload = {"key": key, "closes": closes}
    enqueue_message(session, "day_notice", key, channel=slack_id, now=now.wall, payload=payload)


def enqueue_decline(session: Session, slack_id: str, decline_id: int, *, now: Clocks) -> None:
    """Ask the facilitator who is to have an item that somebody says is not theirs."""
    enqueue_message(
        session,
        "decline",
        decline_key(decline_id),
        channel=slack_id,
        now=now.wall,
        payload={"decline_id": decline_id},
    )


def decline_key(decline_id: int) -> str:
    """Give the key of the question about an item that somebody says is not theirs."""
    return f"decline:{decline_id}"


def enqueue_reply(session: Session, slack_id: str, reply_id: int, *, now: Clocks) -> None:
    """Say to someone what their reply did."""
    enqueue_message(
        session,
        "reply",
        reply_key(reply_id),
        channel=slack_id,
        now=now.wall,
        payload={"reply_id": reply_id},
    )


def reply_key(reply_id: int) -> str:
    """Give the key of the answer to a reply."""
    return f"reply:{reply_id}"


def enqueue_nudge(
    session: Session, catalog: Catalog, campaign_id: int, key: str, *, now: Clocks
) -> None:
    """Mention someone in the thread of a campaign's card."""
    enqueue_message(
        session,
        "nudge",
        key,
        channel=catalog.working_group.channel,
        now=now.wall,
        payload={"campaign_id": campaign_id, "key": key},
    )


def enqueue_summary_draft(session: Session, slack_id: str, summary_id: int, *, now: Clocks) -> None:
    """Show someone a summary's draft, in their direct messages, or bring it up to date."""
    enqueue_message(
        session,
        "summary_draft",
        f"summary_draft:{summary_id}:{slack_id}",
        channel=slack_id,
        now=now.wall,
        payload={"summary_id": summary_id},
    )


def enqueue_summary_drafts_again(session: Session, summary_id: int, *, now: Clocks) -> None:
    """Bring a summary's drafts up to date, wherever they were shown."""
    for row in list_messages_under(session, f"summary_draft:{summary_id}:"):
        enqueue_message(session, "summary_draft", row.dedupe_key, channel=row.channel, now=now.wall)


def enqueue_summary(session: Session, catalog: Catalog, summary_id: int, *, now: Clocks) -> None:
    """Post a summary in the channel, and its details in the thread under it."""
    channel, payload = catalog.working_group.channel, {"summary_id": summary_id}
    for kind in ("summary", "summary_details"):
        enqueue_message(
            session,
            kind,
            f"{kind}:{summary_id}",
            channel=channel,
            now=now.wall,
            payload=payload,
        )


def enqueue_announcement_draft(
    session: Session, slack_id: str, announcement_id: int, *, now: Clocks
) -> None:
    """Show someone an announcement's draft, in their direct messages, or bring it up to date."""
    enqueue_message(
        session,
        "announcement_draft",
        f"announcement_draft:{announcement_id}:{slack_id}",
        channel=slack_id,
        now=now.wall,
        payload={"announcement_id": announcement_id},
    )


def list_announcement_drafts(session: Session, announcement_id: int) -> Sequence[OutboxRow]:
    """List where an announcement's draft was shown."""
    return list_messages_under(session, f"announcement_draft:{announcement_id}:")


def enqueue_announcement(
    session: Session, announcement_id: int, channel: str, *, now: Clocks
) -> None:
    """Post an announcement in a channel."""
    enqueue_message(
        session,
        "announcement",
        announcement_key(announcement_id, channel),
        channel=channel,
        now=now.wall,
        payload={"announcement_id": announcement_id, "channel": channel},
    )


def announcement_key(announcement_id: int, channel: str) -> str:
    """Give the key of an announcement in a channel."""
    return f"announcement:{announcement_id}:{channel}"


def enqueue_announcement_refused(
    session: Session, slack_id: str, announcement_id: int, channel: str, *, now: Clocks
) -> None:
    """Tell whoever posted an announcement which channel did not take it, each time anew."""
    row = find_message(session, announcement_key(announcement_id, channel))
    enqueue_message(
        session,
        "announcement_refused",
        f"announcement_refused:{announcement_id}:{channel}:{row.wanted if row else 0}",
        channel=slack_id,
        now=now.wall,
        payload={"announcement_id": announcement_id, "channel": channel},
    )


def enqueue_closed_epic(
    session: Session, slack_id: str, campaign_id: int, key: str, *, now: Clocks
) -> None:
    """Tell someone that an open campaign's epic was closed by hand, or bring that up to date."""
    payload = {"campaign_id": campaign_id}
    enqueue_message(session, "closed_epic", key, channel=slack_id, now=now.wall, payload=payload)


def enqueue_closed_epics_again(session: Session, campaign_id: int, *, now: Clocks) -> None:
    """Bring up to date what was told of a campaign's epic being closed by hand."""
    for row in list_messages_under(session, f"closed_epic:{campaign_id}:"):
        enqueue_message_again(session, row.dedupe_key, now=now.wall)


def enqueue_retrospective(
    session: Session,
    catalog: Catalog,
    campaign: Campaign,
    learned: Iterable[str],
    *,
    now: Clocks,
) -> None:
    """Look back on a campaign in the thread of its card; by the groups that the catalog names.

    ``learned`` are the components whose owners the catalog does not know.
    """
    runtime = catalog.runtimes.get(campaign.runtime)
    components = runtime.components if runtime else ()
    enqueue_message(
        session,
        "retrospective",
        f"retrospective:{campaign.id}",
        channel=catalog.working_group.channel,
        now=now.wall,
        payload={
            "campaign_id": campaign.id,
            "owners": {c.key: c.owner for c in components if c.owner},
            "learned": list(learned),
        },
    )
