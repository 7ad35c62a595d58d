"""Asking for Slack messages: kind and ids only, the sender renders them when it sends."""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import Session

from commands.moments import Moment
from storage.catalog import Catalog
from storage.queues import add_message, find_message, want_message
from storage.tables import QueueState

PROGRESS_PAUSE = timedelta(seconds=3)


def want_card(session: Session, catalog: Catalog, campaign_id: int, *, now: Moment) -> None:
    """Bring the campaign's one card in the channel up to date."""
    want_message(
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


def want_progress(session: Session, catalog: Catalog, campaign_id: int, *, now: Moment) -> None:
    """Bring the message that follows a start up to date, at most every three seconds."""
    want_message(
        session,
        "progress",
        f"progress:{campaign_id}",
        channel=catalog.working_group.channel,
        now=now.wall,
        payload={"campaign_id": campaign_id},
        pause=PROGRESS_PAUSE,
    )


def want_history(
    session: Session, catalog: Catalog, campaign_id: int, event_ids: Sequence[int], *, now: Moment
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


def want_notice(session: Session, slack_id: str, key: str, sentence: str, *, now: Moment) -> None:
    """Tell one person one sentence, in their direct messages with the assistant."""
    want_message(
        session,
        "notice",
        f"notice:{key}",
        channel=slack_id,
        now=now.wall,
        payload={"sentence": sentence},
    )


def want_digest(session: Session, slack_id: str, key: str, *, closes: str, now: Moment) -> None:
    """Tell one person what waits for them; not after their day ``closes`` (ISO, story time)."""
    payload = {"key": key, "closes": closes}
    want_message(session, "digest", key, channel=slack_id, now=now.wall, payload=payload)


def want_digest_again(session: Session, key: str, *, now: Moment) -> None:
    """Bring a digest up to date, unless it was dropped before it left."""
    row = find_message(session, key)
    dropped = row is not None and row.state == QueueState.dropped.value and row.ts is None
    if row is not None and row.kind == "digest" and not dropped:
        want_message(session, "digest", key, channel=row.channel, now=now.wall)


def want_day_notice(session: Session, slack_id: str, key: str, *, closes: str, now: Moment) -> None:
    """Tell one person their news of a day; not first after ``closes`` (ISO, story time)."""
    payload = {"key": key, "closes": closes}
    want_message(session, "day_notice", key, channel=slack_id, now=now.wall, payload=payload)


def want_day_notice_again(session: Session, key: str, *, now: Moment) -> None:
    """Bring a day's notice up to date where it stands in Slack."""
    row = find_message(session, key)
    if row is not None and row.ts is not None:
        want_message(session, "day_notice", key, channel=row.channel, now=now.wall)


def want_nudge(
    session: Session, catalog: Catalog, campaign_id: int, key: str, *, now: Moment
) -> None:
    """Mention someone in the thread of a campaign's card."""
    want_message(
        session,
        "nudge",
        key,
        channel=catalog.working_group.channel,
        now=now.wall,
        payload={"campaign_id": campaign_id, "key": key},
    )
