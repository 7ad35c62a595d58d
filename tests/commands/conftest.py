"""Use cases with a real store and the sandbox's GitLab, without Slack."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

import sandbox
from campaigns.events import Event
from campaigns.model.campaign import CampaignView
from campaigns.model.item import Item
from campaigns.model.person import Person
from campaigns.people.roles import Actor
from commands.clocks import Clocks
from commands.delivery.run_intents import run_intents
from commands.delivery.worker import Worker, remember_schema
from commands.lifecycle.plan_campaign import StartRequest, request_plan
from commands.lifecycle.start_campaign import accept_plan
from commands.people.actors import as_actor
from commands.sync.apply_snapshot import SyncResult
from commands.sync.sync_campaign import sync_campaign
from gitlab_gateway.connection import Connection
from runtimes.registry import get_runtime
from runtimes.versions import parse_version
from sandbox.gitlab.records import By, Issue
from sandbox.people import PEOPLE
from sandbox.run import Sandbox, start_sandbox
from slackapp.assistant import refuse_inside_unit
from storage.catalog.read import Catalog, read_catalog
from storage.delivery.tables import IntentRow, OutboxRow
from storage.events import list_events
from storage.lifecycle.campaigns import get_view
from storage.lifecycle.plans import PlanRecord, find_plan
from storage.people.queries import find_person, save_person
from storage.store import Store, open_store
from tests.snapshots import Kept, keep, made_once, migrated_store, restored

EXAMPLE = Path(sandbox.__file__).parent / "catalog"


@dataclass
class Clock:
    """Both clocks of a test; ``skip`` advances them."""

    box: Sandbox
    ahead: timedelta = field(default_factory=timedelta)

    def __call__(self) -> Clocks:
        now = self.box.clock.now() + self.ahead
        return Clocks(story=now, wall=now)

    def skip(self, **by: float) -> None:
        self.ahead += timedelta(**by)


@dataclass
class Desk:
    """The environment of use cases: store, GitLab, catalog, clock and an intent worker."""

    box: Sandbox
    store: Store
    gitlab: Connection
    catalog: Catalog
    clock: Clock
    worker: Worker

    def actor(self, slack_id: str) -> Actor:
        with self.store.read() as session:
            person = find_person(session, slack_id)
        assert person is not None
        return as_actor(self.catalog, person)

    def plan(
        self, version: str = "1.20", *, by: str = "U0FRIDA", plan_id: str = "p1"
    ) -> PlanRecord:
        self.request(version, by=by, plan_id=plan_id)
        self.work()
        return self.stored_plan(plan_id)

    def request(self, version: str = "1.20", *, by: str = "U0FRIDA", plan_id: str = "p1") -> None:
        parsed = parse_version(version)
        assert parsed is not None
        request = StartRequest(get_runtime("go"), parsed)
        request_plan(
            self.store, self.catalog, self.actor(by), request, plan_id=plan_id, now=self.clock()
        )

    def stored_plan(self, plan_id: str = "p1") -> PlanRecord:
        with self.store.read() as session:
            record = find_plan(session, plan_id)
        assert record is not None
        return record

    def accept(self, plan_id: str = "p1", by: str = "U0FRIDA") -> int:
        plan = self.stored_plan(plan_id).plan
        assert plan is not None
        ticked = frozenset({plan.label, *plan.missing_labels})
        return accept_plan(
            self.store, self.catalog, self.actor(by), plan_id, ticked, now=self.clock()
        )

    def work(self) -> int:
        return run_intents(self.worker)

    def sync(self, campaign_id: int = 1) -> SyncResult:
        return sync_campaign(self.worker, campaign_id)

    def view(self, campaign_id: int = 1) -> CampaignView:
        with self.store.read() as session:
            return get_view(session, campaign_id)

    def item(self, component: str = "gitaly") -> Item:
        return self.view().item(component)

    def events(self, campaign_id: int = 1) -> tuple[Event, ...]:
        with self.store.read() as session:
            return list_events(session, campaign_id)

    def intents(self) -> list[tuple[str, str]]:
        with self.store.read() as session:
            return [(row.kind, row.state) for row in session.exec(select(IntentRow))]

    def notices(self) -> list[tuple[str, str]]:
        with self.store.read() as session:
            rows = session.exec(
                select(OutboxRow).where(OutboxRow.kind == "notice").order_by(col(OutboxRow.id))
            )
            return [(row.channel, row.payload["sentence"]) for row in rows]

    def issue(self, component: str = "gitaly") -> Issue:
        """Return a component's issue in the sandbox's GitLab."""
        item = self.item(component)
        project = self.box.gitlab.state.find_project(item.project)
        assert project is not None
        issue = self.box.gitlab.state.find_issue(project, item.issue_iid or 0)
        assert issue is not None
        return issue

    def labels(self, component: str = "gitaly") -> set[str]:
        names = {label.name for label in self.issue(component).labels}
        return {name for name in names if name.startswith("workflow::")}

    def links(self, component: str = "gitaly") -> set[tuple[str, str]]:
        issue, state = self.issue(component), self.box.gitlab.state
        return {
            (
                "is_blocked_by" if k.kind == "blocks" and k.target is issue else k.kind,
                (k.source if k.target is issue else k.target).reference,
            )
            for k in state.links_of(issue)
        }

    def notes(self, component: str = "gitaly") -> list[str]:
        return [note.body for note in self.issue(component).notes if not note.system]

    def someone(self, username: str = "gus-sandbox") -> By:
        user = self.box.gitlab.state.find_user(username)
        assert user is not None
        return By(user, self.clock().story)

    def campaign_issues(self) -> list[Issue]:
        """List the campaign's issues in GitLab, however they were created."""
        found = self.box.gitlab.state.issues.values()
        return [issue for issue in found if "<!-- runtime-upgrade:" in issue.description]

    def requests(self, operation: str = "*") -> int:
        return len(self.box.gitlab_faults.journal(operation))


@contextmanager
def desk_in(folder: Path, *, timeout: float = 5, **options: Any) -> Iterator[Desk]:  # noqa: ANN401
    """Open a desk on a new sandbox; options as for `create_gitlab`."""
    premium = options.pop("premium", True)
    with (
        start_sandbox(premium=premium, gitlab_options=options) as box,
        desk_on(box, folder / "test.db", timeout=timeout) as desk,
    ):
        yield desk


@contextmanager
def desk_on(box: Sandbox, database: Path, *, by: str = "w1", timeout: float = 5) -> Iterator[Desk]:
    """Open a desk on a running sandbox, for instance a second one on the same database."""
    if database.exists():
        store = open_store(f"sqlite:///{database}")
    else:
        store = migrated_store(database)
        fill_people(store)
    catalog = read_catalog(EXAMPLE)
    gitlab = Connection(
        box.gitlab.url, box.gitlab.token, timeout=timeout, before_call=refuse_inside_unit
    )
    clock = Clock(box)
    worker = Worker(
        store, gitlab, catalog, clock, remember_schema(gitlab, catalog.working_group.group), by
    )
    yield Desk(box, store, gitlab, catalog, clock, worker)
    gitlab.close()
    store.dispose()


def fill_people(store: Store) -> None:
    with store.write() as session:
        for person in PEOPLE:
            record = Person(
                slack_id=person.slack_id,
                team_id=person.team_id,
                name=person.name,
                tz=person.tz,
                gitlab_username=person.username if person.in_gitlab else None,
                is_guest=person.is_guest,
                is_bot=person.is_bot,
                is_stranger=person.team_id != "T0TANUKI",
                deleted=person.deleted,
            )
            save_person(session, record)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_in(tmp_path) as opened:
        yield opened


@pytest.fixture(scope="session")
def started_desk(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return made_once(tmp_path_factory, "desk", _start_desk)


def _start_desk(folder: Path) -> Kept:
    with desk_in(folder) as desk:
        start(desk)
        return keep(desk.box, folder / "test.db")


@pytest.fixture(scope="session")
def planned_desk(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return made_once(tmp_path_factory, "plan", _plan_desk)


def _plan_desk(folder: Path) -> Kept:
    with desk_in(folder) as desk:
        desk.plan()
        return keep(desk.box, folder / "test.db")


@pytest.fixture
def planned(planned_desk: Kept, tmp_path: Path) -> Iterator[Desk]:
    """A desk whose plan for Go 1.20 can be accepted."""
    database = tmp_path / "test.db"
    with restored(planned_desk, database) as box, desk_on(box, database) as desk:
        yield desk


@pytest.fixture
def started(started_desk: Kept, tmp_path: Path) -> Iterator[Desk]:
    """A desk whose campaign Go 1.20 has its epic and 29 issues."""
    database = tmp_path / "test.db"
    with restored(started_desk, database) as box, desk_on(box, database) as desk:
        yield desk


def start(desk: Desk) -> int:
    desk.plan()
    campaign_id = desk.accept()
    desk.work()
    desk.box.gitlab_faults.forget()
    return campaign_id
