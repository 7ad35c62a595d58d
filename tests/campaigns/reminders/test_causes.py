from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from campaigns.model.evidence import Evidence, EvidenceState
from campaigns.model.item import Item
from campaigns.people.working_time import Availability
from campaigns.reminders.causes import Ask, find_ask
from campaigns.reminders.ladder import Cause
from tests.entities import CAMPAIGN, evidence, item

OWNER = Availability("UTC", frozenset(range(5)), time(9, 30), time(16, 30))
MONDAY = datetime(2023, 4, 3, 12, tzinfo=UTC)
TUESDAY = datetime(2023, 4, 4, 12, tzinfo=UTC)
NEARS_DAYS = 10


def gitaly(state: str, **changes: object) -> Item:
    return item(1, "Gitaly", state, **{"state_since": MONDAY, **changes})


def behind(**changes: object) -> Evidence:
    return evidence(EvidenceState.behind, **{"since": MONDAY, **changes})


BACKSLID = behind(verified_at=MONDAY, backslid_at=TUESDAY)
MIXED = replace(behind(), standing=EvidenceState.mixed)
UNTOLD = evidence(EvidenceState.not_found, since=MONDAY)
PRODUCTION = gitaly("production")
CLOSED = gitaly("production", closed=True)
NOT_STARTED = gitaly("not_started")
DUE = date(2023, 4, 28)


@pytest.mark.parametrize(
    ("item_", "due_on", "ask"),
    [
        (gitaly("in_dev"), DUE, None),
        (gitaly("blocked"), DUE, Ask(Cause.blocked, MONDAY)),
        (gitaly("blocked", gone=True), DUE, None),
        (gitaly("blocked", state_since=None), DUE, Ask(Cause.blocked, CAMPAIGN.started_at)),
        (gitaly("blocked", evidence=BACKSLID), DUE, Ask(Cause.blocked, MONDAY)),
        (gitaly("in_dev", evidence=BACKSLID), DUE, Ask(Cause.backslide, TUESDAY)),
        (gitaly("in_dev", evidence=BACKSLID, waived_by="U0FRIDA"), DUE, None),
        (
            replace(PRODUCTION, evidence=behind(mismatched_at=TUESDAY)),
            DUE,
            Ask(Cause.mismatch, TUESDAY),
        ),
        (replace(CLOSED, evidence=MIXED), DUE, Ask(Cause.mismatch, MONDAY)),
        (replace(CLOSED, evidence=behind(), waived_by="U0FRIDA"), DUE, None),
        (replace(CLOSED, evidence=behind(verified_at=MONDAY)), DUE, None),
        (replace(CLOSED, evidence=UNTOLD), DUE, None),
        (gitaly("in_dev", evidence=behind()), DUE, None),
        (PRODUCTION, DUE, Ask(Cause.still_open, datetime(2023, 4, 5, 9, 30, tzinfo=UTC))),
        (CLOSED, DUE, None),
        (NOT_STARTED, DUE, Ask(Cause.not_started, datetime(2023, 4, 14, 9, 30, tzinfo=UTC))),
        (NOT_STARTED, date(2023, 4, 5), Ask(Cause.not_started, MONDAY)),
        (replace(NOT_STARTED, component="not-its-turn"), DUE, None),
        (NOT_STARTED, None, None),
    ],
)
def test_an_item_has_one_cause_the_most_pressing(
    item_: Item, due_on: date | None, ask: Ask | None
) -> None:
    campaign = replace(CAMPAIGN, due_on=due_on)

    assert find_ask(campaign, item_, ("gitaly",), OWNER, NEARS_DAYS) == ask
