from datetime import UTC, date, datetime

import pytest

from campaigns.model.person import Person
from campaigns.people.absence import (
    Absence,
    back_on,
    describe_absence,
    find_absence,
    says_away,
)
from tests.entities import person

NOON = datetime(2023, 3, 31, 12, tzinfo=UTC)


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
    ],
)
def test_which_words_and_emoji_mean_away(status: str, away: bool) -> None:  # noqa: FBT001
    assert says_away(status) is away


MONDAY = datetime(2023, 4, 3, tzinfo=UTC)


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
    ],
)
def test_someone_is_away_until_their_status_ends(somebody: Person, absence: Absence | None) -> None:
    assert find_absence(somebody, NOON) == absence


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
