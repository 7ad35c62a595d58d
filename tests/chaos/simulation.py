"""Several senders on one real database, interleaved randomly, with every kind of failure.

Deterministic by its seed. What is paused, killed or slow is paused inside one of its calls, and the
others run meanwhile; Slack and the clocks are in memory, the sender's code is the real one. The one
exception is a process suspended between reading the clock and its call for longer than the lease's
margin: nothing can prevent that.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import delete
from sqlmodel import Session, select

from campaigns.delivery import NoticeMessage, Pace
from commands.clocks import Clocks
from commands.delivery.messages import enqueue
from slackapp.delivery.clock_drift import ClockDrift
from slackapp.delivery.outbox import Sender, Steps
from slackapp.delivery.sender import send_due
from storage.catalog.read import Catalog
from storage.delivery.tables import OutboxRow, QueueState
from storage.engine import create_store_engine
from storage.migrate import migrate
from storage.store import WAIT_SECONDS, Store, unit_is_open
from tests.chaos.memory_slack import BOT, Act, Answer, MemorySlack, rate_limited, server_error

START = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
PEOPLE = ("U0GUS", "U0FRIDA", "C0GROUP")
HOUR = 3600.0
MAX_TURNS = 3000
DEEPEST = 2
TIMEOUT, SETTLE = 10.0, 60.0


RIGHT = Steps()


class KilledError(BaseException):
    """Ends a worker at any point."""


@dataclass(frozen=True)
class Outcome:
    """The outcome of one seed's messages."""

    seed: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    finished: bool

    @property
    def kept(self) -> bool:
        """Whether the promise was kept."""
        return self.finished and not self.lost and not self.doubled


class WatchedStore(Store):
    """A store in which a worker may die before and after each commit."""

    watch: Callable[[], None] = staticmethod(lambda: None)
    may_die: Callable[[], None] = staticmethod(lambda: None)

    @contextmanager
    def write(self, *, wait_seconds: float = WAIT_SECONDS) -> Iterator[Session]:
        self.watch()
        with super().write(wait_seconds=wait_seconds) as session:
            yield session
            self.may_die()
        self.watch()


@dataclass
class World:
    """One database, several senders, one random generator."""

    stores: list[WatchedStore]
    catalog: Catalog
    steps: Steps = RIGHT
    retries: bool = False
    seed: int = 0
    elapsed: float = 0.0
    set_by: float = 0.0
    depth: int = 0
    budget: Counter[str] = field(default_factory=Counter)

    def play(self, seed: int) -> Outcome:
        """Run one seed to its end."""
        self._begin(seed)
        keys = [f"m{number}" for number in range(self.dice.randint(3, 8))]
        to_come = list(keys)
        for _ in range(MAX_TURNS):
            if to_come and self.dice.random() < 0.4:
                self._want(to_come.pop())
            self._turn(self.dice.randrange(len(self.senders)))
            if not to_come and self._is_done():
                break
        return self._judge(keys)

    def _begin(self, seed: int) -> None:
        self.seed, self.elapsed, self.set_by, self.depth = seed, 0.0, 0.0, 0
        self.dice = random.Random(seed)
        self.budget = Counter(kill=6, fault=9, pause=5, jump=2, switch=30)
        self.slack = MemorySlack(self._slack_time, self._around)
        with Store.write(self.stores[0]) as session:
            session.execute(delete(OutboxRow))
        self.senders = [self._new_sender(number) for number in range(len(self.stores))]
        self.waiting = set(range(len(self.senders)))

    def _new_sender(self, number: int) -> Sender:
        store = self.stores[number]
        store.watch, store.may_die = self._yield, self._may_die
        self.lives = getattr(self, "lives", 0) + 1
        return Sender(
            store=store,
            slack=self.slack,  # type: ignore[arg-type]  # what is used of it
            catalog=self.catalog,
            clock=self._clock,
            by=f"w{number}.{self.lives}",
            own_ids=lambda: frozenset({BOT}),
            pace=Pace(100),
            steps=self.steps,
            clock_drift=ClockDrift(lambda: self.elapsed),
        )

    def _slack_time(self) -> float:
        return START.timestamp() + self.elapsed

    def _wall(self) -> datetime:
        return START + timedelta(seconds=self.elapsed + self.set_by)

    def _clock(self) -> Clocks:
        self._yield()
        return Clocks(self._wall(), self._wall())

    def _roll(self, what: str, probability: float) -> bool:
        happens = self.budget[what] > 0 and self.dice.random() < probability
        self.budget[what] -= happens
        return happens

    def _may_die(self) -> None:
        if self._roll("kill", 0.03):
            raise KilledError

    def _yield(self) -> None:
        """Let another worker continue, die, or pause."""
        if unit_is_open() or not self.waiting:
            return
        self._may_die()
        if self._roll("pause", 0.03):
            self._let_pass(self.dice.uniform(1, 400))
        elif self._roll("switch", 0.05):
            self._turn_of_another()

    def _let_pass(self, seconds: float) -> None:
        for _ in range(4):
            self.elapsed += seconds / 4
            if self._roll("jump", 0.05):
                self.set_by = self.dice.choice([-HOUR, 0.0, HOUR])
            self._turn_of_another()

    def _turn_of_another(self) -> None:
        if self.waiting and self.depth < DEEPEST:
            self._turn(self.dice.choice(sorted(self.waiting)))

    def _turn(self, number: int) -> None:
        """Let one worker send due messages; one that dies is replaced."""
        self.waiting.discard(number)
        self.depth += 1
        try:
            if not send_due(self.senders[number]) and self.depth == 1:
                self.elapsed += self.dice.uniform(0.5, 20)
        except KilledError:
            self.senders[number] = self._new_sender(number)
        finally:
            self.depth -= 1
            self.waiting.add(number)

    def _want(self, key: str) -> None:
        person, now = self.dice.choice(PEOPLE), Clocks(self._wall(), self._wall())
        with Store.write(self.stores[0]) as session:
            enqueue(session, NoticeMessage.about(key, f"This is {key}."), to=person, now=now)

    def _around(self, method: str, act: Act) -> Answer:
        """Make a call, and with the SDK's retries a second one if there was no answer."""
        try:
            return self._call(method, act)
        except OSError:
            if not self.retries:
                raise
            return self._call(method, act)

    def _call(self, method: str, act: Act) -> Answer:
        """Make a call that may fail in every possible way."""
        self._may_die()
        fate = self.dice.choice(FATES) if self._roll("fault", 0.15) else "done"
        if fate == "limited":
            raise rate_limited(self.dice.randint(1, 30))
        if fate in {"reset", "error"}:
            raise ConnectionResetError if fate == "reset" else server_error()
        begun, needed = self.elapsed, self.dice.choice([0.05, 0.5, 4])
        late = method == "chat.postMessage" and fate == "late"
        answer = act(self.dice.uniform(TIMEOUT, TIMEOUT + SETTLE) if late else needed)
        self._may_die()
        self._let_pass(needed if fate == "done" else TIMEOUT)
        self._may_die()
        if fate == "error after":
            raise server_error()
        if fate != "done" or self.elapsed - begun > TIMEOUT:
            raise TimeoutError
        return answer

    def _is_done(self) -> bool:
        with Store.read(self.stores[0]) as session:
            pending = OutboxRow.state == QueueState.pending.value
            return session.exec(select(OutboxRow.id).where(pending)).first() is None

    def _judge(self, keys: list[str]) -> Outcome:
        self.elapsed += 600
        told = Counter(
            message["metadata"]["event_payload"]["key"].removeprefix("notice:")
            for message in self.slack.everything()
        )
        doubled = tuple(key for key in keys if told[key] > 1)
        lost = tuple(key for key in keys if not told[key])
        return Outcome(self.seed, lost, doubled, self._is_done())


FATES = ("limited", "reset", "error", "error after", "lost", "lost", "late", "late")


@contextmanager
def open_world(
    folder: Path, catalog: Catalog, senders: int = 3, **given: object
) -> Iterator[World]:
    """Open a world with senders that share a new database."""
    url = f"sqlite:///{folder / 'world.db'}"
    stores = [WatchedStore(create_store_engine(url)) for _ in range(senders)]
    migrate(stores[0].engine)
    yield World(stores, catalog, **given)  # type: ignore[arg-type]  # fields by name
    for store in stores:
        store.dispose()
