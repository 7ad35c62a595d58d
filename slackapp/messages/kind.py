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
    """Why sending was given up: ``words`` describe the result, ``error`` is Slack's code."""

    words: str
    error: str

    @property
    def sentence(self) -> str:
        """The result of the message, as people read it."""
        meaning = MEANINGS.get(self.error)
        return f"was not posted because {meaning}" if meaning else self.words


@dataclass(frozen=True)
class MessageKind(Generic[Payload]):
    """A kind of message: ``build`` renders it, or returns None once it is no longer wanted.

    ``under`` returns the key of the message whose thread it goes to. ``on_sent`` is called each
    time it was posted or updated, ``on_refused`` if it certainly did not arrive and
    ``on_unknown`` if nobody can tell: each in a write unit.
    """

    payload: type[Payload]
    build: Callable[[Store, Payload, Clocks], Message | None]
    under: Callable[[Payload], str] | None = None
    pinned: bool = False
    on_sent: Callable[[Session, Payload, Clocks], None] | None = None
    on_refused: Callable[[Session, Payload, Failure, Clocks], None] | None = None
    on_unknown: Callable[[Session, Payload, Failure, Clocks], None] | None = None


AnyKind = MessageKind[Any]
