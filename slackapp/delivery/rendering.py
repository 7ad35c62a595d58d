"""Rendering an outbox row as the current version of its message."""

from dataclasses import dataclass

from commands.clocks import Clocks
from slackapp.messages.registry import KINDS, parent_key, payload_of
from slackapp.views.fitting import fit_message
from slackapp.views.message import Message
from storage.delivery.queues import find_message
from storage.delivery.tables import OutboxRow
from storage.store import Store


@dataclass(frozen=True)
class Rendered:
    """A message to send; ``under`` is the key of its thread's parent message."""

    message: Message
    under: str | None = None
    pin: bool = False


def render(row: OutboxRow, store: Store, now: Clocks) -> Rendered | None:
    """Render a message by its kind; return None if it is no longer needed."""
    kind = KINDS[row.kind]
    message = kind.build(store, payload_of(row), now)
    if message is None:
        return None
    return Rendered(fit_message(message), parent_key(row), kind.pinned)


def parent_ts(store: Store, key: str) -> str | None:
    """Return the ts of the message with a key; None until it has been sent."""
    with store.read() as session:
        row = find_message(session, key)
        return row.ts if row else None
