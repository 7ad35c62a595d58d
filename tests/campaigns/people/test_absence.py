from datetime import UTC, date, datetime

import pytest

from campaigns.people.absence import Absence, Statuses, back_on, find_absence, says_away

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
def test_words_and_emoji_that_say_away(status: str, away: bool) -> None:  # noqa: FBT001
    assert says_away(status) is away


@pytest.mark.parametrize(
    ("statuses", "absence"),
    [
        (Statuses(), None),
        (Statuses(slack="OOO"), Absence()),
        (Statuses(slack="OOO", until=datetime(2023, 4, 3, tzinfo=UTC)), Absence()),
        (Statuses(slack="OOO", until=NOON), None),
        (Statuses(slack="lunch", until=datetime(2023, 4, 3, tzinfo=UTC)), None),
        (Statuses(busy=True), Absence()),
        (Statuses(gitlab="PTO"), Absence()),
        (Statuses(slack="OOO", until=NOON, gitlab="PTO"), Absence()),
    ],
)
def test_someone_is_away_until_what_they_said_ends(
    statuses: Statuses, absence: Absence | None
) -> None:
    found = find_absence(statuses, NOON)

    assert (found is None) == (absence is None)
    assert found is None or found.until in (None, statuses.until)


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
