"""The records of a workspace: conversations, issued ids, and people's screens."""

from dataclasses import dataclass, field

from sandbox.slack.wire import Json

RESPONSE_URL_USES = 5


@dataclass
class Channel:
    """A conversation: a channel, or direct messages with the app if ``im_user`` is set."""

    id: str
    name: str
    created: int
    members: set[str] = field(default_factory=set)
    im_user: str | None = None
    is_private: bool = False
    is_archived: bool = False
    topic: str = ""
    messages: dict[str, Json] = field(default_factory=dict)
    replies: dict[str, list[str]] = field(default_factory=dict)
    pins: dict[str, Json] = field(default_factory=dict)

    @property
    def event_type(self) -> str:
        """The event subscription for its messages, such as ``message.channels``."""
        if self.im_user:
            return "message.im"
        return "message.groups" if self.is_private else "message.channels"

    @property
    def channel_type(self) -> str:
        """The conversation's ``channel_type`` in a message event."""
        if self.im_user:
            return "im"
        return "group" if self.is_private else "channel"


@dataclass(frozen=True)
class Status:
    """A person's status; ``until`` is when it ends (story time, epoch seconds), 0 for never."""

    text: str = ""
    emoji: str = ""
    until: int = 0


NO_STATUS = Status()


@dataclass(frozen=True)
class Trigger:
    """An issued trigger id, with its person and its time of issue (wire time, seconds)."""

    user_id: str
    issued: float
    view_id: str | None = None


@dataclass(frozen=True)
class ResponseUrl:
    """An issued response_url and its remaining uses."""

    user_id: str
    channel_id: str
    issued: float
    message_ts: str | None = None
    thread_ts: str | None = None
    uses: int = RESPONSE_URL_USES


@dataclass
class Screen:
    """A person's screen: ephemeral messages, open modals, Home and unsent choices."""

    ephemerals: dict[str, Json] = field(default_factory=dict)
    modals: list[str] = field(default_factory=list)
    home_id: str | None = None
    errors: dict[str, dict[str, str]] = field(default_factory=dict)
    read: dict[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    choices: dict[str, dict[str, dict[str, Json]]] = field(default_factory=dict)
