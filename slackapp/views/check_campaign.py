"""What a check with GitLab changed."""

from collections.abc import Sequence

from campaigns.changes import Change
from campaigns.observations import MergeRequestSeen
from campaigns.states import ITEM_STATE_TITLES, ItemState
from commands.record_look import Synced
from slackapp.views.message import Message, count, escape, sections


def build_checked(synced: Sequence[Synced], names: dict[str, str]) -> Message:
    """Build the answer to `check`; ``names`` maps components to their names."""
    blocks = []
    texts = []
    for one in synced:
        lines = _lines(one, names)
        looked = f"{escape(one.campaign.title)}: {count(one.looked_at, 'issue')} looked at"
        summary = f"{looked}, {count(len(lines), 'change') if lines else 'nothing changed'}."
        texts.append(summary)
        blocks += sections("", [f"*{summary}*", *lines])
    return Message(" ".join(texts), blocks)


def _lines(synced: Synced, names: dict[str, str]) -> list[str]:
    gone = [f"• *{escape(names.get(c, c))}*: its issue is gone" for c in synced.diff.gone]
    return [_line(change, names) for change in synced.diff.changed] + gone


def _line(change: Change, names: dict[str, str]) -> str:
    name = escape(names.get(change.component, change.component))
    return f"• *{name}*: {_FIELD[change.field]} {_value(change.before)} → {_value(change.after)}"


_FIELD = {
    "state": "state",
    "dri": "DRI",
    "closed": "closed",
    "blockers": "waits for",
    "merge_requests": "merge requests",
}


def _value(value: object) -> str:
    if isinstance(value, ItemState):
        return ITEM_STATE_TITLES[value]
    if isinstance(value, tuple):
        return ", ".join(_value(part) for part in value) or "nothing"
    if isinstance(value, MergeRequestSeen):
        return f"{escape(value.reference)} ({escape(value.state)})"
    return {True: "yes", False: "no", None: "nobody"}.get(value, escape(value))  # type: ignore[call-overload, no-any-return]
