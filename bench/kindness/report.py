"""A report on the four weeks: messages, clicks and answers, compared with a plain daily ping."""

import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import select

from bench.kindness.world import HABITS, PROMPT, START, Blocked, World
from campaigns.people.working_time import is_working
from campaigns.reminders.ladder import ReminderState
from commands.people.recipients import availability_of
from sandbox.people import PEOPLE
from storage.lifecycle.campaigns import get_view
from storage.people.queries import find_person
from storage.reminders.tables import ReminderRow


@dataclass(frozen=True)
class Post:
    """One message to one person, with its time."""

    person: str
    at: datetime
    key: str


def posts(world: World) -> list[Post]:
    """List the messages that people received: digests, notices and mentions."""
    found = []
    for message in world.slack.everything():
        key = message["metadata"]["event_payload"]["key"]
        kind, _, rest = key.partition(":")
        at = datetime.fromtimestamp(int(float(message["ts"])), UTC)
        if kind in ("digest", "nudge"):
            found.append(Post(rest.partition(":")[0], at, key))
        elif key.startswith("notice:day:"):
            found.append(Post(key.split(":")[2], at, key))
    return found


def pings(world: World, drawn: list[Blocked]) -> Iterator[Post]:
    """Yield the messages of a plain daily ping at 09:00 UTC for every blocked item."""
    with world.store.read() as session:
        dris = {item.component: item.dri for item in get_view(session, 1).items}
    usernames = {person.username: person.slack_id for person in PEOPLE}
    for day in range(28):
        at = START + timedelta(days=day, hours=9)
        for one in drawn:
            if one.start <= at < one.end and dris[one.component]:
                yield Post(usernames[dris[one.component] or ""], at, one.component)


def outside(world: World, sent: list[Post]) -> int:
    """Count the messages sent outside their reader's working hours."""
    with world.store.read() as session:
        people = {post.person: find_person(session, post.person) for post in sent}
    return sum(
        not is_working(availability_of(world.catalog, person), post.at)
        for post in sent
        if (person := people[post.person]) is not None
    )


def reminders(world: World) -> list[ReminderRow]:
    """List every reminder that was planned."""
    with world.store.read() as session:
        return list(session.exec(select(ReminderRow)))


def after_an_acknowledgement(rows: list[ReminderRow]) -> int:
    """Count the reminders sent while an acknowledgement of the same item was active."""
    return sum(
        other.sent_at is not None
        and one.answered_at is not None
        and one.quiet_until is not None
        and (one.item_id, one.owner, one.since) == (other.item_id, other.owner, other.since)
        and one.answered_at < other.sent_at < one.quiet_until
        for one in rows
        for other in rows
    )


def pings_after_an_acknowledgement(world: World, rows: list[ReminderRow], sent: list[Post]) -> int:
    """Count the plain pings sent while an acknowledgement of the same item was active."""
    with world.store.read() as session:
        names = {item.id: item.component for item in get_view(session, 1).items}
    quiet = [
        (names[r.item_id], r.answered_at, r.quiet_until)
        for r in rows
        if r.answered_at is not None and r.quiet_until is not None
    ]
    return sum(
        any(name == post.key and start < post.at < end for name, start, end in quiet)
        for post in sent
    )


def hours_to_answer(rows: list[ReminderRow]) -> list[float]:
    """Return the hours between the first reminder of each escalation and its answer."""
    first: dict[tuple[int, str, datetime], datetime] = {}
    answered: dict[tuple[int, str, datetime], datetime] = {}
    for row in rows:
        key = (row.item_id, row.owner, row.since)
        if row.sent_at is not None:
            first[key] = min(first.get(key, row.sent_at), row.sent_at)
        if row.answered_at is not None:
            answered[key] = row.answered_at
    return [(answered[key] - first[key]).total_seconds() / 3600 for key in answered]


def report(world: World, drawn: list[Blocked]) -> None:
    """Print the figures."""
    sent, plain, rows = posts(world), list(pings(world, drawn)), reminders(world)
    mine, theirs = Counter(p.person for p in sent), Counter(p.person for p in plain)
    print(f"{len(drawn)} blocks of 29 components in four weeks; messages and clicks per person:")
    print(f"  {'':18}{'answers':>9}{'messages':>10}{'clicks':>8}{'plain pings':>13}")
    for person in PEOPLE:
        if mine[person.slack_id] or theirs[person.slack_id]:
            habit = HABITS.get(person.slack_id, PROMPT).name
            counts = f"{mine[person.slack_id]:>10}{world.clicks[person.slack_id]:>8}"
            print(f"  {person.name:18}{habit:>9}{counts}{theirs[person.slack_id]:>13}")
    hours = hours_to_answer(rows)
    unsent = [r for r in rows if r.state == ReminderState.overtaken.value and r.sent_at is None]
    print(f"  all: {len(sent)} messages, compared with {len(plain)} plain pings")
    print(f"hours to the first answer: median {statistics.median(hours):.1f}, {len(hours)} answers")
    print(f"overtaken by events before sending: {len(unsent) / len(rows):.0%} of {len(rows)}")
    print(f"outside working hours: {outside(world, sent)}, plain pings {outside(world, plain)}")
    late = pings_after_an_acknowledgement(world, rows, plain)
    print(f"after an acknowledgement: {after_an_acknowledgement(rows)}, plain pings {late}")
