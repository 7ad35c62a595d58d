"""When a summary's message is given up, it is a draft again, or its poster is asked."""

from sqlmodel import col, select

from campaigns.delivery import NoticeMessage
from campaigns.drafts import DraftState
from campaigns.events import EventKind
from campaigns.messages import MessagePayload
from campaigns.overview import CardMessage
from campaigns.summary.messages import SummaryMessage
from commands.delivery.messages import payload_json
from commands.summary.decide_summary import post_summary
from commands.summary.draft_summary import draft_summary_now
from slackapp.messages.kind import Failure
from slackapp.messages.registry import record_given_up
from storage.delivery.tables import OutboxRow, QueueState
from storage.store import Store
from storage.summary.queries import SummaryRecord, get_summary
from tests.commands.conftest import Desk

FRIDA = "U0FRIDA"
REFUSED = (
    "The weekly summary was not posted because its channel is archived. "
    "It is a draft again: fix the problem, then press Post."
)


def posted(desk: Desk) -> SummaryRecord:
    frida, now = desk.actor(FRIDA), desk.clock()
    drafted = draft_summary_now(desk.store, desk.catalog, frida, now=now)
    return post_summary(desk.store, desk.catalog, frida, drafted.id, now=now)


def row_of(message: MessagePayload) -> OutboxRow:
    payload = payload_json(message)
    return OutboxRow(kind=message.KIND, dedupe_key=message.key, channel="C1", payload=payload)


def give_up(desk: Desk, why: str, words: str, *, certain: bool) -> SummaryRecord:
    state = QueueState.dead if certain else QueueState.unknown
    row, failure = row_of(SummaryMessage(1)), Failure(words, why)
    with desk.store.write() as session:
        record_given_up(session, row, state, failure, now=desk.clock())
        return get_summary(session, 1)


def told(store: Store) -> list[str]:
    to_frida = select(OutboxRow).where(
        OutboxRow.kind == NoticeMessage.KIND, OutboxRow.channel == FRIDA
    )
    with store.read() as session:
        rows = session.exec(to_frida.order_by(col(OutboxRow.id))).all()
        return [row.payload["sentence"] for row in rows]


def test_a_refused_summary_is_a_draft_again_each_time_it_is_refused(started: Desk) -> None:
    for _ in range(2):
        before = posted(started)
        after = give_up(started, "is_archived", "was refused", certain=True)
        assert (after.state, after.decided_by, after.version) == (
            DraftState.draft,
            None,
            before.version + 1,
        )
    assert told(started.store) == [REFUSED] * 2
    kinds = [event.kind for event in started.events() if "summary" in event.kind]
    assert kinds == [EventKind.summary_posted, EventKind.summary_refused] * 2


def test_a_draft_is_not_opened_twice(started: Desk) -> None:
    posted(started)
    first = give_up(started, "is_archived", "was refused", certain=True)
    assert give_up(started, "is_archived", "was refused", certain=True) == first
    assert len(told(started.store)) == 1


def test_a_message_that_may_have_arrived_is_not_posted_again(started: Desk) -> None:
    before = posted(started)
    words = "may or may not have been sent (timeout)"
    assert give_up(started, "timeout", words, certain=False) == before
    assert before.state == DraftState.posted
    assert told(started.store) == [f"The weekly summary {words}: please check the channel."]


def test_nothing_follows_from_a_message_of_a_kind_that_is_gone(started: Desk) -> None:
    with started.store.write() as session:
        gone = OutboxRow(kind="gone", dedupe_key="gone:1", channel="C1")
        record_given_up(session, gone, QueueState.dead, Failure("", ""), now=started.clock())
    assert told(started.store) == []


def test_another_message_has_no_such_followers(started: Desk) -> None:
    with started.store.write() as session:
        card, failure = row_of(CardMessage(1)), Failure("was refused", "is_archived")
        record_given_up(session, card, QueueState.dead, failure, now=started.clock())
    assert told(started.store) == []
