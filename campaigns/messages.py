"""What every message to Slack is asked for with: its kind, its key, and the ids that it shows."""

from typing import ClassVar, Protocol


class MessagePayload(Protocol):
    """A message that is wanted: ids only, since it is read and built when it is sent.

    There is one frozen dataclass a kind, in the folder of its flow. ``KIND`` and ``key`` are
    stored: they never change. A key that does not follow from the ids is a field.
    """

    KIND: ClassVar[str]

    @property
    def key(self) -> str:
        """One message for ever: asking for it again brings it up to date."""
        ...
