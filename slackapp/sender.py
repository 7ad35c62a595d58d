"""The sender: the one place that posts to Slack, effectively once.

Slack has no idempotency key: each message carries its key in its metadata, and where an
attempt's result is unknown the key is looked for in the channel before anything is sent
again (docs.slack.dev: "Message metadata", conversations.history).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from slack_sdk import WebClient

from commands.messages import want_notice
from commands.moments import Moment
from slackapp.lookup import Found, look_for_message
from slackapp.rendering import Rendered, parent_ts, render
from slackapp.slack_results import Result, Verdict, attempt
from storage.catalog import Catalog
from storage.queues import claim, list_pending_before, settle_message
from storage.store import Store
from storage.tables import OutboxRow, QueueState

log = structlog.get_logger()

TIMEOUT = timedelta(seconds=10)
SETTLE = timedelta(seconds=60)
LEASE = timedelta(seconds=120)
PATIENCE = timedelta(seconds=1)
MOST_UNKNOWN_ROUNDS = 5
EVENT_TYPE = "runtime_upgrade_message"
BATCH = 10
LESS_OFFERED = frozenset({"unknown_method", "missing_scope", "not_allowed_token_type"})


@dataclass(frozen=True)
class Sender:
    """What the sender works with; ``by`` names it in leases, ``own_ids`` mark our own messages."""

    store: Store
    slack: WebClient
    catalog: Catalog
    clock: Callable[[], Moment]
    by: str
    own_ids: Callable[[], frozenset[str]]
    stopping: Callable[[], bool] = lambda: False


def send_due(sender: Sender) -> int:
    """Send everything that is due now, until stopped; gives how many rows were tried."""
    tried = 0
    while not sender.stopping():
        now = sender.clock().wall
        with sender.store.write() as session:
            rows = claim(session, OutboxRow, now=now, by=sender.by, lease=LEASE, limit=BATCH)
        for row in rows:
            send_one(sender, row)
        tried += len(rows)
        if not rows:
            break
    return tried


def send_one(sender: Sender, row: OutboxRow) -> None:
    """Bring one claimed message to where it should stand, or say why that must wait."""
    now = sender.clock()
    if sender.stopping() or now.wall + TIMEOUT + SETTLE > (row.lease_until or now.wall):
        _settle(sender, row)
        return
    try:
        rendered = render(row.kind, sender.store, row.payload, now)
    except Exception:
        log.exception("message_not_rendered", kind=row.kind, key=row.dedupe_key)
        _settle(sender, row, state=QueueState.dead, last_error="it cannot be rendered")
        return
    if rendered is None:
        _settle(sender, row, state=QueueState.dropped)
    elif row.ts is not None:
        _update(sender, row, rendered)
    else:
        _post_or_find(sender, row, rendered)


def _update(sender: Sender, row: OutboxRow, rendered: Rendered) -> None:
    """Change a message that stands; repeating it changes nothing, so no look-up is needed."""
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
    if result.verdict == Verdict.done:
        _sent(sender, row, rendered, row.posted_channel or row.channel, row.ts or "")
    elif result.verdict == Verdict.unknown:
        pause = timedelta(seconds=min(60, 5 * 2**row.unknown_rounds))
        _again(sender, row, result, pause)
    else:
        _refused(sender, row, result)


def _post_or_find(sender: Sender, row: OutboxRow, rendered: Rendered) -> None:
    """Post a new message, after looking for it where an attempt may have gone through."""
    thread_ts = parent_ts(sender.store, rendered.under) if rendered.under else None
    if rendered.under and (thread_ts is None or _waits_its_turn(sender, row)):
        _settle(sender, row, due_at=sender.clock().wall + PATIENCE)
        return
    channel = row.posted_channel or _open_channel(sender, row)
    if channel is None:
        return
    if row.in_doubt and not _settle_doubt(sender, row, rendered, channel, thread_ts):
        return
    _mark_attempt(sender, row, channel)
    result = attempt(
        partial(
            sender.slack.chat_postMessage,
            channel=channel,
            thread_ts=thread_ts,
            metadata=_metadata(row),
            unfurl_links=False,
            unfurl_media=False,
            text=rendered.message.text,
            blocks=rendered.message.blocks or None,
        )
    )
    if result.verdict == Verdict.done:
        _sent(sender, row, rendered, str(result.answer["channel"]), str(result.answer["ts"]))
    elif result.verdict == Verdict.unknown:
        _unknown(sender, row, result)
    else:
        _refused(sender, row, result)


def _waits_its_turn(sender: Sender, row: OutboxRow) -> bool:
    """Tell whether an earlier message of the same thread is still to be sent."""
    with sender.store.read() as session:
        earlier = list_pending_before(session, row)
    return any(other.payload["campaign_id"] == row.payload["campaign_id"] for other in earlier)


def _open_channel(sender: Sender, row: OutboxRow) -> str | None:
    """Give the channel to post in: a person's direct messages are opened first.

    A Slack that does not let us open them takes the person's id as the channel
    (docs.slack.dev, chat.postMessage, "Post to a DM"), only then nothing can be looked up.
    """
    if not row.channel.startswith(("U", "W")):
        return row.channel
    result = attempt(partial(sender.slack.conversations_open, users=row.channel))
    if result.verdict == Verdict.done:
        return str(result.answer["channel"]["id"])
    if result.error in LESS_OFFERED:
        return row.channel
    if result.verdict == Verdict.unknown:
        _again(sender, row, result, timedelta(seconds=5))
    else:
        _refused(sender, row, result)
    return None


def _settle_doubt(
    sender: Sender, row: OutboxRow, rendered: Rendered, channel: str, thread_ts: str | None
) -> bool:
    """Look for a message whose posting ended unknown; True where it may be posted again."""
    since = row.first_attempt_at or sender.clock().wall
    looked = look_for_message(
        sender.slack,
        sender.own_ids(),
        channel=channel,
        thread_ts=thread_ts,
        key=row.dedupe_key,
        since=since,
    )
    if looked.found == Found.there:
        _sent(sender, row, rendered, channel, looked.ts or "", shown=0)
    elif looked.found == Found.cannot_tell:
        log.error("message_unknown", key=row.dedupe_key, why=looked.why)
        _settle(sender, row, state=QueueState.unknown, last_error=looked.why)
        _report(sender, row, f"may or may not have been sent ({looked.why})")
    elif looked.found == Found.ask_later:
        _settle(sender, row, due_at=sender.clock().wall + PATIENCE, last_error=looked.why)
    return looked.found == Found.absent


def _mark_attempt(sender: Sender, row: OutboxRow, channel: str) -> None:
    """Write down, before the call, that its result may stay unknown."""
    now = sender.clock().wall
    _settle(
        sender,
        row,
        release=False,
        in_doubt=True,
        posted_channel=channel,
        first_attempt_at=row.first_attempt_at or now,
    )


def _sent(
    sender: Sender,
    row: OutboxRow,
    rendered: Rendered,
    channel: str,
    ts: str,
    *,
    shown: int | None = None,
) -> None:
    """Write down where the message stands; pin it where it should be."""
    payload = row.payload
    if rendered.pin and not payload.get("pinned"):
        result = attempt(partial(sender.slack.pins_add, channel=channel, timestamp=ts))
        pinned = result.verdict == Verdict.done or result.error == "already_pinned"
        if not pinned:
            log.warning("card_not_pinned", why=result.error)
        payload = {**payload, "pinned": pinned or result.verdict == Verdict.refused}
    _settle(
        sender,
        row,
        posted_channel=channel,
        ts=ts,
        in_doubt=False,
        unknown_rounds=0,
        shown=row.wanted if shown is None else shown,
        shown_at=sender.clock().wall,
        payload=payload,
        last_error=None,
        attempts=0,
    )


def _unknown(sender: Sender, row: OutboxRow, result: Result) -> None:
    """Keep the lease until Slack has settled, then look; after some rounds give up aloud."""
    rounds = row.unknown_rounds + 1
    if rounds > MOST_UNKNOWN_ROUNDS:
        _settle(sender, row, state=QueueState.dead, last_error=result.error)
        _report(sender, row, f"could not be sent ({result.error})")
        return
    log.warning("message_result_unknown", key=row.dedupe_key, why=result.error, rounds=rounds)
    _settle(sender, row, release=False, unknown_rounds=rounds, last_error=result.error)


def _again(sender: Sender, row: OutboxRow, result: Result, pause: timedelta) -> None:
    _settle(
        sender,
        row,
        due_at=sender.clock().wall + pause,
        last_error=result.error,
        unknown_rounds=row.unknown_rounds + 1,
    )


def _refused(sender: Sender, row: OutboxRow, result: Result) -> None:
    """Slack certainly did not act: try again when it says, or give up and report."""
    if result.verdict == Verdict.wait:
        log.warning("message_waits", key=row.dedupe_key, why=result.error)
        due = sender.clock().wall + timedelta(seconds=result.wait_seconds)
        _settle(sender, row, due_at=due, in_doubt=False, last_error=result.error)
        return
    log.error("message_refused", key=row.dedupe_key, why=result.error)
    _settle(sender, row, state=QueueState.dead, in_doubt=False, last_error=result.error)
    _report(sender, row, f"was refused by Slack ({result.error})")


def _report(sender: Sender, row: OutboxRow, what: str) -> None:
    """Tell the operators of a message that will not arrive by itself; never about a report."""
    operators = sender.catalog.working_group.operator_channel
    if operators is None or row.dedupe_key.startswith("notice:report:"):
        return
    sentence = f"The message {row.dedupe_key} {what}. `runtime-upgrade doctor` lists what to do."
    with sender.store.write() as session:
        want_notice(session, operators, f"report:{row.dedupe_key}", sentence, now=sender.clock())


def _settle(
    sender: Sender,
    row: OutboxRow,
    *,
    state: QueueState = QueueState.pending,
    release: bool = True,
    **values: Any,  # noqa: ANN401 - columns of the outbox
) -> None:
    with sender.store.write() as session:
        settle_message(session, row, by=sender.by, release=release, state=state, **values)


def _metadata(row: OutboxRow) -> dict[str, Any]:
    return {"event_type": EVENT_TYPE, "event_payload": {"key": row.dedupe_key}}
