from datetime import UTC, date, datetime, timedelta

import pytest

from campaigns.model.person import Person
from campaigns.people.absence import (
    Absence,
    back_on,
    describe_absence,
    find_absence,
    has_no_end,
)
from campaigns.people.away_status import AwayWords, says_away
from campaigns.people.status_dates import DaysAway, read_days_away
from tests.entities import person

NOON = datetime(2023, 3, 31, 12, tzinfo=UTC)
Day = tuple[int, int, int] | None


@pytest.mark.parametrize(
    ("status", "away"),
    [
        ("", False),
        ("OOO until Monday", True),
        ("On pto", True),
        ("taking a photo", False),
        ("Cooking", False),
        ("Zoo", False),
        ("Parental Leave", True),
        ("Friends and Family day", True),
        ("Friends & Family", True),
        ("Out of office", True),
        ("out-of-the-office", True),
        ("out of office supplies", True),
        (":palm_tree:", True),
        (":beach: sun", True),
        (":thermometer:", True),
        (":red_circle: busy", True),
        (":palm_trees_are_nice:", False),
        ("palm_tree", False),
        (":coffee: back at 3", False),
        (":airplane: On vacation until 15 April", True),
        ("Vacation", True),
        ("vacation planning", False),
        ("On leave", True),
        ("Working on leave management", False),
        ("leave me alone", False),
        ("Holiday", True),
        ("holiday calendar", False),
        ("Back from vacation", False),
        ("Not on vacation", False),
        (":palm_tree: Vacationing", True),
        (":face_with_thermometer: Out sick", True),
        (":house_with_garden: Working remotely", False),
        (":palm_tree: Working remotely", False),
        (":bus: Commuting", False),
        (":spiral_calendar_pad: In a meeting", False),
        (":spiral_calendar_pad: In a meeting • Google Calendar", False),
        (":spiral_calendar_pad: Besprechung • Google Calendar", False),
        (":spiral_calendar_pad: Vacation planning • Google Calendar", False),
        (":spiral_calendar_pad: Out of office • Google Calendar", True),
        ("Im Urlaub", True),
        ("Urlaub bis 15.4.", True),
        ("En congés jusqu'au 15 avril", True),
        ("De vacaciones hasta el 15 de abril", True),
        ("In ferie", True),
        ("Em férias até 15 de abril", True),
        ("op vakantie", True),
        ("na urlopie", True),
        ("отпуск до 15 апреля", True),
        ("休暇中です", True),
        ("🌴", True),
    ],
)
def test_which_words_and_emoji_mean_away(status: str, away: bool) -> None:  # noqa: FBT001
    assert says_away(status) is away


def test_a_group_may_add_its_own_words_and_emoji() -> None:
    own = AwayWords(phrases=("Family & Friends",), emoji=("ferry",))
    said = ["family & friends day", ":ferry:", "PTO", "ferry"]

    assert [says_away(status, own) for status in said] == [True, True, True, False]
    assert [says_away(status) for status in said] == [False, False, True, False]


@pytest.mark.parametrize(
    ("status", "days"),
    [
        ("until 15 April", (None, (2023, 4, 16))),
        ("until April 15th, 2024", (None, (2024, 4, 16))),
        ("back on 15 April", (None, (2023, 4, 15))),
        ("bis 15.4.", (None, (2023, 4, 16))),
        ("bis 15. April 2023", (None, (2023, 4, 16))),
        ("jusqu'au 15 août", (None, (2023, 8, 16))),
        ("hasta el 15 de abril", (None, (2023, 4, 16))),
        ("fino al 15 aprile", (None, (2023, 4, 16))),
        ("até 15 de março", (None, (2023, 3, 16))),
        ("do 15 kwietnia", (None, (2023, 4, 16))),
        ("до 15 апреля", (None, (2023, 4, 16))),
        ("4月15日まで", (None, (2023, 4, 16))),
        ("until 2023-04-15", (None, (2023, 4, 16))),
        ("until 4/15", (None, (2023, 4, 16))),
        ("until 5/4", (None, (2023, 4, 6))),
        ("until 5 January", (None, (2023, 1, 6))),
        ("10\u201315 April", ((2023, 4, 10), (2023, 4, 16))),
        ("10.4.-15.4.", ((2023, 4, 10), (2023, 4, 16))),
        ("from 20 April", ((2023, 4, 20), None)),
        ("from 20 April to 2 May", ((2023, 4, 20), (2023, 5, 3))),
        ("until Monday", (None, None)),
        ("until 15:30", (None, None)),
        ("31 February", (None, None)),
        ("out 5 days", (None, None)),
        ("", (None, None)),
    ],
)
def test_the_days_that_a_status_names(status: str, days: tuple[Day, Day]) -> None:
    first, back = [date(*day) if day else None for day in days]

    assert read_days_away(status, NOON.date()) == DaysAway(first, back)


def test_a_day_before_the_turn_of_the_year_names_one_after_it() -> None:
    december = date(2023, 12, 28)

    assert read_days_away("until 5 January", december).back == date(2024, 1, 6)
    assert read_days_away("until 4/5", NOON.date(), month_first=True).back == date(2023, 4, 6)


MONDAY = datetime(2023, 4, 3, tzinfo=UTC)
TWO_WEEKS = timedelta(days=14)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("somebody", "absence"),
    [
        (person("gus"), None),
        (person("gus", status_text="OOO"), Absence()),
        (person("gus", status_emoji=":palm_tree:"), Absence()),
        (person("gus", status_text="OOO", status_until=MONDAY), Absence(MONDAY)),
        (person("gus", status_text="OOO", status_until=NOON), None),
        (person("gus", status_text="lunch", status_until=MONDAY), None),
        (person("gus", gitlab_busy=True), Absence()),
        (person("gus", gitlab_status="PTO"), Absence()),
        (person("gus", status_text="OOO", status_until=NOON, gitlab_status="PTO"), Absence()),
        (person("gus", status_text="OOO until 2 April"), Absence(MONDAY)),
        (person("gus", status_text="OOO until 30 March"), None),
        (person("gus", status_text="OOO from 10 April"), None),
        (person("gus", status_text="OOO until 9 April", status_until=MONDAY), Absence(MONDAY)),
        (person("gus", gitlab_status="PTO until 2 April"), Absence(MONDAY)),
        (person("gus", gitlab_busy=True, status_text="OOO until 2 April"), Absence(MONDAY)),
        (person("gus", status_text="at the offsite", status_away=True), Absence()),
        (person("gus", gitlab_busy=True, away_since=NOON - TWO_WEEKS + SECOND), Absence()),
        (person("gus", gitlab_busy=True, away_since=NOON - TWO_WEEKS), None),
        (person("gus", gitlab_status="PTO", away_since=NOON - TWO_WEEKS), Absence()),
    ],
)
def test_someone_is_away_until_their_status_ends(somebody: Person, absence: Absence | None) -> None:
    assert find_absence(somebody, NOON) == absence


@pytest.mark.parametrize(
    ("somebody", "open_ended"),
    [
        (person("gus"), False),
        (person("gus", gitlab_busy=True), True),
        (person("gus", gitlab_busy=True, away_since=NOON - TWO_WEEKS), True),
        (person("gus", gitlab_busy=True, status_text="OOO until 2 April"), False),
        (person("gus", status_text="OOO"), True),
        (person("gus", status_text="OOO", status_until=MONDAY), False),
    ],
)
def test_who_is_away_without_an_end(somebody: Person, open_ended: bool) -> None:  # noqa: FBT001
    assert has_no_end(somebody, NOON) is open_ended


def test_an_absence_is_described_without_its_reason() -> None:
    until_monday = person(
        "gus", status_text="sick leave", status_until=datetime(2023, 4, 3, 9, tzinfo=UTC)
    )

    assert describe_absence(until_monday, NOON) == "Gus is away until Mon 3 Apr"
    assert describe_absence(person("gus", gitlab_busy=True), NOON) == "Gus is away"
    assert describe_absence(person("gus"), NOON) is None


@pytest.mark.parametrize(
    ("until", "tz", "day"),
    [
        (None, "UTC", None),
        (datetime(2023, 4, 3, 7, tzinfo=UTC), "UTC", date(2023, 4, 3)),
        (datetime(2023, 4, 3, 22, tzinfo=UTC), "UTC", date(2023, 4, 4)),
        (datetime(2023, 3, 31, 22, tzinfo=UTC), "UTC", date(2023, 4, 3)),
        (datetime(2023, 4, 3, 22, tzinfo=UTC), "Asia/Tokyo", date(2023, 4, 4)),
        (datetime(2023, 4, 3, 7, tzinfo=UTC), "Nowhere/At_All", date(2023, 4, 3)),
    ],
)
def test_the_day_someone_is_back(until: datetime | None, tz: str, day: date | None) -> None:
    assert back_on(Absence(until), tz) == day
