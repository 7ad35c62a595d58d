"""People who are away are left alone: others read until when, and nobody reads why."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from campaigns.notices import NoticeKind
from commands.items.unblock_item import UnblockRequest, unblock_item
from commands.notices.dispatch_notices import dispatch_notices
from commands.overview.show_home import show_home
from commands.reminders.decline_item import decline_item
from commands.reminders.show_reminders import show_reminders
from slackapp.cli.plain import plain_text
from slackapp.delivery.rendering import render
from slackapp.views.overview.home import build_home
from slackapp.views.reminders.digest import build_outlook
from storage.delivery.queues import find_message
from storage.delivery.tables import OutboxRow
from storage.notices.queries import list_item_notices
from storage.people.queries import find_person, save_person
from tests.commands.conftest import Desk
from tests.commands.reminders.test_plan_reminders import FRIDA, GUS, LEO, THURSDAY_EVENING, Week

MIRA = "U0MIRA"
BACK = datetime(2023, 4, 17, 9, tzinfo=UTC)
AWAY = "Gus Almeida is away until Mon 17 Apr"
WHY = ("surgery", "thermometer", "pto", "beach")


@pytest.fixture
def week(started: Desk) -> Week:
    return Week(started, started.clock()).at(THURSDAY_EVENING)


def say_away(week: Week, slack_id: str, until: datetime | None = BACK) -> None:
    said = {
        "status_text": "PTO: knee surgery",
        "status_emoji": ":thermometer:",
        "status_until": until,
        "gitlab_status": "on sick leave at the beach",
    }
    with week.desk.store.write() as session:
        person = find_person(session, slack_id)
        assert person is not None
        save_person(session, replace(person, **said))


def tick(week: Week, *moments: str) -> None:
    for moment in moments:
        week.at(moment).tick()
        dispatch_notices(week.desk.store, week.desk.catalog, clock=lambda: week.now)


def notices(week: Week, component: str = "gitaly") -> list[tuple[str, str]]:
    with week.desk.store.read() as session:
        listed = list_item_notices(session, week.desk.item(component).id)
    unblocked = [n for n in listed if n.kind == NoticeKind.unblocked]
    return [(n.person, n.state.value) for n in unblocked]


def written(week: Week) -> dict[str, str]:
    """Map the key of each message to its content, as if it was posted."""
    store = week.desk.store
    with store.write() as session:
        for row in session.exec(select(OutboxRow)):
            row.ts = row.ts or "1.0"
            session.add(row)
    with store.read() as session:
        rows = list(session.exec(select(OutboxRow)))
    told = {row.dedupe_key: render(row, store, week.now) for row in rows}
    return {key: plain_text(one.message) for key, one in told.items() if one is not None}


def test_a_notice_for_someone_away_goes_to_their_delegate(week: Week) -> None:
    week.block()
    say_away(week, GUS)
    unblock_by_frida(week)
    tick(week, "2023-03-31 14:00")

    assert notices(week) == [(MIRA, "handed")]
    told = written(week)["notice:day:U0MIRA:2023-03-31"]
    assert f"It is not started. {AWAY}." in told


def test_a_notice_does_not_wait_for_someone_who_left(week: Week) -> None:
    week.block()
    unblock_by_frida(week)
    assert notices(week) == [(GUS, "planned")]
    say_away(week, GUS)
    tick(week, "2023-03-31 14:00")

    assert notices(week) == [(MIRA, "handed")]


def unblock_by_frida(week: Week) -> None:
    desk = week.desk
    unblock_item(
        desk.store, desk.catalog, desk.actor(FRIDA), UnblockRequest("gitaly"), now=week.now
    )


def test_someone_away_who_unblocks_their_item_needs_no_delegate(week: Week) -> None:
    week.block()
    say_away(week, GUS)
    week.unblock()

    assert notices(week) == []


def test_nobody_ever_reads_why_someone_is_away(week: Week) -> None:
    week.block()
    week.block("gitlab-pages")
    say_away(week, GUS)
    tick(week, "2023-03-31 14:00", "2023-04-03 14:00")
    week.unblock("gitlab-pages")
    tick(week, *(f"2023-04-{day:02} {hour}:00" for day in range(4, 15) for hour in ("08", "14")))
    desk = week.desk
    outlook = show_reminders(desk.store, desk.catalog, 14, now=week.now)
    home = show_home(desk.store, desk.catalog, desk.actor(MIRA), now=week.now)
    told = written(week)
    told["outlook"] = plain_text(build_outlook(outlook))
    told["home"] = str(build_home(home).to_dict())

    for kind in ("digest:U0MIRA", "nudge:U0MIRA", "digest:U0LEO", "digest:U0FRIDA"):
        assert any(AWAY in words for key, words in told.items() if key.startswith(kind)), kind
    assert "instead of Gus Almeida" in told["outlook"]
    assert {key for key, said in told.items() if any(why in said.lower() for why in WHY)} == set()


def test_a_decline_goes_to_another_lead_while_the_facilitator_is_away(
    week: Week,
) -> None:
    week.block()
    week.at("2023-03-31 14:00").tick()
    say_away(week, FRIDA)
    desk, reminder = week.desk, week.sent()[-1]
    decline_item(desk.store, desk.catalog, desk.actor(GUS), reminder.id, now=week.now)

    with desk.store.read() as session:
        asked = find_message(session, "decline:1")
    assert asked is not None
    assert asked.channel == LEO
