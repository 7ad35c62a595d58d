"""The exit criteria in the form of the handbook's table."""

from slack_sdk.models.blocks import Block

from campaigns.reports.criteria import Criterion
from commands.reports.criteria import CriteriaTable
from slackapp.views.message import Message, day, header, section, sections
from slackapp.views.mrkdwn import escape

MAX_LATE = 6


def build_criteria(table: CriteriaTable) -> Message:
    """Build the list of criteria with their dates, DRIs and completing campaigns."""
    title = f"Exit criteria ({table.percent}%)"
    if not table.criteria:
        words = "There are no exit criteria yet. Add one with `criteria add <title>`."
        return Message(title, [header(title), section(words)])
    lines = [_line(criterion, table) for criterion in table.criteria]
    return Message(title, [header(title), *sections("", lines)][:50])


def build_criteria_in_short(table: CriteriaTable) -> list[Block]:
    """Build the summary for App Home: how many criteria are completed, and which are late."""
    if not table.criteria:
        return []
    completed = sum(criterion.completed_on is not None for criterion in table.criteria)
    text = f"*Exit criteria:* {completed} of {len(table.criteria)} completed ({table.percent} %)"
    late = [
        f":warning: {criterion.number}. {escape(criterion.title)} is late: its target was "
        f"{day(criterion.target_on)}"
        for criterion in table.criteria
        if criterion.number in table.late
    ]
    return sections("", [text, *late, "`criteria` shows them all."], most=MAX_LATE)


def _line(criterion: Criterion, table: CriteriaTable) -> str:
    sign = ":white_check_mark: " if criterion.completed_on else ""
    late = "  ·  :warning: late" if criterion.number in table.late else ""
    dri = table.people.get(criterion.dri or "", criterion.dri) or "no DRI"
    tied = f"  ·  completed by `{escape(criterion.campaign)}`" if criterion.campaign else ""
    completed = (
        f"completed {day(criterion.completed_on)}"
        if criterion.completed_on
        else "not completed yet"
    )
    return (
        f"{sign}*{criterion.number}. {escape(criterion.title, 300)}*\n"
        f"Start {day(criterion.start_on)}  ·  target {day(criterion.target_on)}  ·  "
        f"{completed}  ·  {escape(dri)}{tied}{late}"
    )
