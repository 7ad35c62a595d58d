"""What follows when the summary's message is given up: a draft again, or a question."""

from sqlmodel import col, select

from campaigns.events import EventKind
from commands.delivery.delivery_failures import GivenUp, follow_given_up
from commands.summary.decide_summary import post_summary
from commands.summary.draft_summary import draft_summary_now
from storage.delivery.tables import OutboxRow
from storage.store import Store
from storage.summary.queries import DRAFT, POSTED, SummaryRecord, get_summary
from tests.commands.conftest import Desk

FRIDA = "U0FRIDA"
REFUSED = (
    "The weekly summary was not posted, its channel is archived. "
    "It is a draft again: mend that, then Post it."
)


def posted(desk: Desk) -> SummaryRecord:
    frida, now = desk.actor(FRIDA), desk.clock()
    drafted = draft_summary_now(desk.store, desk.catalog, frida, now=now)
    return post_summary(desk.store, desk.catalog, frida, drafted.id, now=now)


def give_up(desk: Desk, why: str, words: str, *, certain: bool) -> SummaryRecord:
    lost = GivenUp("summary", {"summary_id": 1}, words, why, certain=certain)
    with desk.store.write() as session:
        follow_given_up(session, lost, now=desk.clock())
        return get_summary(session, 1)


def told(store: Store) -> list[str]:
    to_frida = select(OutboxRow).where(OutboxRow.kind == "notice", OutboxRow.channel == FRIDA)
    with store.read() as session:
        rows = session.exec(to_frida.order_by(col(OutboxRow.id))).all()
        return [row.payload["sentence"] for row in rows]


def test_a_refused_summary_is_a_draft_again_each_time_it_is_refused(started: Desk) -> None:
    for _ in range(2):
        before = posted(started)
        after = give_up(started, "is_archived", "was refused", certain=True)
        assert (after.state, after.decided_by, after.version) == (DRAFT, None, before.version + 1)
    assert told(started.store) == [REFUSED] * 2
    kinds = [event.kind for event in started.events() if "summary" in event.kind]
    assert kinds == [EventKind.summary_posted, EventKind.summary_refused] * 2


def test_a_draft_is_not_opened_twice(started: Desk) -> None:
    posted(started)
    first = give_up(started, "is_archived", "was refused", certain=True)
    assert give_up(started, "is_archived", "was refused", certain=True) == first
    assert len(told(started.store)) == 1


def test_what_may_have_arrived_is_not_posted_again_but_asked_about(started: Desk) -> None:
    before = posted(started)
    words = "may or may not have been sent (timeout)"
    assert give_up(started, "timeout", words, certain=False) == before
    assert before.state == POSTED
    assert told(started.store) == [f"The weekly summary {words}: look there."]


def test_another_message_has_no_such_followers(started: Desk) -> None:
    with started.store.write() as session:
        lost = GivenUp("card", {"campaign_id": 1}, "was refused", "is_archived", certain=True)
        follow_given_up(session, lost, now=started.clock())
    assert told(started.store) == []
