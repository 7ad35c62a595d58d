"""The result of `remind`, item by item."""

from collections.abc import Sequence

from commands.reminders.remind import Reminded, RemindKind
from slackapp.views.message import Message, escape, fit, link, moment, sections

_SAID = {
    RemindKind.sent: "{who} is reminded of {what} now.",
    RemindKind.later: "{who} is not at work now: {what} goes out {at}.",
    RemindKind.had_digest: "{who} has had a digest that day: {what} goes into the next one, {at}.",
    RemindKind.told_today: "{who} was told of {what} {at}: once a day is enough.",
    RemindKind.quiet: "{who} has answered: {what} stays quiet until {at}, and nothing is sent.",
    RemindKind.paused: "Reminders are paused: {who} is told of {what} once they are resumed.",
}


def build_reminded(done: Sequence[Reminded]) -> Message:
    """Build the answer to `remind`."""
    lines = [
        _SAID[one.kind].format(
            who=escape(one.owner.name),
            what=link(one.item.web_url, one.item.title),
            at=moment(one.at) if one.at else "",
        )
        for one in done
    ]
    return Message(lines[0] if len(lines) == 1 else "Reminded.", fit(sections("", lines)))
