"""Who is asked besides the DRI of a blocked item, and who stands in for whom."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from campaigns.notices import NoticeKind
from campaigns.reminders.ladder import Cause
from commands.overview.show_status import campaign_status
from commands.reminders.digests import read_digest
from commands.reminders.show_reminders import show_reminders
from sandbox.gitlab.work_items.issues import NewIssue, create_issue
from sandbox.gitlab.work_items.links import add_link
from slackapp.cli.plain import plain_text
from slackapp.views.overview.card import build_card
from storage.lifecycle.campaigns import update_campaign, update_item
from storage.notices.queries import list_item_notices
from storage.people.queries import find_person, save_person
from storage.reminders.queries import list_item_reminders
from tests.commands.conftest import Desk
from tests.commands.reminders.test_plan_reminders import (
    FRIDA,
    FRIDAY_0930,
    GUS,
    LEO,
    MONDAY_0930,
    OTTO,
    THURSDAY_EVENING,
    TUESDAY_0930,
    Week,
)


@pytest.fixture
def week(started: Desk) -> Week:
    return Week(started, started.clock()).at(THURSDAY_EVENING)


def asked(week: Week, component: str = "gitaly") -> list[tuple[str, Cause]]:
    return [(r.person, r.cause) for r in week.reminders(component) if r.message]


def set_status(week: Week, slack_id: str, text: str, until: datetime | None = None) -> None:
    with week.desk.store.write() as session:
        person = find_person(session, slack_id)
        assert person is not None
        save_person(session, replace(person, status_text=text, status_until=until))


def block_by_an_issue_of(week: Week, *usernames: str) -> None:
    state, by = week.desk.box.gitlab.state, week.desk.someone()
    issue = week.desk.issue()
    found = [state.find_user(name) for name in usernames]
    other = create_issue(state, issue.project, NewIssue("Out of our hands"), by)
    other.assignees = [user for user in found if user is not None]
    add_link(state, issue, other, "is_blocked_by", by)
    week.desk.clock.ahead = timedelta()
    week.desk.sync()
    item = week.desk.item()
    with week.desk.store.write() as session:
        update_item(session, item.id, state_since=week.now.story)


def test_the_owner_of_a_blocking_issue_is_asked_too_and_nobody_twice(week: Week) -> None:
    block_by_an_issue_of(week, "otto-sandbox", "gus-sandbox")
    week.ticks("2023-03-31 07:30", FRIDAY_0930)

    assert sorted(asked(week)) == [(GUS, Cause.blocked), (OTTO, Cause.blocker)]


def test_a_dri_who_owns_the_blocking_issue_gets_one_entry(week: Week) -> None:
    block_by_an_issue_of(week, "gus-sandbox")
    week.ticks("2023-03-31 07:30", FRIDAY_0930)

    assert asked(week) == [(GUS, Cause.blocked)]


def test_who_is_back_before_their_first_reminder_is_asked_as_if_never_away(week: Week) -> None:
    week.block()
    week.tick()
    set_status(week, GUS, "OOO")
    week.ticks("2023-03-31 00:00")
    set_status(week, GUS, "")
    week.ticks("2023-03-31 00:05", FRIDAY_0930)

    assert asked(week) == [(GUS, Cause.blocked)]


def test_someone_away_has_a_delegate_and_is_asked_again_when_back(week: Week) -> None:
    week.block()
    week.at(FRIDAY_0930).tick()
    back = datetime(2023, 4, 5, 9, tzinfo=UTC)
    set_status(week, GUS, "OOO", back)
    week.ticks("2023-03-31 13:00", MONDAY_0930, TUESDAY_0930)
    stood_in = [r for r in week.reminders() if r.message and r.person != GUS]

    assert {person for person, _ in asked(week)} != {GUS}
    digest = read_digest(week.desk.store, stood_in[0].message or "", closes=None, now=week.now)
    assert digest is not None
    assert digest.entries[0].instead == "Gus Almeida is away until Wed 5 Apr"
    week.ticks("2023-04-05 12:30")
    last = week.sent()[-1]
    assert (last.person, last.step) == (GUS, 0)


def test_what_is_not_started_is_asked_when_its_due_date_nears(week: Week) -> None:
    with week.desk.store.write() as session:
        update_campaign(session, 1, due_on=datetime(2023, 4, 14, tzinfo=UTC).date())
    item = week.desk.item("gitlab-runner")
    outlook = show_reminders(week.desk.store, week.desk.catalog, 2, now=week.now)
    week.ticks(*(f"2023-03-31 {hour:02}:45" for hour in range(0, 24, 3)))

    with week.desk.store.read() as session:
        given = [r.cause for r in list_item_reminders(session, item.id) if r.message]
    assert given == [Cause.not_started]
    assert Cause.not_started in {coming.cause for coming in outlook.coming}


def test_production_with_an_open_issue_is_asked_about_after_a_day(week: Week) -> None:
    item = week.desk.item()
    with week.desk.store.write() as session:
        claimed = {"state": "production", "state_since": week.now.story}
        update_item(session, item.id, **claimed, waived_by=FRIDA)
    counts = week.ticks(FRIDAY_0930, MONDAY_0930, TUESDAY_0930)

    assert counts == [0, 1, 1]
    assert asked(week) == [(GUS, Cause.still_open)] * 2


def test_if_dri_and_backup_are_away_a_lead_is_asked(week: Week) -> None:
    week.block()
    item = week.desk.item()
    with week.desk.store.write() as session:
        update_item(session, item.id, backup="otto-sandbox")
    for slack_id in (GUS, OTTO):
        set_status(week, slack_id, "PTO")
    week.ticks("2023-03-31 08:00")

    assert asked(week) == [(FRIDA, Cause.blocked)]


def test_a_claim_that_the_repository_denies_is_asked_about(week: Week) -> None:
    item = week.desk.item()
    assert item.evidence is not None
    with week.desk.store.write() as session:
        update_item(session, item.id, state="production", closed=True)
    week.ticks(FRIDAY_0930)

    assert asked(week) == [(GUS, Cause.mismatch)]


def test_a_dependency_cycle_is_reported_to_the_lead_once(week: Week) -> None:
    desk, state, by = week.desk, week.desk.box.gitlab.state, week.desk.someone()
    issues = [desk.issue(name) for name in ("gitaly", "labkit", "gitlab-shell")]
    for one, other in zip(issues, [*issues[1:], issues[0]], strict=True):
        add_link(state, one, other, "is_blocked_by", by)
    desk.sync()
    desk.sync()

    with desk.store.read() as session:
        noted = [n for i in desk.view().items for n in list_item_notices(session, i.id)]
    assert [(n.person, n.detail["loop"]) for n in noted if n.kind == NoticeKind.loop] == [
        (LEO, "Gitaly waits for LabKit, which waits for GitLab Shell, which waits for Gitaly")
    ]
    status = campaign_status(desk.store, 1, now=week.now)
    assert "Deadlock: " in plain_text(build_card(status))
