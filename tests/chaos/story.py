"""A scripted campaign on a real store, with people, a clock and an in-memory Slack."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import select

from campaigns.delivery import Pace
from campaigns.model.person import Person
from campaigns.people.roles import Actor
from campaigns.states import CampaignState, ItemState
from commands.clocks import Clocks
from commands.notices.dispatch_notices import dispatch_notices
from commands.people.actors import get_actor
from commands.reminders.plan_reminders import plan_reminders
from slackapp.cli.demo import EXAMPLE_CATALOG
from slackapp.delivery.clock_drift import ClockDrift
from slackapp.delivery.outbox import Sender
from slackapp.delivery.sender import send_due
from storage.catalog.read import Catalog, read_catalog
from storage.delivery.tables import OutboxRow, QueueState
from storage.people.queries import save_person
from storage.store import Store
from storage.tables import CampaignRow, ItemRow
from tests.chaos.memory_slack import BOT, Act, Answer, MemorySlack
from tests.snapshots import migrated_store

TEAM = "T0TANUKI"
GITLAB = "https://gitlab.example"


@dataclass(frozen=True)
class Posted:
    """A posted message: its recipient, its key, and its story time."""

    channel: str
    key: str
    at: datetime


@dataclass
class Story:
    """The people, their items, and the messages they got so far."""

    store: Store
    catalog: Catalog
    zones: Mapping[str, str]
    now: datetime
    posted: list[Posted] = field(default_factory=list)
    lose_replies: int = 0

    def __post_init__(self) -> None:
        group = self.catalog.working_group
        rooms = {name: [] for name in (group.channel, group.operator_channel) if name}
        self.slack = MemorySlack(self.seconds, self._watch, rooms)
        self.sender = Sender(
            store=self.store,
            slack=self.slack,  # type: ignore[arg-type]  # what is used of it
            catalog=self.catalog,
            clock=self.moment,
            by="story",
            own_ids=lambda: frozenset({BOT}),
            pace=Pace(100),
            clock_drift=ClockDrift(self.seconds),
        )

    def _watch(self, method: str, act: Act) -> Answer:
        answer = act(0)
        if method == "chat.postMessage":
            _, channel, message = self.slack.on_their_way[-1]
            key = message["metadata"]["event_payload"]["key"]
            self.posted.append(Posted(channel, key, self.now))
            if self.lose_replies:
                self.lose_replies -= 1
                raise TimeoutError
        return answer

    def seconds(self) -> float:
        return self.now.timestamp()

    def moment(self) -> Clocks:
        return Clocks(self.now, self.now)

    def actor(self, slack_id: str) -> Actor:
        return get_actor(self.store, self.catalog, slack_id, TEAM)

    def plan(self) -> int:
        """Run the reminder and notice jobs."""
        handed = plan_reminders(self.store, self.catalog, clock=self.moment)
        return handed + dispatch_notices(self.store, self.catalog, clock=self.moment)

    def tick(self) -> None:
        """Run all jobs once."""
        self.plan()
        send_due(self.sender)

    def let_pass(self, whole: timedelta, step: timedelta) -> None:
        end = self.now + whole
        while self.now < end:
            self.now = min(self.now + step, end)
            self.tick()

    def unsettled(self) -> int:
        """Count the digests whose delivery is unknown."""
        pending = OutboxRow.state == QueueState.pending.value
        with self.store.read() as session:
            rows = session.exec(select(OutboxRow).where(OutboxRow.kind == "digest", pending))
            return len(rows.all())

    def digests(self, person: str) -> list[datetime]:
        """List when someone got a digest, in local time."""
        zone = ZoneInfo(self.zones[person])
        mine = f"digest:{person}:"
        return [one.at.astimezone(zone) for one in self.posted if one.key.startswith(mine)]


@contextmanager
def tell_story(
    folder: Path, zones: Mapping[str, str], now: datetime, *, every_day: bool = False
) -> Iterator[Story]:
    """Open an active campaign in which each person owns one item."""
    catalog = read_catalog(EXAMPLE_CATALOG)
    if every_day:
        reminders = catalog.working_group.reminders.model_copy(update={"days": tuple(range(7))})
        group = catalog.working_group.model_copy(update={"reminders": reminders})
        catalog = replace(catalog, working_group=group)
    store = migrated_store(folder / "story.db")
    with store.write() as session:
        session.add(campaign_row(now))
        session.flush()
        for number, (slack_id, zone) in enumerate(zones.items()):
            save_person(session, person_record(slack_id, zone))
            session.add(item_row(number, f"git-{slack_id.lower()}", now))
    yield Story(store, catalog, zones, now)
    store.dispose()


def person_record(slack_id: str, zone: str) -> Person:
    return Person(
        slack_id=slack_id,
        team_id=TEAM,
        name=slack_id.title(),
        tz=zone,
        gitlab_username=f"git-{slack_id.lower()}",
        is_guest=False,
        is_bot=False,
        is_stranger=False,
        deleted=False,
    )


def campaign_row(now: datetime) -> CampaignRow:
    return CampaignRow(
        id=1,
        slug="go-1.20",
        runtime="go",
        runtime_title="Go",
        version="1.20",
        state=CampaignState.active.value,
        group_path="gitlab-org",
        label="runtime-upgrade-go-1.20",
        epic_title="Update Go to 1.20",
        tiers=[{"key": "a", "title": "Prerequisites", "ordered": False, "gates": True}],
        started_by="U0FRIDA",
        started_at=now.astimezone(UTC),
    )


def item_row(number: int, dri: str, now: datetime) -> ItemRow:
    return ItemRow(
        campaign_id=1,
        component=f"c{number}",
        title=f"Component {number}",
        tier="a",
        position=number,
        project=f"gitlab-org/c{number}",
        project_id=number + 1,
        issue_iid=number + 1,
        issue_id=number + 1,
        web_url=f"{GITLAB}/gitlab-org/c{number}/-/issues/{number + 1}",
        dri=dri,
        state=ItemState.in_dev.value,
        state_since=now,
        in_epic=True,
    )
