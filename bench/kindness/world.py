"""A simulation of four weeks of a campaign in which items are blocked and people answer.

In a campaign with the example catalog's 29 components, items are blocked and unblocked at random
with a fixed seed, and people answer according to their habits. The rules, the store and the sender
are the real ones; Slack is in memory, and the clock is simulated.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import select

from campaigns.lifecycle.due_dates import DueDate, DueSource
from campaigns.lifecycle.plans import Plan
from campaigns.model.person import Person
from campaigns.people.working_time import is_working
from campaigns.reminders.ladder import ReminderState
from campaigns.states import CampaignState, ItemState
from commands.clocks import Clocks
from commands.errors import ExpectedError
from commands.items.block_item import BlockRequest, block_item
from commands.items.unblock_item import UnblockRequest, unblock_item
from commands.lifecycle.draw_up_plan import planned_items
from commands.notices.dispatch_notices import dispatch_notices
from commands.people.actors import OPERATOR, as_actor
from commands.people.recipients import availability_of
from commands.reminders.acknowledge_reminder import acknowledge_all
from commands.reminders.plan_reminders import plan_reminders
from runtimes.registry import get_runtime
from sandbox.people import PEOPLE
from slackapp.cli.demo import EXAMPLE_CATALOG
from slackapp.delivery.outbox import Sender
from slackapp.delivery.sender import send_due
from storage.catalog.read import Catalog, read_catalog
from storage.lifecycle.campaigns import add_campaign, get_view, update_campaign, update_item
from storage.migrate import migrate
from storage.people.queries import find_person, save_person
from storage.reminders.tables import ReminderRow
from storage.store import Store, open_store
from tests.chaos.memory_slack import Answer, MemorySlack

START = datetime(2023, 4, 3, 0, 0, tzinfo=UTC)
STEP = timedelta(minutes=30)
STEPS = 4 * 7 * 48
SEED = 20230403
AWAY = (START + timedelta(days=7), START + timedelta(days=18))
TEAM, CHANNEL_OF_SLACK = "T0TANUKI", "D0"


@dataclass(frozen=True)
class Habit:
    """How a person answers: after some working half-hours, or never; maybe away for some days."""

    name: str
    patience: int | None
    away: bool = False


PROMPT, SLOW, SILENT = Habit("prompt", 2), Habit("slow", 14), Habit("silent", None)
GONE = Habit("away", 2, away=True)
HABITS = {"U0OTTO": SLOW, "U0RAJ": SLOW, "U0UMA": SILENT, "U0TESS": GONE}


@dataclass
class Slack(MemorySlack):
    """The in-memory Slack, which also accepts the request to pin the card."""

    def pins_add(self, **_given: str) -> Answer:
        """Accept a pin and ignore it."""
        return Answer({"ok": True})


@dataclass
class World:
    """The simulation's state: the store, Slack, the clock, and people's waits and clicks."""

    store: Store
    catalog: Catalog
    slack: Slack
    sender: Sender
    clock: list[datetime]
    waiting: dict[str, int] = field(default_factory=dict)
    clicks: Counter[str] = field(default_factory=Counter)

    @property
    def now(self) -> Clocks:
        """The simulated time, on both clocks."""
        return Clocks(self.clock[0], self.clock[0])


@dataclass(frozen=True)
class Blocked:
    """One period in which an item is blocked."""

    component: str
    start: datetime
    end: datetime


def blocks(rng: random.Random, components: list[str]) -> list[Blocked]:
    """Sample the periods in which items are blocked: once or twice each, for some days."""
    found = []
    for component in components:
        at = START + timedelta(days=rng.uniform(0, 9))
        for _ in range(rng.randint(1, 2)):
            end = at + timedelta(days=rng.lognormvariate(1.2, 0.8))
            found.append(Blocked(component, at, end))
            at = end + timedelta(days=rng.uniform(2, 8))
    return found


def create_world(folder: Path) -> World:
    """Create a store with the sandbox's people and a started campaign of 29 components."""
    store, catalog, clock = open_store(f"sqlite:///{folder / 'kindness.db'}"), _catalog(), [START]
    migrate(store.engine)
    with store.write() as session:
        for one in PEOPLE:
            save_person(session, _record(one.slack_id, one.name, one.tz, one.username))
        _add_campaign(session, catalog)
    slack = Slack(now=lambda: clock[0].timestamp())  # noqa: PLW0108 - the first element is replaced
    slack.channels[catalog.working_group.channel] = []
    sender = Sender(
        store,
        slack,  # type: ignore[arg-type]  # it only implements the methods that are called
        catalog,
        lambda: Clocks(clock[0], clock[0]),
        "kindness",
        lambda: frozenset({"U0BOT"}),
    )
    return World(store, catalog, slack, sender, clock)


def _catalog() -> Catalog:
    return read_catalog(EXAMPLE_CATALOG)


def _record(slack_id: str, name: str, tz: str, username: str) -> Person:
    return Person(
        slack_id=slack_id,
        team_id=TEAM,
        name=name,
        tz=tz,
        gitlab_username=username,
        is_guest=False,
        is_bot=False,
        is_stranger=False,
        deleted=False,
    )


def _add_campaign(session, catalog: Catalog) -> None:  # type: ignore[no-untyped-def]  # an open unit  # noqa: ANN001
    components = catalog.runtimes["go"]
    plan = Plan(
        runtime="go",
        runtime_title=get_runtime("go").title,
        version="1.20",
        group="gitlab-org",
        epic_title="Update Go to 1.20",
        label="runtime-upgrade-go-1.20",
        due=DueDate(START.date() + timedelta(days=180), DueSource.given),
        tiers=tuple(tier.as_tier() for tier in components.tiers),
        items=planned_items(components),
    )
    number = add_campaign(session, plan, slug="go-1.20", by="U0FRIDA", now=START)
    update_campaign(session, number, state=CampaignState.active.value)
    for iid, item in enumerate(get_view(session, number).items, start=1):
        state = ItemState.in_dev.value
        update_item(session, item.id, issue_iid=iid, state=state, web_url=f"https://gl/{iid}")


def live(world: World, drawn: list[Blocked]) -> None:
    """Simulate four weeks in half-hour steps."""
    for step in range(STEPS):
        world.clock[0] = START + step * STEP
        _happen(world, drawn)
        _set_away(world)
        plan_reminders(world.store, world.catalog, clock=lambda: world.now)
        dispatch_notices(world.store, world.catalog, clock=lambda: world.now)
        send_due(world.sender)
        for person in PEOPLE:
            _read(world, person.slack_id)


def _happen(world: World, drawn: list[Blocked]) -> None:
    now = world.now
    for one in drawn:
        if now.story - STEP < one.start <= now.story:
            request = BlockRequest(one.component, "the new image")
            args = (world.store, world.catalog, OPERATOR, request)
            block_item(*args, gitlab_url="https://gl", now=now)
        if now.story - STEP < one.end <= now.story:
            unblock_item(
                world.store, world.catalog, OPERATOR, UnblockRequest(one.component), now=now
            )


def _set_away(world: World) -> None:
    for slack_id, habit in HABITS.items():
        if habit.away and world.clock[0] in AWAY:
            away = world.clock[0] == AWAY[0]
            one = next(person for person in PEOPLE if person.slack_id == slack_id)
            row = _record(one.slack_id, one.name, one.tz, one.username)
            text, until = ("PTO", AWAY[1]) if away else ("", None)
            person = Person(**{**row.__dict__, "status_text": text, "status_until": until})
            with world.store.write() as session:
                save_person(session, person)


def _read(world: World, slack_id: str) -> None:
    """Answer a person's open reminders once their response time has passed."""
    habit = HABITS.get(slack_id, PROMPT)
    with world.store.read() as session:
        person = find_person(session, slack_id)
        waits = session.exec(
            select(ReminderRow.id).where(
                ReminderRow.person == slack_id, ReminderRow.state == ReminderState.sent.value
            )
        ).first()
    if person is None or waits is None or habit.patience is None or _is_away(world, habit):
        world.waiting.pop(slack_id, None)
        return
    if not is_working(availability_of(world.catalog, person), world.clock[0]):
        return
    world.waiting[slack_id] = world.waiting.get(slack_id, 0) + 1
    if world.waiting[slack_id] >= habit.patience:
        actor = as_actor(world.catalog, person)
        try:
            acknowledge_all(world.store, world.catalog, actor, None, now=world.now)
        except ExpectedError:
            return
        world.clicks[slack_id] += 1
        world.waiting.pop(slack_id)


def _is_away(world: World, habit: Habit) -> bool:
    return habit.away and AWAY[0] <= world.clock[0] < AWAY[1]
