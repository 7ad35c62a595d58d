"""Enqueueing Slack messages as a kind and ids; the sender renders them when it sends them."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlmodel import Session

from campaigns.messages import MessagePayload
from commands.clocks import Clocks
from commands.people.actors import OPERATOR
from storage.delivery.queues import enqueue_message, list_messages_with_prefix

Payload = TypeVar("Payload", bound=MessagePayload)


def enqueue(
    session: Session,
    message: MessagePayload,
    *,
    to: str,
    now: Clocks,
    pause: timedelta = timedelta(0),
) -> None:
    """Enqueue a message to be posted, or updated if it is already posted.

    Args:
        session: an open write unit; the message is sent after it commits.
        message: the payload; its key identifies an already posted message.
        to: a channel, or a person's Slack id for their direct messages.
        now: the current time.
        pause: the minimum time between updates.
    """
    if to == OPERATOR.slack_id:  # in a terminal: what they asked for is printed there
        return
    enqueue_message(
        session,
        message.KIND,
        message.key,
        channel=to,
        now=now.wall,
        payload=payload_json(message),
        pause=pause,
    )


def enqueue_wherever_shown(session: Session, prefix: str, *, now: Clocks) -> None:
    """Refresh all messages whose keys begin with ``prefix``, in every conversation."""
    for row in list_messages_with_prefix(session, prefix):
        enqueue_message(session, row.kind, row.dedupe_key, channel=row.channel, now=now.wall)


def payload_json(message: MessagePayload) -> dict[str, Any]:
    """Convert a message to JSON for the outbox."""
    return dict(_adapter(type(message)).dump_python(message, mode="json"))


def parse_payload(kind: type[Payload], key: str, stored: Mapping[str, Any]) -> Payload:
    """Build a message of the given kind from its stored key and payload."""
    message: Payload = _adapter(kind).validate_python({"key": key, **stored})
    return message


@cache
def _adapter(kind: type[Payload]) -> TypeAdapter[Payload]:
    return TypeAdapter(kind)
