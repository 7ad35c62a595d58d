"""The sender, the only code that posts messages to Slack, effectively once.

Slack has no idempotency keys. Each message carries a key in its metadata, and after an
attempt with an unknown result, the channel is searched for the key before anything is sent
again (docs.slack.dev: "Message metadata", conversations.history).
"""

from datetime import timedelta
from functools import partial
from typing import Any

import structlog

from slackapp.delivery.lookup import LookupAnswer, look_for_message
from slackapp.delivery.outbox import (
    Sender,
    give_up,
    record_absent,
    record_orphan,
    record_refusal,
    record_unknown,
    release_row,
    settle_row,
    try_again,
)
from slackapp.delivery.rendering import Rendered, deleted_parent, parent_ts, render
from slackapp.delivery.slack_results import CallOutcome, Result, attempt
from slackapp.messages.registry import parent_key
from storage.clock_jumps import shift_due_times
from storage.delivery.claims import claim_messages
from storage.delivery.deleted import REPOST, unposted
from storage.delivery.idle import has_due
from storage.delivery.queues import list_pending_before
from storage.delivery.tables import DELETED, OutboxRow, QueueState

log = structlog.get_logger()

PATIENCE = timedelta(seconds=1)
PIN_AGAIN = timedelta(minutes=1)
EVENT_TYPE = "runtime_upgrade_message"
BATCH = 10
LESS_OFFERED = frozenset({"unknown_method", "missing_scope", "not_allowed_token_type"})


def send_due(sender: Sender) -> int:
    """Send everything that is due, unless stopped; return how many rows were tried."""
    tried = 0
    while not sender.stopping() and (rows := _claim(sender)):
        for row in rows:
            send_one(sender, row)
        tried += len(rows)
    return tried


def _claim(sender: Sender) -> list[OutboxRow]:
    now = sender.clock().wall
    jump = sender.clock_drift.look(now)
    if jump < timedelta(0):
        log.warning("clock_set_back", seconds=-jump.total_seconds())
        with sender.store.write() as session:
            shift_due_times(session, now=now, by=-jump)
    with sender.store.read() as session:
        if not has_due(session, OutboxRow, now):
            return []
    lease, by = sender.timing.lease, sender.by
    with sender.store.write() as session:
        rows = claim_messages(session, sender.pace, now=now, by=by, lease=lease, limit=BATCH)
    return list(rows)


def send_one(sender: Sender, row: OutboxRow) -> None:
    """Post or update a claimed message, or record why it is delayed."""
    if sender.stopping() or not sender.steps.has_lease_left(sender, row):
        release_row(sender, row, timedelta(0), row.last_error)
        return
    try:
        rendered = render(row, sender.store, sender.clock())
    except Exception:
        log.exception("message_not_rendered", kind=row.kind, key=row.dedupe_key)
        why = "it cannot be rendered"
        give_up(sender, row, QueueState.dead, f"was not sent: {why}", why)
        return
    if rendered is None:
        settle_row(sender, row, state=QueueState.dropped, post_tried_at=None)
    elif row.ts is not None:
        _update(sender, row, rendered)
    else:
        _post_or_find(sender, row, rendered)


def _update(sender: Sender, row: OutboxRow, rendered: Rendered) -> None:
    """Update a sent message; this is idempotent, so no lookup is needed."""
    result = attempt(
        partial(
            sender.slack.chat_update,
            channel=row.posted_channel or row.channel,
            ts=row.ts or "",
            metadata=_metadata(row),
            text=rendered.message.text,
            blocks=rendered.message.blocks or None,
        )
    )
    if result.verdict == CallOutcome.done:
        _sent(sender, row, rendered, row.posted_channel or row.channel, row.ts or "")
    elif result.error == DELETED and row.payload.get(REPOST):
        settle_row(sender, row, due_at=sender.clock().wall, **unposted(row))
    elif result.verdict == CallOutcome.unknown:
        try_again(sender, row, result, timedelta(seconds=min(60, 5 * 2**row.unknown_rounds)))
    else:
        record_refusal(sender, row, result)


def _post_or_find(sender: Sender, row: OutboxRow, rendered: Rendered) -> None:
    """Post a new message, or look for it if an earlier attempt may have succeeded."""
    if rendered.under and (ended := deleted_parent(sender.store, rendered.under)):
        record_orphan(sender, row, ended)
        return
    thread_ts = parent_ts(sender.store, rendered.under) if rendered.under else None
    if rendered.under and (thread_ts is None or _waits_its_turn(sender, row, rendered.under)):
        release_row(sender, row, PATIENCE)
        return
    if row.in_doubt:
        _settle_doubt(sender, row, rendered, thread_ts)
        return
    if not sender.steps.mark_attempt(sender, row):
        return
    if not sender.steps.has_lease_left(sender, row):
        return  # the next sender to claim it looks for it first
    _note_post(sender, row, rendered, _post(sender, row, rendered, thread_ts))


def _post(sender: Sender, row: OutboxRow, rendered: Rendered, thread_ts: str | None) -> Result:
    """Post a message; a user id posts to direct messages (docs.slack.dev, chat.postMessage)."""
    return attempt(
        partial(
            sender.slack.chat_postMessage,
            channel=row.channel,
            thread_ts=thread_ts,
            metadata=_metadata(row),
            unfurl_links=False,
            unfurl_media=False,
            text=rendered.message.text,
            blocks=rendered.message.blocks or None,
        )
    )


def _note_post(sender: Sender, row: OutboxRow, rendered: Rendered, result: Result) -> None:
    if result.verdict == CallOutcome.done:
        _sent(sender, row, rendered, str(result.answer["channel"]), str(result.answer["ts"]))
    elif result.verdict == CallOutcome.unknown:
        record_unknown(sender, row, result)
    else:
        record_refusal(sender, row, result)


def _waits_its_turn(sender: Sender, row: OutboxRow, under: str) -> bool:
    """Return whether an earlier message of its kind in the same thread is still unsent."""
    with sender.store.read() as session:
        earlier = list_pending_before(session, row)
    return any(parent_key(other) == under for other in earlier)


def _settle_doubt(
    sender: Sender, row: OutboxRow, rendered: Rendered, thread_ts: str | None
) -> None:
    """Look for a message whose post may or may not have succeeded.

    Wait if the clock was changed recently: the lease of a running attempt may only seem
    to have expired.
    """
    unsteady = sender.timing.needed - sender.clock_drift.lasted(sender.clock().wall)
    if unsteady > timedelta(0):
        release_row(sender, row, unsteady, row.last_error)
        return
    channel = _open_channel(sender, row)
    if channel is None:
        return
    lookup = look_for_message(
        sender.slack,
        sender.own_ids(),
        channel=channel,
        thread_ts=thread_ts,
        key=row.dedupe_key,
        since=row.first_attempt_at or sender.clock().wall,
    )
    if lookup.found == LookupAnswer.there:
        _sent(sender, row, rendered, channel, lookup.ts or "", shown=0)
    elif lookup.found == LookupAnswer.cannot_tell:
        words = f"may or may not have been sent ({lookup.why})"
        give_up(sender, row, QueueState.unknown, words, lookup.why)
    elif lookup.found == LookupAnswer.ask_later:
        release_row(sender, row, PATIENCE, lookup.why)
    else:
        record_absent(sender, row)


def _open_channel(sender: Sender, row: OutboxRow) -> str | None:
    """Return the channel to search, after opening a person's direct messages."""
    if not row.channel.startswith(("U", "W")):
        return row.channel
    result = attempt(partial(sender.slack.conversations_open, users=row.channel))
    if result.verdict == CallOutcome.done:
        return str(result.answer["channel"]["id"])
    if result.error in LESS_OFFERED:
        return row.channel
    if result.verdict == CallOutcome.refused:
        words = f"may or may not have been sent ({result.error})"
        give_up(sender, row, QueueState.unknown, words, result.error)
    else:
        release_row(sender, row, timedelta(seconds=max(5.0, result.wait_seconds)), result.error)
    return None


def _sent(
    sender: Sender,
    row: OutboxRow,
    rendered: Rendered,
    channel: str,
    ts: str,
    *,
    shown: int | None = None,
) -> None:
    """Record the position of the message, and pin it if needed; retry a failed pin soon."""
    now, values = sender.clock().wall, dict[str, Any]()
    if REPOST in row.payload:
        values["payload"] = {key: kept for key, kept in row.payload.items() if key != REPOST}
    if rendered.pin and not row.payload.get("pinned"):
        pinned = _pin(sender, channel, ts)
        values["payload"] = {**values.get("payload", row.payload), "pinned": pinned}
        if not pinned:
            shown, values["due_at"] = 0, now + PIN_AGAIN
    _count(sender, row, (now - (row.asked_at or now)).total_seconds())
    settle_row(
        sender,
        row,
        posted_channel=channel,
        ts=ts,
        in_doubt=False,
        unknown_rounds=0,
        shown=row.wanted if shown is None else shown,
        shown_at=now,
        last_error=None,
        attempts=0,
        **values,
    )


def _pin(sender: Sender, channel: str, ts: str) -> bool:
    """Pin a message; return whether the attempt is final: pinned, or refused by Slack."""
    result = attempt(partial(sender.slack.pins_add, channel=channel, timestamp=ts))
    if result.verdict == CallOutcome.done or result.error == "already_pinned":
        return True
    log.warning("card_not_pinned", why=result.error)
    return result.verdict == CallOutcome.refused


def _count(sender: Sender, row: OutboxRow, seconds: float) -> None:
    """Count a sent message, and its delay if it was sent at the first attempt."""
    sender.metrics.sent.inc()
    if row.ts is None and row.last_error is None:
        sender.metrics.lateness.observe(max(0.0, seconds))


def _metadata(row: OutboxRow) -> dict[str, Any]:
    return {"event_type": EVENT_TYPE, "event_payload": {"key": row.dedupe_key}}
