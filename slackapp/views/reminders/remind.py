"""The reply to `remind`, item by item."""

from collections.abc import Sequence

from commands.reminders.remind import Reminded, RemindKind
from slackapp.views.message import Message, fit, sections
from slackapp.views.mrkdwn import escape, link, moment

_SENTENCES = {
    RemindKind.sent: "Reminding {who} about {what} now.",
    RemindKind.later: "{who} is not at work now, so the reminder about {what} is sent {at}.",
    RemindKind.had_digest: (
        "{who} has already had that day's digest, so {what} goes into the next one, {at}."
    ),
    RemindKind.told_today: "{who} was already reminded about {what} {at}; the limit is one a day.",
    RemindKind.quiet: "{who} has answered, so no reminder about {what} is sent until {at}.",
    RemindKind.paused: "Reminders are paused. {who} will be reminded of {what} once they resume.",
}


def build_reminded(done: Sequence[Reminded]) -> Message:
    """Build the reply to `remind`."""
    lines = [
        _SENTENCES[one.kind].format(
            who=escape(one.owner.name),
            what=link(one.item.web_url, one.item.title),
            at=moment(one.at) if one.at else "",
        )
        for one in done
    ]
    return Message(lines[0] if len(lines) == 1 else "Reminded.", fit(sections("", lines)))
