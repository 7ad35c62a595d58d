"""Every fault of the sandbox at every step of a send and of an intent, followed by recovery."""

import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from time import monotonic

import pytest
from slack_sdk import WebClient

from campaigns.delivery import Pace
from campaigns.overview import CardMessage
from commands.items.block_item import BlockRequest, block_item
from commands.items.unblock_item import UnblockRequest, unblock_item
from sandbox.fault_plan import Fault, FaultKind
from sandbox.run import start_slack
from sandbox.slack.server import SlackServer
from slackapp.cli.demo import EXAMPLE_CATALOG
from slackapp.delivery.clock_drift import ClockDrift
from slackapp.delivery.outbox import Sender
from slackapp.delivery.sender import send_due
from storage.catalog.read import read_catalog
from storage.delivery.queues import add_message, find_message
from storage.delivery.tables import QueueState
from tests.commands.conftest import Desk, desk_in, desk_on, start
from tests.slackapp.conftest import GUS, Outbox, WallClock
from tests.snapshots import migrated_store

POST, UPDATE, PIN = "chat.postMessage", "chat.update", "pins.add"
OPEN, HISTORY = "conversations.open", "conversations.history"
REPLIES = "conversations.replies"
AFTER_LEASE, ROUNDS = 125, 8
# The short form takes each fault at some of the steps of an intent, and at each of a send.
EACH = 1 if os.environ.get("CHAOS") == "long" else 5
SECONDS = 0.4  # of a hang; the clients give up after 0.2


@pytest.fixture(scope="module")
def slack() -> Iterator[SlackServer]:
    with start_slack() as started:
        yield started


def impatient(slack: SlackServer) -> WebClient:
    return WebClient(
        token=slack.bot_token,
        base_url=slack.api_url,
        timeout=0.2,  # type: ignore[arg-type]  # urllib takes parts of a second
        retry_handlers=[],
    )


@pytest.fixture
def outbox(slack: SlackServer, tmp_path: Path) -> Iterator[Outbox]:
    store = migrated_store(tmp_path / "outbox.db")
    clock = WallClock()
    sender = Sender(
        store=store,
        slack=impatient(slack),
        catalog=read_catalog(EXAMPLE_CATALOG),
        clock=clock,
        by="the test",
        own_ids=lambda: frozenset({"B0BOT", "U0BOT"}),
        pace=Pace(100),
        clock_drift=ClockDrift(clock.monotonic),
    )
    yield Outbox(sender, clock, slack)
    slack.faults.clear()
    store.dispose()


# slack_sdk leaves a response open whose body did not come in time.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("kind", FaultKind)
@pytest.mark.parametrize("method", [POST, OPEN, HISTORY, UPDATE])
def test_a_message_is_posted_once_whichever_step_fails(
    outbox: Outbox, method: str, kind: FaultKind
) -> None:
    key, words = f"{method} {kind}", f"About {method} and {kind}."
    if method in {OPEN, HISTORY}:  # asked only where a reply was lost
        outbox.slack.faults.plan(Fault(POST, FaultKind.LOSE_REPLY))
    if method == UPDATE:
        outbox.want(key, words)
        outbox.send()
    outbox.slack.faults.plan(Fault(method, kind, seconds=SECONDS, retry_after=30))
    outbox.want(key, words)

    for _ in range(ROUNDS):
        outbox.send()
        outbox.clock.let_pass(AFTER_LEASE)

    assert outbox.slack.faults.planned() == ()
    assert outbox.state(key) == QueueState.sent
    assert outbox.read_by(GUS).count(words) == 1


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    with desk_in(folder) as patient:
        start(patient)
        with desk_on(patient.box, folder / "test.db", timeout=SECONDS / 2) as opened:
            yield opened


@pytest.fixture(scope="module")
def channel(desk: Desk) -> Sender:
    """Return the sender of a campaign's card and its thread, on the desk's clock."""
    slack, clock = desk.box.slack, desk.clock
    sender = Sender(
        store=desk.store,
        slack=impatient(slack),
        catalog=desk.catalog,
        clock=clock,
        by="the test",
        own_ids=lambda: frozenset({"B0BOT", "U0BOT"}),
        clock_drift=ClockDrift(lambda: monotonic() + clock.ahead.total_seconds()),
    )
    send_all(sender, desk)
    return sender


def send_all(sender: Sender, desk: Desk) -> None:
    for _ in range(ROUNDS):
        send_due(sender)
        desk.clock.skip(seconds=AFTER_LEASE)


def tell(desk: Desk, kind: str, key: str, **payload: object) -> None:
    """Enqueue another message about the campaign in its channel."""
    now, to = desk.clock().wall, desk.catalog.working_group.channel
    with desk.store.write() as session:
        add_message(session, kind, key, channel=to, now=now, payload={"campaign_id": 1, **payload})


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("kind", FaultKind)
def test_a_card_is_posted_and_pinned_once_whatever_fails_at_its_pin(
    desk: Desk, channel: Sender, kind: FaultKind
) -> None:
    slack, place = desk.box.slack, desk.catalog.working_group.channel
    before = len(slack.messages(place))
    slack.faults.plan(Fault(PIN, kind, seconds=SECONDS, retry_after=30))
    tell(desk, "card", f"card with {kind}")

    send_all(channel, desk)

    assert slack.faults.planned() == ()
    assert len(slack.messages(place)) == before + 1
    assert slack.messages(place)[-1].ts in slack.pins(place)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("kind", FaultKind)
def test_history_is_posted_once_whatever_fails_at_the_lookup(
    desk: Desk, channel: Sender, kind: FaultKind
) -> None:
    slack, place = desk.box.slack, desk.catalog.working_group.channel
    with desk.store.read() as session:
        card = find_message(session, CardMessage(1).key)
    assert card is not None
    before = len(slack.thread(place, card.ts or ""))
    slack.faults.plan(Fault(POST, FaultKind.LOSE_REPLY))
    slack.faults.plan(Fault(REPLIES, kind, seconds=SECONDS, retry_after=30))
    tell(desk, "history", f"history with {kind}", event_ids=[1])

    send_all(channel, desk)

    assert slack.faults.planned() == ()
    assert len(slack.thread(place, card.ts or "")) == before + 1


def block(desk: Desk) -> None:
    request = BlockRequest("gitaly", "container-registry")
    url, actor = desk.box.gitlab.url, desk.actor("U0GUS")
    block_item(desk.store, desk.catalog, actor, request, gitlab_url=url, now=desk.clock())


def unblock(desk: Desk) -> None:
    request = UnblockRequest("gitaly", note="The image is there.")
    unblock_item(desk.store, desk.catalog, desk.actor("U0GUS"), request, now=desk.clock())


def finish(desk: Desk) -> None:
    """Run until no work is left, waiting as often as GitLab asks."""
    for _ in range(ROUNDS):
        desk.work()
        desk.clock.skip(minutes=6)
    assert {state for _, state in desk.intents()} == {QueueState.sent.value}


def operations(desk: Desk) -> list[str]:
    """Return the GitLab operations of blocking and unblocking an item with a note."""
    desk.box.gitlab_faults.forget()
    for act in (block, unblock):
        act(desk)
        finish(desk)
    return sorted({entry.operation for entry in desk.box.gitlab_faults.journal()})


def test_an_item_is_blocked_and_unblocked_once_whichever_step_fails(
    desk: Desk,
) -> None:
    faults = desk.box.gitlab_faults
    for operation, kind in list(product(operations(desk), FaultKind))[::EACH]:
        notes = len(desk.notes())
        for act, labels in ((block, {"workflow::blocked"}), (unblock, set[str]())):
            faults.plan(Fault(operation, kind, seconds=SECONDS))
            act(desk)
            finish(desk)
            faults.clear()
            assert (operation, kind, desk.labels()) == (operation, kind, labels)
        assert (operation, kind, len(desk.notes())) == (operation, kind, notes + 2)
        assert len(desk.links()) <= 1
