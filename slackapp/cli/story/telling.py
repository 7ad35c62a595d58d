"""The story's player: acts as its people, and prints what they do and read."""

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
    """A story being played; ``printed`` counts the entries of Slack's log printed so far."""

    box: Sandbox
    assistant: Assistant
    say: Callable[[str], None]
    printed: int = 0

    def chapter(self, title: str, who: str, at: datetime | None = None) -> None:
        """Move the clock to ``at`` if given, and print a heading with the local time of ``who``."""
        if at is not None:
            self.box.clock.set(at)
            self.run_jobs()
        zone = self._person(who).tz
        now = self.box.clock.now().astimezone(ZoneInfo(zone))
        place = zone.rpartition("/")[2].replace("_", " ")
        self.say(f"== {title} ==\n{now:%A} {date_and_time(now)} in {place}\n")

    def later(self, by: timedelta) -> None:
        """Move the story clock forward."""
        self.box.clock.advance(by)
        self.run_jobs()

    def run_jobs(self) -> None:
        """Run the scheduled jobs now instead of waiting for them."""
        wake_jobs(self.assistant.scheduler, SYNC, GATHER, REMIND, SUMMARISE)

    def types(self, who: str, words: str) -> None:
        """Type the slash command in the working group's channel."""
        self.box.slack.command(who, CHANNEL, COMMAND, words)

    def clicks(self, who: str, message: SeenMessage, button: str) -> None:
        """Press a message's button, found by its label."""
        self.box.slack.click(who, message.channel, message.ts, button)

    def submits(self, who: str, values: dict[str, str]) -> None:
        """Fill in the modal that a person has open, by its labels, and submit it."""
        modal = wait_for(lambda: self.box.slack.view(who), f"a modal for {who}")
        self.print_news()
        self.box.slack.submit(who, modal.id, dict(values))

    def in_channel(self, *words: str) -> SeenMessage:
        """Wait until a message in the channel contains these words."""
        return _newest(lambda: self.box.slack.messages(CHANNEL), words)

    def in_thread(self, *words: str) -> SeenMessage:
        """Wait until the thread of the campaign's card contains these words."""
        return self.in_thread_of(self.in_channel("*Go 1.20*", "Epic"), *words)

    def in_thread_of(self, message: SeenMessage, *words: str) -> SeenMessage:
        """Wait until the thread of a message in the channel contains these words."""
        return _newest(lambda: self.box.slack.thread(CHANNEL, message.ts), words)

    def direct(self, who: str, *words: str) -> SeenMessage:
        """Wait until a person's direct messages contain these words."""
        return _newest(lambda: self.box.slack.direct_messages(who), words)

    def only_for(self, who: str, *words: str) -> SeenMessage:
        """Wait until a message visible only to this person contains these words."""
        return _newest(lambda: self.box.slack.ephemerals(who), words)

    def print_news(self) -> None:
        """Print what people did and read since the last call."""
        with self.box.slack.workspace.lock:
            seen = self.box.slack.transcript(self.printed, final=True)
            self.printed = len(self.box.slack.workspace.log)
        self.say(f"{write_emoji(seen)}\n")

    @contextmanager
    def in_gitlab(self, who: str, what: str) -> Iterator[Connection]:
        """Do something in GitLab as a person of the story, print it, and sync at once."""
        person = self._person(who)
        self.say(f"In GitLab, {person.name} {what}\n")
        gitlab = Connection(self.box.gitlab.url, self.box.gitlab.token_of(person.username))
        try:
            yield gitlab
        finally:
            gitlab.close()
        self.run_jobs()

    def campaign(self) -> CampaignView:
        """Read the campaign from the database."""
        with self.assistant.deps.store.read() as session:
            return get_view(session, list_campaigns(session)[0].id)

    def _person(self, slack_id: str) -> Person:
        return next(person for person in self.box.slack.people() if person.slack_id == slack_id)


def indented(text: str) -> str:
    """Indent the text of a message."""
    return indent(text, INDENT)


def _newest(read: Callable[[], tuple[SeenMessage, ...]], words: tuple[str, ...]) -> SeenMessage:
    def found() -> SeenMessage | None:
        matches = [message for message in read() if all(word in message.plain for word in words)]
        return matches[-1] if matches else None

    return wait_for(found, f"a message with {' and '.join(words)}")
