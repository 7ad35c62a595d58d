"""What a kind of message is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlmodel import Session

from campaigns.messages import MessagePayload
from commands.clocks import Clocks
from slackapp.views.message import Message
from storage.store import Store

Payload = TypeVar("Payload", bound=MessagePayload)

# docs.slack.dev, chat.postMessage, errors that people can mend.
MEANINGS = {
    "is_archived": "its channel is archived",
    "channel_not_found": "its channel is not there, or I may not see it",
    "not_in_channel": "I am not in its channel: invite me",
}


@dataclass(frozen=True)
class Failure:
    """Why a message was given up: ``words`` say what became of it, ``error`` is Slack's."""

    words: str
    error: str

    @property
    def sentence(self) -> str:
        """What became of it, as people read it."""
        meaning = MEANINGS.get(self.error)
        return f"was not posted, {meaning}" if meaning else self.words


@dataclass(frozen=True)
class MessageKind(Generic[Payload]):
    """A kind of message: ``build`` reads what it shows; None where it is no longer wanted.

    ``under`` returns the key of the message in whose thread it goes. ``on_sent`` follows each
    time it stands as it should, ``on_refused`` where it certainly did not arrive and
    ``on_unknown`` where nobody can tell: each in a write unit.
    """

    payload: type[Payload]
    build: Callable[[Store, Payload, Clocks], Message | None]
    under: Callable[[Payload], str] | None = None
    pinned: bool = False
    on_sent: Callable[[Session, Payload, Clocks], None] | None = None
    on_refused: Callable[[Session, Payload, Failure, Clocks], None] | None = None
    on_unknown: Callable[[Session, Payload, Failure, Clocks], None] | None = None


AnyKind = MessageKind[Any]
