"""The payload of a message to Slack: its kind, its key, and the ids of what it shows."""

from typing import ClassVar, Protocol


class MessagePayload(Protocol):
    """A message to send, as ids only: its content is read and built when it is sent.

    There is one frozen dataclass per kind, in the folder of its flow. ``KIND`` and ``key`` are
    stored, so they must never change. A key that is not derived from the ids is a field.
    """

    KIND: ClassVar[str]

    @property
    def key(self) -> str:
        """The permanent key of one message; enqueueing it again updates that message."""
        ...
