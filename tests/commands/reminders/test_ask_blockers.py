"""A blocking issue without a known owner gets a note, at most once a week."""

from datetime import timedelta

import pytest

from commands.clocks import Clocks
from commands.reminders.ask_blockers import ask_blockers
from commands.reminders.pause_reminders import pause_reminders
from sandbox.faults import Fault, FaultKind
from sandbox.gitlab.records import Issue
from sandbox.gitlab.work_items.issues import NewIssue, create_issue
from sandbox.gitlab.work_items.links import add_link
from storage.lifecycle.campaigns import list_items, update_item
from tests.commands.conftest import Desk
from tests.commands.delivery.test_run_intents import NOTES
from tests.commands.reminders.test_plan_reminders import FRIDA


def block(desk: Desk, component: str, blocker: Issue | None = None, *owners: str) -> Issue:
    """Block a component by an issue, by default a new one."""
    state, by, issue = desk.box.gitlab.state, desk.someone(), desk.issue(component)
    blocker = blocker or create_issue(state, issue.project, NewIssue("Out of our hands"), by)
    found = [state.find_user(name) for name in owners]
    blocker.assignees = [user for user in found if user is not None]
    add_link(state, issue, blocker, "is_blocked_by", by)
    desk.sync()
    return blocker


def ask(desk: Desk, days: float) -> int:
    """Run the job some days from now, and let a worker write."""
    later = desk.clock().story + timedelta(days=days)
    asked = ask_blockers(desk.store, desk.catalog, now=Clocks(later, desk.clock().wall))
    desk.work()
    return asked


def notes(issue: Issue) -> list[str]:
    return [note.body for note in issue.notes if not note.system]


def test_a_note_asks_after_a_day_and_once_a_week(started: Desk) -> None:
    blocker = block(started, "gitaly")
    block(started, "labkit", blocker)

    assert [ask(started, days) for days in (0.9, 1.1, 2, 8, 8.2, 8.3)] == [0, 1, 0, 0, 1, 0]
    first, second = notes(blocker)
    gitaly, labkit = started.item("gitaly"), started.item("labkit")
    assert first.startswith(
        "The owner of this issue could not be found in Slack. It blocks:\n\n"
        f"* Gitaly ({gitaly.project}#{gitaly.issue_iid}), Go 1\\.20, due 1 October 2023\n"
        f"* LabKit ({labkit.project}#{labkit.issue_iid}), Go 1\\.20, due 1 October 2023\n"
    )
    assert "Who can take it? This comment is posted at most once a week." in second
    assert not any(sign in first for sign in ("@", "Gus", "Almeida"))


def test_known_owners_are_asked_in_slack_instead(started: Desk) -> None:
    blocker = block(started, "gitaly", None, "otto-sandbox")

    assert ask(started, 2) == 0
    assert notes(blocker) == []


@pytest.mark.parametrize("change", [{"closed": True}, {"gone": True}, {"state": "in_dev"}])
def test_no_note_once_nothing_waits(started: Desk, change: dict[str, object]) -> None:
    block(started, "gitaly")
    with started.store.write() as session:
        number = next(i.id for i in list_items(session, 1) if i.component == "gitaly")
        update_item(session, number, **change)

    assert ask(started, 2) == 0


def test_paused_reminders_ask_nobody(started: Desk) -> None:
    block(started, "gitaly")
    pause_reminders(started.store, started.catalog, started.actor(FRIDA), "", now=started.clock())

    assert ask(started, 2) == 0


def test_a_repeated_note_is_written_once(started: Desk) -> None:
    blocker = block(started, "gitaly")
    started.box.gitlab_faults.plan(Fault(NOTES, FaultKind.LOSE_REPLY))
    ask(started, 2)
    started.clock.skip(minutes=10)
    started.work()

    assert len(notes(blocker)) == 1
