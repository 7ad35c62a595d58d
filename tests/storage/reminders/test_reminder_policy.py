from datetime import date, time
from pathlib import Path

import pytest

from campaigns.people.away_status import AwayWords
from campaigns.people.working_time import Availability
from campaigns.reminders.ladder import Rung, RungKind
from storage.catalog.read import CatalogError, read_catalog
from storage.people.public_holidays import EVERYWHERE
from storage.reminders.policy import Reminders
from tests.storage.catalog.test_catalog import GROUP, folder_of

WEEK = frozenset(range(5))


def read(tmp_path: Path, reminders: str) -> Reminders:
    folder = folder_of(tmp_path, group=f"{GROUP}reminders:\n{reminders}")
    return read_catalog(folder).working_group.reminders


def refused(tmp_path: Path, reminders: str) -> str:
    with pytest.raises(CatalogError) as error:
        read(tmp_path, reminders)
    return str(error.value)


def test_by_default_everyone_works_from_half_past_nine_on_weekdays() -> None:
    assert Reminders().availability("U1", "Europe/Berlin") == Availability(
        "Europe/Berlin", WEEK, time(9, 30), time(16, 30)
    )
    assert Reminders().ladder.rungs == (
        Rung(RungKind.digest, 0),
        Rung(RungKind.digest, 1),
        Rung(RungKind.thread, 2),
        Rung(RungKind.functional_lead, 3),
        Rung(RungKind.facilitator, 5),
    )


def test_hours_days_ladder_and_holidays_are_the_groups_own(tmp_path: Path) -> None:
    reminders = read(
        tmp_path,
        """\
  start: "08:00"
  end: "12:00"
  days: [Sunday, monday]
  ladder: {digest: [0, 4], thread: [2, 6], functional_lead: null, facilitator: 9}
  holidays: {Atlantis: [2023-10-03]}
  countries: {U1: Atlantis}
""",
    )

    assert reminders.availability("U1", "UTC") == Availability(
        "UTC", frozenset({6, 0}), time(8), time(12), EVERYWHERE | {date(2023, 10, 3)}
    )
    assert reminders.availability("U2", "UTC").holidays == frozenset()
    assert reminders.ladder.rungs == (
        Rung(RungKind.digest, 0),
        Rung(RungKind.thread, 2),
        Rung(RungKind.digest, 4),
        Rung(RungKind.thread, 6),
        Rung(RungKind.facilitator, 9),
    )


@pytest.mark.parametrize(
    ("reminders", "sentence"),
    [
        ("  end: 16:30\n", 'field reminders.end: write the time in quotes, such as "16:30".'),
        ('  end: "25:00"\n', "field reminders.end: "),
        ('  end: "09:00"\n', "field reminders: end must be after start."),
        ("  days: [mon]\n", "field reminders.days.0: must be one of monday, tuesday"),
        ("  days: []\n", "field reminders.days: "),
        ("  ladder: {digest: [1]}\n", "the ladder must begin with a digest on day 0"),
        ("  ladder: {thread: 1}\n", "only one rung per day."),
        ("  ladder: {thread: [2, 2]}\n", "only one rung per day."),
        ("  ladder: {thread: [40]}\n", "field reminders.ladder.thread.0: "),
        ("  ladder: {pager: 4}\n", "field reminders.ladder.pager: "),
        (
            "  countries: {U1: Germany}\n",
            "line 12, field reminders.countries: no known holidays for Germany",
        ),
        ("  country: XX\n", "field reminders.country: no known holidays for XX"),
        ("  country: DE-XX\n", "no known holidays for DE-XX: use an ISO code such as DE-BB or"),
        ("  countries: {U1: NO-BY}\n", "no known holidays for NO-BY: "),
        ("  country: yes\n", "field reminders.country: "),
        ("  away: {emoji: [':ferry:']}\n", "field reminders.away.emoji.0: "),
        ("  holiday: {}\n", "field reminders.holiday: "),
    ],
)
def test_a_mistake_is_named_with_its_field(tmp_path: Path, reminders: str, sentence: str) -> None:
    assert sentence in refused(tmp_path, reminders)


def test_public_holidays_are_those_of_a_persons_country_and_the_groups_own(tmp_path: Path) -> None:
    reminders = read(
        tmp_path,
        "  country: US\n  countries: {U1: DE}\n  holidays: {DE: [2023-12-27]}\n",
    )
    unity, july, company = date(2023, 10, 3), date(2023, 7, 4), date(2023, 12, 27)
    off = {
        who: reminders.availability(who, "UTC").holidays & {unity, july, company}
        for who in ("U1", "U2")
    }

    assert off == {"U1": {unity, company}, "U2": {july}}


CHRISTMAS, EASTER_MONDAY, SUMMER = date(2023, 12, 25), date(2023, 4, 10), date(2023, 8, 28)
ST_ANDREW, EPIPHANY, CHAVEZ = date(2023, 11, 30), date(2023, 1, 6), date(2023, 3, 31)
CONSTITUTION, COMPANY = date(2023, 5, 17), date(2023, 12, 27)


@pytest.mark.parametrize(
    ("reminders", "off"),
    [
        ("  country: NO\n", {CHRISTMAS, EASTER_MONDAY, CONSTITUTION}),
        ("  countries: {U1: NO}\n", {CHRISTMAS, EASTER_MONDAY, CONSTITUTION}),
        ("  country: NO\n  workdays: {NO: [2023-12-25]}\n", {EASTER_MONDAY, CONSTITUTION}),
        ("  country: DE\n", {CHRISTMAS, EASTER_MONDAY}),
        ("  country: DE-BY\n", {CHRISTMAS, EASTER_MONDAY, EPIPHANY}),
        ("  country: GB-ENG\n", {CHRISTMAS, EASTER_MONDAY, SUMMER}),
        ("  country: GB-SCT\n", {CHRISTMAS, ST_ANDREW}),
        ("  country: US-CA\n", {CHRISTMAS, CHAVEZ}),
        ("  country: Acme\n  holidays: {Acme: [2023-12-27]}\n", {CHRISTMAS, COMPANY}),
        (
            "  country: DE-ACME\n  holidays: {DE-ACME: [2023-12-27]}\n",
            {CHRISTMAS, EASTER_MONDAY, COMPANY},
        ),
        (
            "  country: DE\n  countries: {U1: Acme}\n  holidays: {Acme: [2023-12-27]}\n",
            {CHRISTMAS, EASTER_MONDAY, COMPANY},
        ),
        (
            "  country: Acme\n  holidays: {Acme: [2023-12-27]}\n  workdays: {Acme: [2023-12-25]}\n",
            {COMPANY},
        ),
    ],
)
def test_the_days_off_of_a_country_or_a_part_of_it(
    tmp_path: Path, reminders: str, off: set[date]
) -> None:
    asked = {CHRISTMAS, EASTER_MONDAY, SUMMER, ST_ANDREW, EPIPHANY, CHAVEZ, CONSTITUTION, COMPANY}

    assert read(tmp_path, reminders).availability("U1", "UTC").holidays & asked == off


def test_a_groups_own_words_for_being_away(tmp_path: Path) -> None:
    away = read(tmp_path, "  away: {phrases: [at the offsite], emoji: [ferry]}\n").away_words

    assert away == AwayWords(("at the offsite",), ("ferry",))
