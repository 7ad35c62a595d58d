"""The changes found by a sync with GitLab."""

from collections.abc import Sequence

from campaigns.evidence import STANDING_TITLES
from campaigns.states import ITEM_STATE_TITLES, ItemState
from campaigns.sync.changes import Change
from campaigns.sync.snapshots import MergeRequestSnapshot
from commands.evidence.gather_evidence import GatherResult
from commands.sync.apply_snapshot import SyncResult
from commands.sync.check_campaign import CampaignCheck
from slackapp.views.message import Message, count, sections
from slackapp.views.mrkdwn import escape

MAX_CHANGES = 60


def build_checked(checked: Sequence[CampaignCheck], names: dict[str, str]) -> Message:
    """Build the reply to `check`; ``names`` maps components to their names."""
    blocks = []
    texts = []
    for one in checked:
        synced, gathered = one.synced, one.gathered
        lines = [*_lines(synced, names), *(_evidence(c, gathered, names) for c in gathered.changed)]
        looked = (
            f"{escape(synced.campaign.title)}: checked {count(synced.looked_at, 'issue')} and the "
            f"repositories of {count(gathered.repositories, 'project')}"
        )
        summary = f"{looked}, {count(len(lines), 'change') if lines else 'nothing changed'}."
        texts.append(summary)
        blocks += sections("", [f"*{summary}*", *lines], most=MAX_CHANGES)
    return Message(" ".join(texts), blocks)


def _evidence(component: str, gathered: GatherResult, names: dict[str, str]) -> str:
    title = STANDING_TITLES[gathered.standings[component]]
    return f"• *{escape(names.get(component, component))}*: its repository is now {title}"


def _lines(synced: SyncResult, names: dict[str, str]) -> list[str]:
    gone = [
        f"• *{escape(names.get(c, c))}*: GitLab no longer shows its issue" for c in synced.diff.gone
    ]
    return [_line(change, names) for change in synced.diff.changed] + gone


def _line(change: Change, names: dict[str, str]) -> str:
    name = escape(names.get(change.component, change.component))
    return f"• *{name}*: {_FIELD[change.field]} {_value(change.before)} → {_value(change.after)}"


_FIELD = {
    "state": "state",
    "dri": "DRI",
    "closed": "closed",
    "blockers": "blocked by",
    "merge_requests": "merge requests",
}


def _value(value: object) -> str:
    if isinstance(value, ItemState):
        return ITEM_STATE_TITLES[value]
    if isinstance(value, tuple):
        return ", ".join(_value(part) for part in value) or "nothing"
    if isinstance(value, MergeRequestSnapshot):
        return f"{escape(value.reference)} ({escape(value.state)})"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "nobody" if value is None else escape(value)
