"""Playing and printing: acting as the story's people, and printing what they read."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from textwrap import indent
from zoneinfo import ZoneInfo

from campaigns.dates import date_and_time
from campaigns.model.campaign import CampaignView
from gitlab_gateway.connection import Connection
from sandbox.people import Person
from sandbox.run import Sandbox
from sandbox.slack.acting.reading import SeenMessage
from sandbox.slack.acting.transcript import INDENT
from sandbox.slack.page.emoji import write_emoji
from slackapp.assistant import Assistant
from slackapp.cli.story.waiting import CHANNEL, FACILITATOR, wait_for
from slackapp.jobs import GATHER, REMIND, SUMMARISE, SYNC, wake_jobs
from slackapp.views.show_help import COMMAND
from storage.lifecycle.campaigns import get_view, list_campaigns

FRIDA, LEO, GUS, MIRA, OTTO = FACILITATOR, "U0LEO", "U0GUS", "U0MIRA", "U0OTTO"


@dataclass
class Story:
    """A story being played; ``told`` counts the printed entries of Slack's log."""

    box: Sandbox
    assistant: Assistant
    say: Callable[[str], None]
    told: int = 0

    def chapter(self, title: str, who: str, at: datetime | None = None) -> None:
        """Begin a chapter, moving the clock to ``at`` if given; the heading has ``who``'s time."""
        if at is not None:
            self.box.clock.set(at)
            self.look()
        zone = self._person(who).tz
        now = self.box.clock.now().astimezone(ZoneInfo(zone))
        place = zone.rpartition("/")[2].replace("_", " ")
        self.say(f"== {title} ==\n{now:%A} {date_and_time(now)} in {place}\n")

    def later(self, by: timedelta) -> None:
        """Move the story clock forward."""
        self.box.clock.advance(by)
        self.look()

    def look(self) -> None:
        """Run the ticking jobs now, so that nobody has to wait for them."""
        wake_jobs(self.assistant.scheduler, SYNC, GATHER, REMIND, SUMMARISE)

    def types(self, who: str, words: str) -> None:
        """Type the slash command in the working group's channel."""
        self.box.slack.command(who, CHANNEL, COMMAND, words)

    def clicks(self, who: str, message: SeenMessage, button: str) -> None:
        """Press a button of a message, found by its label."""
        self.box.slack.click(who, message.channel, message.ts, button)

    def submits(self, who: str, values: dict[str, str]) -> None:
        """Fill in the modal on somebody's screen, by its labels, and submit it."""
        modal = wait_for(lambda: self.box.slack.view(who), f"a modal for {who}")
        self.tell()
        self.box.slack.submit(who, modal.id, dict(values))

    def in_channel(self, *words: str) -> SeenMessage:
        """Wait until a message in the channel contains all of these words."""
        return _newest(lambda: self.box.slack.messages(CHANNEL), words)

    def in_thread(self, *words: str) -> SeenMessage:
        """Wait until the thread of the campaign's card contains them."""
        return self.in_thread_of(self.in_channel("*Go 1.20*", "Epic"), *words)

    def in_thread_of(self, message: SeenMessage, *words: str) -> SeenMessage:
        """Wait until the thread of a message in the channel contains them."""
        return _newest(lambda: self.box.slack.thread(CHANNEL, message.ts), words)

    def direct(self, who: str, *words: str) -> SeenMessage:
        """Wait until somebody's direct messages contain them."""
        return _newest(lambda: self.box.slack.direct_messages(who), words)

    def alone(self, who: str, *words: str) -> SeenMessage:
        """Wait until a message that only this person sees contains them."""
        return _newest(lambda: self.box.slack.ephemerals(who), words)

    def tell(self) -> None:
        """Print what people did and read since the last call."""
        with self.box.slack.workspace.lock:
            seen = self.box.slack.transcript(self.told, final=True)
            self.told = len(self.box.slack.workspace.log)
        self.say(f"{write_emoji(seen)}\n")

    @contextmanager
    def in_gitlab(self, who: str, what: str) -> Iterator[Connection]:
        """Do something in GitLab as one of the people, print it, and sync at once."""
        person = self._person(who)
        self.say(f"In GitLab, {person.name} {what}\n")
        gitlab = Connection(self.box.gitlab.url, self.box.gitlab.token_of(person.username))
        try:
            yield gitlab
        finally:
            gitlab.close()
        self.look()

    def campaign(self) -> CampaignView:
        """Read the campaign from the database."""
        with self.assistant.deps.store.read() as session:
            return get_view(session, list_campaigns(session)[0].id)

    def _person(self, slack_id: str) -> Person:
        return next(person for person in self.box.slack.people() if person.slack_id == slack_id)


def indented(text: str) -> str:
    """Indent the text of a message."""
    return indent(text, INDENT)


def _newest(look: Callable[[], tuple[SeenMessage, ...]], words: tuple[str, ...]) -> SeenMessage:
    def found() -> SeenMessage | None:
        fitting = [message for message in look() if all(word in message.plain for word in words)]
        return fitting[-1] if fitting else None

    return wait_for(found, f"a message that says {' and '.join(words)}")
