"""An in-memory Slack for thousands of schedules: the part of WebClient that the sender uses.

`test_memory_slack.py` runs one body of questions against this one and the sandbox's.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.errors import SlackApiError

BOT = "U0BOT"
Json = dict[str, Any]


@dataclass
class Answer:
    """The part of slack_sdk's response that is used."""

    data: Json
    status_code: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> Any:  # noqa: ANN401 - as slack_sdk's
        return self.data.get(name)

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - as slack_sdk's
        return self.data[name]


# What a call does: it takes the delay, in seconds, with which Slack acts.
Act = Callable[[float], Answer]


@dataclass
class MemorySlack:
    """Channels with their messages; ``now`` is Slack's own clock, in seconds.

    ``around`` wraps each call, given its method's name and its action, and may make it fail. The
    action takes the seconds after which a posted message is visible.
    """

    now: Callable[[], float]
    around: Callable[[str, Act], Answer] = lambda _method, act: act(0)
    channels: dict[str, list[Json]] = field(default_factory=lambda: {"C0GROUP": []})
    on_their_way: list[tuple[float, str, Json]] = field(default_factory=list)
    posted: int = 0

    def chat_postMessage(self, **given: Any) -> Answer:  # noqa: ANN401, N802 - as WebClient's
        return self.around("chat.postMessage", lambda delay: self._post(given, delay))

    def chat_update(self, **given: Any) -> Answer:  # noqa: ANN401 - as WebClient's
        return self.around("chat.update", lambda _: self._update(given))

    def conversations_open(self, *, users: str) -> Answer:
        direct = {"channel": {"id": self._channel(users)}}
        return self.around("conversations.open", lambda _: _ok(**direct))

    def conversations_history(self, *, channel: str, **given: Any) -> Answer:  # noqa: ANN401
        return self.around("conversations.history", lambda _: self._list(channel, None, given))

    def conversations_replies(self, *, channel: str, ts: str, **given: Any) -> Answer:  # noqa: ANN401
        return self.around("conversations.replies", lambda _: self._list(channel, ts, given))

    def pins_add(self, **_given: Any) -> Answer:  # noqa: ANN401 - as WebClient's
        return self.around("pins.add", lambda _: _ok())

    def messages(self, channel: str) -> list[Json]:
        """List the messages in a channel, oldest first."""
        self._arrive()
        return self.channels.setdefault(self._channel(channel), [])

    def everything(self) -> list[Json]:
        """List the messages in all channels."""
        self._arrive()
        return [message for messages in self.channels.values() for message in messages]

    def _arrive(self) -> None:
        due = [one for one in self.on_their_way if one[0] <= self.now()]
        self.on_their_way = [one for one in self.on_their_way if one not in due]
        for _, channel, message in sorted(due, key=lambda one: one[0]):
            self.channels.setdefault(channel, []).append(message)

    def _channel(self, name: str) -> str:
        return f"D{name[1:]}" if name.startswith("U") else name

    def _post(self, given: Json, delay: float) -> Answer:
        channel = self._channel(given["channel"])
        if channel.startswith("C") and channel not in self.channels:
            raise refused("channel_not_found")
        at, self.posted = self.now() + delay, self.posted + 1
        ts = f"{int(at)}.{self.posted:06d}"
        message = {"text": given["text"], "metadata": given["metadata"], "user": BOT, "ts": ts}
        under = {"thread_ts": given["thread_ts"]} if given.get("thread_ts") else {}
        self.on_their_way.append((at, channel, message | under))
        return _ok(channel=channel, ts=ts)

    def _update(self, given: Json) -> Answer:
        for message in self.messages(given["channel"]):
            if message["ts"] == given["ts"]:
                message |= {"text": given["text"], "metadata": given["metadata"]}
                return _ok(channel=given["channel"], ts=given["ts"])
        raise refused("message_not_found")

    def _list(self, channel: str, thread: str | None, given: Json) -> Answer:
        oldest = float(given.get("oldest") or 0)
        listed = [
            message
            for message in self.messages(channel)
            if float(message["ts"]) >= oldest
            and (message.get("thread_ts") == thread or message["ts"] == thread)
        ]
        return _ok(messages=listed if thread else listed[::-1])


def _ok(**more: Any) -> Answer:  # noqa: ANN401 - what an answer says
    return Answer({"ok": True, **more})


def refused(code: str) -> SlackApiError:
    """Build the error of a definite refusal."""
    return SlackApiError(code, Answer({"ok": False, "error": code}))  # type: ignore[no-untyped-call]  # untyped in slack_sdk


def rate_limited(seconds: int) -> SlackApiError:
    """Build the error of a 429."""
    answer = Answer({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(seconds)})
    return SlackApiError("ratelimited", answer)  # type: ignore[no-untyped-call]  # untyped in slack_sdk


def server_error() -> SlackApiError:
    """Build the error of a 500."""
    return SlackApiError("500", Answer({}, 500))  # type: ignore[no-untyped-call]  # untyped in slack_sdk
