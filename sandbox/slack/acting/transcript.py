"""A plain-text transcript of the story: what people typed, pressed and saw."""

from collections.abc import Iterator

from sandbox.slack.blocks.plain_text import read_blocks, read_message, read_mrkdwn
from sandbox.slack.wire import Json
from sandbox.slack.workspace import Workspace

INDENT = "    "


Entry = tuple[str, str, Json]


def transcript(workspace: Workspace, since: int = 0, *, final: bool = False) -> str:
    """Render the events from log entry ``since`` onwards, one paragraph each.

    With ``final``, each message appears once, in its final state, if that is new.
    """
    entries = _news(workspace, since) if final else workspace.log[since:]
    paragraphs = (_render(workspace, *entry) for entry in entries)
    return "\n".join(paragraph for paragraph in paragraphs if paragraph)


def _news(workspace: Workspace, since: int) -> Iterator[Entry]:
    """List the events, omitting messages whose text has not changed."""
    before = _final(workspace.log[:since])
    for key, entry in _final(workspace.log[since:]).items():
        known = before.get(key)
        if known is None or read_message(workspace, known[2]) != read_message(workspace, entry[2]):
            yield entry


def _final(log: list[Entry]) -> dict[object, Entry]:
    """Replace each message with its final state; a new message remains new."""
    last: dict[object, Entry] = {}
    for what, where, seen in log:
        key = (where, seen["ts"]) if what in _MESSAGES else object()
        earlier = last.pop(key, None)
        last[key] = (earlier[0] if earlier else what, where, seen)
    return last


def _render(workspace: Workspace, what: str, where: str, seen: Json) -> str:
    render = _RENDERERS.get(what)
    return render(workspace, where, seen) if render else ""


def _name(workspace: Workspace, user_id: str) -> str:
    person = workspace.people.get(user_id)
    return person.name if person else "Slackbot"


def _place(workspace: Workspace, channel_id: str) -> str:
    channel = workspace.channels[channel_id]
    if channel.im_user:
        return f"direct messages of {_name(workspace, channel.im_user)}"
    return f"#{channel.name}"


def _paragraph(heading: str, text: str) -> str:
    return "\n".join([heading, *(INDENT + line for line in text.splitlines())])


def _message(workspace: Workspace, where: str, seen: Json) -> str:
    thread = ", in a thread" if seen.get("thread_ts", seen["ts"]) != seen["ts"] else ""
    heading = f"{_place(workspace, where)}{thread} · {_name(workspace, seen['user'])}"
    return _paragraph(heading, read_message(workspace, seen))


def _update(workspace: Workspace, where: str, seen: Json) -> str:
    heading = f"{_place(workspace, where)} · {_name(workspace, seen['user'])} (updated)"
    return _paragraph(heading, read_message(workspace, seen))


def _ephemeral(workspace: Workspace, where: str, seen: Json) -> str:
    heading = (
        f"{_place(workspace, seen['channel'])} · {_name(workspace, seen['user'])} "
        f"· only visible to {_name(workspace, where)}"
    )
    return _paragraph(heading, read_message(workspace, seen))


def _typed(workspace: Workspace, where: str, seen: Json) -> str:
    heading = f"{_place(workspace, where)} · {_name(workspace, seen['user'])} types"
    return _paragraph(heading, seen["text"])


def _pressed(workspace: Workspace, _where: str, seen: Json) -> str:
    return f"{_name(workspace, seen['user'])} presses [{read_mrkdwn(workspace, seen['text'])}]"


def _view(workspace: Workspace, where: str, seen: Json) -> str:
    kind = "a modal" if seen["type"] == "modal" else "the app's Home"
    title = f": {seen['title']['text']}" if seen["type"] == "modal" else ""
    heading = f"{_name(workspace, where)} sees {kind}{title}"
    return _paragraph(heading, read_blocks(workspace, seen["blocks"]))


def _submitted(workspace: Workspace, _where: str, seen: Json) -> str:
    entered = "\n".join(f"{name}: {value}" for name, value in seen["values"].items())
    return _paragraph(f"{_name(workspace, seen['user'])} submits {seen['title']}", entered)


def _errors(workspace: Workspace, where: str, seen: Json) -> str:
    lines = "\n".join(f"{block}: {error}" for block, error in seen["errors"].items())
    return _paragraph(f"{_name(workspace, where)} sees errors", lines)


def _notice(workspace: Workspace, where: str, seen: Json) -> str:
    return _paragraph(f"{_name(workspace, where)} sees a message from Slack", seen["text"])


def _pinned(workspace: Workspace, where: str, _seen: Json) -> str:
    return f"{_place(workspace, where)} · a message is pinned"


def _deleted(workspace: Workspace, where: str, _seen: Json) -> str:
    return f"{_place(workspace, where)} · a message is deleted"


_MESSAGES = frozenset({"message", "update", "ephemeral"})
_RENDERERS = {
    "message": _message,
    "update": _update,
    "ephemeral": _ephemeral,
    "command": _typed,
    "press": _pressed,
    "modal": _view,
    "home": _view,
    "submit": _submitted,
    "errors": _errors,
    "notice": _notice,
    "pin": _pinned,
    "delete": _deleted,
}
