"""The payload of every message to Slack: its kind, its key, and the ids that it shows."""

from typing import ClassVar, Protocol


class MessagePayload(Protocol):
    """A message to send: ids only, since its content is read and built when it is sent.

    There is one frozen dataclass per kind, in the folder of its flow. ``KIND`` and ``key`` are
    stored, so they never change. A key that is not derived from the ids is a field.
    """

    KIND: ClassVar[str]

    @property
    def key(self) -> str:
        """The key identifies one message for ever; enqueueing it again updates that message."""
        ...
