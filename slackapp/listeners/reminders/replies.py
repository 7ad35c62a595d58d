"""Replies in a campaign's thread or to the assistant, received as events or read later."""

from commands.errors import ExpectedError
from commands.reminders.receive_reply import IncomingMessage, answer_chat, receive_reply
from slackapp.deps import Deps
from slackapp.listeners.pressing import known_actor
from slackapp.payloads import EventBody, SlackMessage
from slackapp.typed import as_typed

# docs.slack.dev, message event: a person's message has none of the other subtypes.
WRITTEN = frozenset({None, "file_share", "thread_broadcast"})


def on_message(event: SlackMessage, body: EventBody, deps: Deps) -> None:
    """Handle a message event; Slack redelivers it if the database could not store it."""
    hear(deps, event, body.get("team_id"), direct=event.get("channel_type") == "im")


def hear(deps: Deps, message: SlackMessage, team_id: str | None, *, direct: bool) -> None:
    """Treat a person's message as the answer to an open question in its conversation, if any.

    Bots, edits, deletions and people who may not act here are ignored.
    """
    if not _is_written(message) or (not direct and not _is_reply(message)):
        return
    try:
        actor = known_actor(deps, message["user"], message.get("user_team") or team_id)
        incoming = _incoming(deps, message, direct=direct)
        reply_id = receive_reply(deps.store, deps.catalog, actor, incoming, now=deps.clock())
    except ExpectedError:
        return
    if direct:
        answer_chat(deps.store, actor, reply_id, now=deps.clock())
    deps.wake_jobs()


def _is_written(message: SlackMessage) -> bool:
    from_app = message.get("bot_id") or message.get("app_id")
    return not from_app and bool(message.get("user")) and message.get("subtype") in WRITTEN


def _is_reply(message: SlackMessage) -> bool:
    return message.get("thread_ts") not in (None, message["ts"])


def _incoming(deps: Deps, message: SlackMessage, *, direct: bool) -> IncomingMessage:
    words = as_typed(deps, message.get("text") or "")
    above = message["thread_ts"] if _is_reply(message) else None
    return IncomingMessage(message["channel"], message["ts"], above, words, direct=direct)
