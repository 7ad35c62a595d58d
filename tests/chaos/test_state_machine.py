"""For any order of people's actions and events, nobody is nagged and nobody is forgotten."""

import os
import tempfile
from collections import Counter
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from campaigns.model.item import Item
from campaigns.states import ItemState
from commands.errors import ExpectedError
from commands.items.assign_item import AssignRequest, assign_item
from commands.items.block_item import BlockRequest, block_item
from commands.items.unblock_item import UnblockRequest, unblock_item
from commands.reminders.acknowledge_reminder import acknowledge_all
from commands.reminders.answer_reminder import Answered, list_asked
from commands.reminders.snooze_reminder import SnoozeRequest, snooze_all
from slackapp.delivery.sender import send_due
from storage.lifecycle.campaigns import get_view
from storage.reminders.queries import list_message_reminders
from tests.chaos.story import GITLAB, Posted, Story, tell_story

LONG = os.environ.get("CHAOS") == "long"
EXAMPLES, STEPS = (60, 30) if LONG else (4, 12)
MAX_SEEDS_TO_FIND = 60
ZONES = {"U0GUS": "America/Sao_Paulo", "U0PIA": "Europe/Berlin", "U0KIM": "Asia/Tokyo"}
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PATIENCE = timedelta(days=5)  # a weekend, and a digest that was full for the day

people = st.sampled_from(sorted(ZONES))
components = st.sampled_from(["c0", "c1", "c2"])


class People(RuleBasedStateMachine):
    """Three people with one item each, and the promise for them."""

    @initialize()
    def begin(self) -> None:
        self.stack = ExitStack()
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.story: Story = self.stack.enter_context(tell_story(folder, ZONES, MONDAY))
        self.quiet: dict[tuple[str, str], datetime] = {}
        self.untold: dict[str, datetime] = {}
        self.checked = 0

    def teardown(self) -> None:
        if not hasattr(self, "story"):
            return
        try:
            self._everybody_is_told()
        finally:
            self.stack.close()

    def _everybody_is_told(self) -> None:
        end = self.story.now + PATIENCE
        while self.story.now < end:
            self.hours_pass(6)
            self.nobody_is_nagged()
        late = {c: since for c, since in self.untold.items() if since <= end - PATIENCE}
        assert late == {}

    def _item(self, component: str) -> Item:
        with self.story.store.read() as session:
            return get_view(session, 1).item(component)

    def _owner(self, component: str) -> str:
        return next(who for who in ZONES if f"git-{who.lower()}" == self._item(component).dri)

    def _changed(self, component: str) -> None:
        """Forget the answers: something about the item has changed."""
        self.quiet = {k: until for k, until in self.quiet.items() if k[0] != component}
        self.untold.pop(component, None)
        if self._item(component).state == ItemState.blocked:
            self.untold[component] = self.story.now

    @rule(hours=st.integers(min_value=1, max_value=30))
    def hours_pass(self, hours: int) -> None:
        for _ in range(hours):
            self.story.now += HOUR
            self._tick()

    def _tick(self) -> None:
        self.story.tick()

    @rule(component=components)
    def block(self, component: str) -> None:
        story, actor = self.story, self.story.actor(self._owner(component))
        if self._item(component).state == ItemState.blocked:
            return
        request = BlockRequest(component, "the new image")
        block_item(
            story.store, story.catalog, actor, request, gitlab_url=GITLAB, now=story.moment()
        )
        self._changed(component)

    @rule(component=components)
    def unblock(self, component: str) -> None:
        story, actor = self.story, self.story.actor(self._owner(component))
        if self._item(component).state != ItemState.blocked:
            return
        request = UnblockRequest(component)
        unblock_item(story.store, story.catalog, actor, request, now=story.moment())
        self._changed(component)

    @rule(component=components, who=people)
    def reassign(self, component: str, who: str) -> None:
        if self._owner(component) == who:
            return
        story = self.story
        lead = story.actor("U0FRIDA")
        request = AssignRequest(component, who)
        assign_item(story.store, story.catalog, lead, request, now=story.moment())
        self._changed(component)

    @rule(who=people)
    def acknowledge(self, who: str) -> None:
        with suppress(ExpectedError):
            done = self._acknowledge(who)
            self._answered(who, done.items, done.quiet_until)

    def _acknowledge(self, who: str) -> Answered:
        story = self.story
        actor = story.actor(who)
        return acknowledge_all(story.store, story.catalog, actor, None, now=story.moment())

    @rule(who=people, days=st.sampled_from([1, 3, 7]))
    def snooze(self, who: str, days: int) -> None:
        story, request = self.story, SnoozeRequest(days)
        with suppress(ExpectedError):
            done = snooze_all(
                story.store, story.catalog, story.actor(who), None, request, now=story.moment()
            )
            self._answered(who, done.items, done.quiet_until)

    def _answered(self, who: str, items: tuple[Item, ...], until: datetime) -> None:
        for item in items:
            if self._owner(item.component) == who:
                self.quiet[item.component, who] = until
                self.untold.pop(item.component, None)

    @invariant()
    def nobody_is_nagged(self) -> None:
        if not hasattr(self, "story"):
            return
        for one in self.story.posted[self.checked :]:
            who = f"U{one.channel[1:]}"
            if who in ZONES and one.key.startswith(("digest:", "notice:day:")):
                self._is_working_time(who, one)
            if one.key.startswith(("digest:", "nudge:")):
                self._tells_nobody_who_answered(one)
        self.checked = len(self.story.posted)
        days = Counter(
            (one.channel, one.key.split(":")[0], one.at.astimezone(zone(one)).date())
            for one in self.story.posted
            if one.key.startswith(("digest:", "notice:day:"))
        )
        assert {day: n for day, n in days.items() if n > 1} == {}

    def _is_working_time(self, who: str, one: Posted) -> None:
        local = one.at.astimezone(ZoneInfo(ZONES[who]))
        assert local.weekday() < 5, (one, local)
        assert "09:30" <= f"{local:%H:%M}" < "16:30", (one, local)

    def _tells_nobody_who_answered(self, one: Posted) -> None:
        with self.story.store.read() as session:
            told = list_message_reminders(session, one.key)
            names = {item.id: item.component for item in get_view(session, 1).items}
        for reminder in told:
            component = names[reminder.item_id]
            until = self.quiet.get((component, reminder.owner))
            assert until is None or one.at >= until, (one, component, until)
            self.untold.pop(component, None)


def zone(one: Posted) -> ZoneInfo:
    """Return the time zone of a recipient; leads have none here."""
    return ZoneInfo(ZONES.get(f"U{one.channel[1:]}", "UTC"))


class DeafAssistant(People):
    """Loses every acknowledgement after showing it as accepted."""

    def _acknowledge(self, who: str) -> Answered:
        with self.story.store.read() as session:
            asked = list_asked(session, self.story.actor(who), None)
        return Answered(tuple(one.item for one in asked), self.story.now + timedelta(days=3))


class ForgetfulAssistant(People):
    """Never checks whether a reminder is due."""

    def _tick(self) -> None:
        send_due(self.story.sender)


def play(machine: type[People], examples: int = EXAMPLES, **more: object) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]  # untyped in hypothesis
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
            **more,
        ),
    )


def test_nobody_is_nagged_and_nobody_is_forgotten() -> None:
    play(People)


def live_some_days(machine: type[People]) -> None:
    """Block an item, acknowledge its digest, and wait: each broken promise shows in these days."""
    people_of = machine()
    people_of.begin()
    try:
        people_of.block("c0")
        people_of.hours_pass(30)
        people_of.nobody_is_nagged()
        people_of.acknowledge(people_of._owner("c0"))  # noqa: SLF001 - the machine's own
        for _ in range(2):
            people_of.hours_pass(30)
            people_of.nobody_is_nagged()
    finally:
        people_of.teardown()


def test_nobody_is_nagged_or_forgotten_in_these_days() -> None:
    live_some_days(People)


@pytest.mark.parametrize("machine", [DeafAssistant, ForgetfulAssistant])
def test_an_assistant_that_breaks_its_promise_is_found(machine: type[People]) -> None:
    with pytest.raises(AssertionError):
        live_some_days(machine)


@pytest.mark.skipif(not LONG, reason="the search takes minutes: make chaos")
@pytest.mark.parametrize("machine", [DeafAssistant, ForgetfulAssistant])
def test_an_assistant_that_breaks_its_promise_is_found_by_the_search(machine: type[People]) -> None:
    with pytest.raises(AssertionError):
        play(machine, MAX_SEEDS_TO_FIND, phases=[Phase.generate], report_multiple_bugs=False)
