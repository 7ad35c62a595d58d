"""A registry of message kinds by their stored name, and of their follow-up actions."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from commands.clocks import Clocks
from commands.delivery.messages import parse_payload
from slackapp.messages import (
    announcement,
    announcement_draft,
    announcement_refused,
    card,
    closed_epic,
    day_notice,
    decline,
    digest,
    history,
    link_request,
    notice,
    nudge,
    plan,
    progress,
    reply,
    retrospective,
    summary,
    summary_details,
    summary_draft,
)
from slackapp.messages.kind import AnyKind, Failure
from storage.delivery.tables import OutboxRow, QueueState

KINDS: Mapping[str, AnyKind] = {
    module.KIND.payload.KIND: module.KIND
    for module in (
        announcement,
        announcement_draft,
        announcement_refused,
        card,
        closed_epic,
        day_notice,
        decline,
        digest,
        history,
        link_request,
        notice,
        nudge,
        plan,
        progress,
        reply,
        retrospective,
        summary,
        summary_details,
        summary_draft,
    )
}


def payload_of(row: OutboxRow) -> Any:  # noqa: ANN401 - the payload class of the row's kind
    """Return the payload of an outbox row."""
    return parse_payload(KINDS[row.kind].payload, row.dedupe_key, row.payload)


def parent_key(row: OutboxRow) -> str | None:
    """Return the key of a row's parent message, or None if it is not posted in a thread."""
    under = KINDS[row.kind].under
    return under(payload_of(row)) if under else None


def record_sent(session: Session, row: OutboxRow, *, now: Clocks) -> None:
    """Run the follow-up action of a message that has been sent."""
    follow = KINDS[row.kind].on_sent
    if follow is not None:
        follow(session, payload_of(row), now)


def record_given_up(
    session: Session, row: OutboxRow, state: QueueState, failure: Failure, *, now: Clocks
) -> None:
    """Undo what depended on the message, and notify the people who are waiting for it.

    A row whose kind no longer exists has no further effects.
    """
    kind = KINDS.get(row.kind)
    if kind is None:
        return
    follow = kind.on_refused if state == QueueState.dead else kind.on_unknown
    if follow is not None:
        follow(session, payload_of(row), failure, now)
