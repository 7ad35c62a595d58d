"""The decisions a week needs: items and their state, and the expected decisions."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

import pytest

from campaigns.model.campaign import Campaign
from campaigns.model.evidence import EvidenceState
from campaigns.model.item import Item
from campaigns.summary.decisions import EPIC_CLOSED, Decision, DecisionKind, find_decisions
from tests.entities import CAMPAIGN, NOW, blocked_by, evidence, item, view

FREE, OWNED = item(1, "Free", dri=None), item(2, "Owned")
LATER = item(3, "Later", dri=None, tier="two")
LOST = item(4, "Lost", gone=True)
DONE = item(5, "Done", "production")
CLAIMED = item(
    6, "Claimed", "production", evidence=evidence(EvidenceState.behind, mismatched_at=NOW)
)
FIRST, SECOND = item(7, "First", "blocked"), item(8, "Second", "blocked")
LOOP = (
    replace(FIRST, blockers=(blocked_by(SECOND),)),
    replace(SECOND, blockers=(blocked_by(FIRST),)),
)
OVERDUE = replace(CAMPAIGN, due_on=date(2023, 9, 3))
CLOSED = replace(CAMPAIGN, notices=("no_blocking_links", EPIC_CLOSED))


@pytest.mark.parametrize(
    ("campaign", "items", "declined", "snoozes", "decisions"),
    [
        (CAMPAIGN, (), (), {}, ()),
        (CAMPAIGN, (OWNED,), (), {}, ()),
        (OVERDUE, (OWNED,), (), {}, (Decision(DecisionKind.overdue),)),
        (OVERDUE, (DONE,), (), {}, ()),
        (CLOSED, (OWNED,), (), {}, (Decision(DecisionKind.epic_closed),)),
        (CAMPAIGN, (FREE, LATER), (), {}, (Decision(DecisionKind.no_owner, (FREE,)),)),
        (CAMPAIGN, (LOST,), (), {}, (Decision(DecisionKind.issue_gone, (LOST,)),)),
        (
            CAMPAIGN,
            (OWNED, DONE),
            {OWNED.id, DONE.id},
            {},
            (Decision(DecisionKind.declined, (OWNED,)),),
        ),
        (CAMPAIGN, (OWNED,), (), {OWNED.id: 2}, ()),
        (
            CAMPAIGN,
            (OWNED,),
            (),
            {OWNED.id: 3},
            (Decision(DecisionKind.put_off, (OWNED,)),),
        ),
        (CAMPAIGN, LOOP, (), {}, (Decision(DecisionKind.loop, LOOP),)),
        (
            CAMPAIGN,
            (CLAIMED, DONE),
            (),
            {},
            (
                Decision(DecisionKind.mismatch, (CLAIMED,)),
                Decision(DecisionKind.only_claimed, (CLAIMED,), "Prerequisites"),
            ),
        ),
        (
            CAMPAIGN,
            (CLAIMED, OWNED),
            (),
            {},
            (Decision(DecisionKind.mismatch, (CLAIMED,)),),
        ),
    ],
)
def test_decisions(
    campaign: Campaign,
    items: tuple[Item, ...],
    declined: Collection[int],
    snoozes: dict[int, int],
    decisions: tuple[Decision, ...],
) -> None:
    found = find_decisions(
        view(*items, campaign=campaign), declined=declined, snoozes=snoozes, now=NOW
    )

    assert found == decisions
