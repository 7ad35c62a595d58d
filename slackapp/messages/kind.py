"""The interface of a kind of message."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlmodel import Session

from campaigns.messages import MessagePayload
from commands.clocks import Clocks
from slackapp.views.message import Message
from storage.store import Store

Payload = TypeVar("Payload", bound=MessagePayload)

# docs.slack.dev, chat.postMessage, errors that people can fix.
MEANINGS = {
    "is_archived": "its channel is archived",
    "channel_not_found": "its channel does not exist or is not visible to me",
    "not_in_channel": "I am not in its channel; please invite me",
}


@dataclass(frozen=True)
class Failure:
    """A permanent failure to send: ``words`` describe it, ``error`` is Slack's error code."""

    words: str
    error: str

    @property
    def sentence(self) -> str:
        """The description of the failure for people."""
        meaning = MEANINGS.get(self.error)
        return f"was not posted because {meaning}" if meaning else self.words


@dataclass(frozen=True)
class MessageKind(Generic[Payload]):
    """A kind of message. ``build`` renders it, or returns None if it is no longer needed.

    ``under`` returns the key of its thread's parent message. ``on_sent`` is called whenever
    it has been posted or updated, ``on_refused`` if it certainly did not arrive, and
    ``on_unknown`` if that cannot be determined. All run in a write unit.
    """

    payload: type[Payload]
    build: Callable[[Store, Payload, Clocks], Message | None]
    under: Callable[[Payload], str] | None = None
    pinned: bool = False
    on_sent: Callable[[Session, Payload, Clocks], None] | None = None
    on_refused: Callable[[Session, Payload, Failure, Clocks], None] | None = None
    on_unknown: Callable[[Session, Payload, Failure, Clocks], None] | None = None


AnyKind = MessageKind[Any]
