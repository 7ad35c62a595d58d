"""The time to build the weekly summary and App Home, and how it grows with the data.

Run by `make bench`. The database is filled in bulk. Only the work for each summary is timed:
reading, finding what changed, and building the message.
"""

import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, update
from sqlmodel import col

from campaigns.events import EventKind
from campaigns.people.roles import Actor
from campaigns.states import ItemState
from commands.clocks import Clocks
from commands.overview.show_home import show_home
from commands.summary.read_burn_up import read_burn_up
from commands.summary.read_summary import read_summary
from slackapp.pictures.burn_up import draw_burn_up
from slackapp.pictures.summary_pictures import MAX_PICTURES
from slackapp.views.overview.home import build_home
from slackapp.views.summary.summary import build_details, build_post
from storage.catalog.read import read_catalog
from storage.migrate import migrate
from storage.reminders.tables import ReminderRow
from storage.store import Store, open_store
from storage.summary.queries import add_summary
from storage.tables import CampaignRow, EventRow, ItemRow

NOW = datetime(2023, 10, 2, 7, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
ROUNDS = 5
CATALOG = Path(__file__).parent.parent / "catalog"
STATES = tuple(state.value for state in ItemState)


def fill(store: Store, campaigns: int, items: int, events: int) -> None:
    """Fill a database with items and events per campaign, a tenth of the events this week."""
    with store.write() as session:
        for number in range(1, campaigns + 1):
            session.execute(insert(CampaignRow), [_campaign(number)])
            session.execute(insert(ItemRow), [_item(number, at) for at in range(items)])
            session.execute(
                insert(EventRow), [_event(number, at % items, at / events) for at in range(events)]
            )


def _campaign(number: int) -> dict[str, object]:
    return {
        "id": number,
        "slug": f"r{number}-1",
        "runtime": f"r{number}",
        "runtime_title": f"Runtime {number}",
        "version": "1",
        "state": "active",
        "group_path": "g",
        "label": f"l{number}",
        "epic_title": "t",
        "tiers": [{"key": "one", "title": "One", "ordered": False, "gates": True}],
        "notices": [],
        "opened_tiers": [],
        "started_by": "U1",
        "started_at": NOW - 10 * WEEK,
    }


def _item(campaign: int, at: int) -> dict[str, object]:
    return {
        "campaign_id": campaign,
        "component": f"c{at}",
        "title": f"Component {at}",
        "tier": "one",
        "position": at,
        "project": f"g/c{at}",
        "issue_iid": at,
        "web_url": f"https://gitlab.example.com/g/c{at}/-/issues/{at}",
        "dri": f"user{at % 40}",
        "state": STATES[at % len(STATES)],
        "state_since": NOW - WEEK,
        "closed": False,
        "in_epic": True,
        "gone": False,
    }


def _event(campaign: int, item: int, share: float) -> dict[str, object]:
    return {
        "campaign_id": campaign,
        "component": f"c{item}",
        "kind": EventKind.state_changed.value,
        "actor": "gitlab",
        "before": STATES[item % len(STATES)],
        "after": STATES[(item + 1) % len(STATES)],
        "at": NOW - 10 * WEEK * (1 - share),
    }


def _question(item: int) -> dict[str, object]:
    return {
        "campaign_id": 1,
        "item_id": item,
        "person": "U1",
        "owner": "U1",
        "since": NOW,
        "step": 1,
        "kind": "digest",
        "due_at": NOW,
        "state": "sent",
        "message": "digest",
        "sent_at": NOW,
    }


def summarise(store: Store) -> None:
    """Build one summary: the post and the details in its thread."""
    summary = read_summary(store, 1, now=Clocks(NOW, NOW))
    for build in (build_post, build_details):
        build(summary).as_json()


def summarise_with_pictures(store: Store) -> None:
    """Build one summary including the burn-up images of the post."""
    summarise(store)
    for campaign_id in range(1, MAX_PICTURES + 1):
        read = read_burn_up(store, campaign_id, now=Clocks(NOW, NOW))
        draw_burn_up(read.campaign.title, read.burn_up)


def measure_pictures(campaigns: int, items: int, events: int) -> tuple[float, float]:
    """Measure a summary with pictures: the first one in a process, with imports, and later ones."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'pictures.db'}")
        migrate(store.engine)
        fill(store, campaigns, items, events)
        with store.write() as session:
            add_summary(session, since=NOW - WEEK, until=NOW, now=NOW)
        first = fastest(lambda: summarise_with_pictures(store), rounds=1)
        others = fastest(lambda: summarise_with_pictures(store), rounds=3)
        store.dispose()
    return first, others


def fastest(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the CPU time of the fastest of several rounds, in milliseconds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times) * 1000


def measure(campaigns: int, items: int, events: int) -> float:
    """Measure a summary of several campaigns, each with some items and events."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'week.db'}")
        migrate(store.engine)
        fill(store, campaigns, items, events)
        with store.write() as session:
            add_summary(session, since=NOW - WEEK, until=NOW, now=NOW)
        took = fastest(lambda: summarise(store))
        store.dispose()
    return took


def measure_home(campaigns: int) -> float:
    """Measure the Home of a person with 100 items, all with reminders, among several campaigns."""
    me = Actor("U1", "Me", gitlab_username="me")
    moment = Clocks(NOW, NOW)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'home.db'}")
        migrate(store.engine)
        fill(store, campaigns, 100, 1000)
        with store.write() as session:
            mine = {"dri": "me", "state": ItemState.blocked.value}
            session.execute(update(ItemRow).where(col(ItemRow.campaign_id) == 1).values(**mine))
            session.execute(insert(ReminderRow), [_question(item) for item in range(1, 101)])
        catalog = read_catalog(CATALOG)
        took = fastest(lambda: build_home(show_home(store, catalog, me, now=moment)).to_dict())
        store.dispose()
    return took


def main() -> None:
    """Print the figures."""
    small, large = measure(5, 100, 4000), measure(50, 100, 4000)
    print(f"summary of 5 campaigns, 500 items, 20,000 events: {small:.0f} ms")
    print(f"summary of 50 campaigns, 5,000 items, 200,000 events: {large:.0f} ms (at most 300)")
    print(f"ten times the data costs {large / small:.1f} times (at most 12)")
    first, others = measure_pictures(50, 100, 4000)
    print(f"with {MAX_PICTURES} pictures: {others:.0f} ms, first {first:.0f} ms (at most 1500)")
    few, many = measure_home(1), measure_home(10)
    print(f"Home of a person with 100 items, 1 campaign: {few:.0f} ms (at most 50)")
    print(f"the same among ten campaigns: {many:.0f} ms, {many / few:.1f} times (at most 12)")


if __name__ == "__main__":
    main()
