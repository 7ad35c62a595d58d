"""The DRIs' presence in GitLab: Busy flag, status and emoji, and who has left."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from campaigns.model.person import Person
from campaigns.notices import DayNoticeMessage, NoticeKind
from commands.people.sync_presences import sync_presences
from commands.people.watch_absences import watch_absences
from gitlab_gateway.connection import Connection
from gitlab_gateway.people import Presence, read_presences
from sandbox.gitlab.records import User
from slackapp.messages import day_notice
from storage.delivery.tables import OutboxRow
from storage.notices.queries import list_item_notices
from storage.people.queries import find_person, save_person
from tests.commands.conftest import Desk
from tests.commands.people.test_delegates import tick
from tests.commands.reminders.test_causes import asked
from tests.commands.reminders.test_plan_reminders import (
    FRIDA,
    FRIDAY_0930,
    GUS,
    THURSDAY_EVENING,
    Week,
)


@pytest.fixture
def week(started: Desk) -> Week:
    return Week(started, started.clock()).at(THURSDAY_EVENING)


def look(week: Week) -> int:
    return sync_presences(week.desk.store, week.desk.gitlab, week.desk.catalog, now=week.now)


def user(week: Week) -> User:
    found = week.desk.box.gitlab.state.find_user("gus-sandbox")
    assert found is not None
    return found


def person(week: Week, slack_id: str = GUS) -> Person:
    with week.desk.store.read() as session:
        found = find_person(session, slack_id)
    assert found is not None
    return found


def test_presences_are_read_for_everyone_at_once(week: Week) -> None:
    url, token = week.desk.box.gitlab.url, week.desk.box.gitlab.token_of("gus-sandbox")
    own = Connection(url, token)
    own.put("/user/status", availability="busy", emoji="palm_tree", message="back <soon>")
    own.close()
    names = ["GUS-sandbox", "gone-sandbox", "nobody-sandbox", "mira-sandbox"]

    assert read_presences(week.desk.gitlab, names) == {
        "gus-sandbox": Presence(busy=True, status=":palm_tree: back <soon>"),
        "gone-sandbox": Presence(left=True),
        "nobody-sandbox": Presence(left=True),
        "mira-sandbox": Presence(),
    }


def test_an_empty_answer_proves_nothing(week: Week) -> None:
    assert read_presences(week.desk.gitlab, ["nobody-sandbox"]) == {}


def test_people_busy_in_gitlab_are_left_alone(week: Week) -> None:
    user(week).busy = True
    assert [look(week), look(week)] == [1, 0]
    week.block()
    tick(week, FRIDAY_0930)
    assert GUS not in [who for who, _ in asked(week)]

    save_from_slack = person(week)
    with week.desk.store.write() as session:
        save_person(session, save_from_slack)
    assert person(week).gitlab_busy
    user(week).busy = False
    assert look(week) == 1
    tick(week, "2023-03-31 14:00")
    assert GUS in [who for who, _ in asked(week)]


def test_the_facilitator_is_notified_once_of_a_dri_who_left_gitlab(week: Week) -> None:
    user(week).state = "blocked"
    assert [look(week), look(week)] == [1, 0]
    week.block(who=FRIDA)
    tick(week, "2023-03-31 08:00", FRIDAY_0930)
    assert [who for who, _ in asked(week)] == [FRIDA]

    with week.desk.store.read() as session:
        told = list_item_notices(session, week.desk.item("gitaly").id)
    left = [n for n in told if n.kind == NoticeKind.dri_left]
    assert [n.person for n in left] == [FRIDA]
    key = left[0].message or ""
    notice = DayNoticeMessage(key, datetime(2023, 3, 31, 16, tzinfo=UTC))
    shown = day_notice.KIND.build(week.desk.store, notice, week.now)
    assert shown is not None
    assert "its DRI Gus Almeida has left GitLab" in str([b.to_dict() for b in shown.blocks])


def test_back_in_gitlab_they_are_asked_again(week: Week) -> None:
    user(week).state = "deactivated"
    look(week)
    user(week).state = "active"
    assert look(week) == 1
    assert person(week).gitlab_left_at is None


def questions(week: Week) -> list[str]:
    with week.desk.store.read() as session:
        rows = session.exec(select(OutboxRow).where(OutboxRow.channel == FRIDA)).all()
    return [row.payload["sentence"] for row in rows if row.kind == "notice"]


def test_the_facilitator_is_asked_once_about_an_absence_without_an_end(week: Week) -> None:
    user(week).busy = True
    look(week)
    for days, asked_about in ((0, 0), (13, 0), (14, 1), (20, 1)):
        moment = week.now.story + timedelta(days=days)
        watch_absences(week.desk.store, week.desk.catalog, now=replace(week.now, story=moment))
        assert len(questions(week)) == asked_about

    assert person(week).away_since == week.now.story
    (question,) = questions(week)
    assert question == (
        "Gus Almeida has been marked as away since 30 March 2023, without an end: GitLab's Busy "
        "flag counts for two weeks only, so they get reminders again. Ask them to add the date "
        "they are back to their status, or `assign` their components to others."
    )
    user(week).busy = False
    look(week)
    watch_absences(week.desk.store, week.desk.catalog, now=week.now)
    assert person(week).away_since is None
