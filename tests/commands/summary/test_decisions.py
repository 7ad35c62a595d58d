"""What a week leaves to people: items and what is known of them, and what is to be decided."""

from dataclasses import replace
from datetime import date

import pytest

from campaigns.evidence import EvidenceState
from commands.summary.decisions import EPIC_CLOSED, Decision, DecisionFacts, DecisionKind
from storage.records import CampaignRecord, ItemRecord
from tests.made_weeks import CAMPAIGN, NOTHING_KNOWN, NOW, blocked_by, evidence, item, week

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
    ("campaign", "items", "known", "decisions"),
    [
        (CAMPAIGN, (), NOTHING_KNOWN, ()),
        (CAMPAIGN, (OWNED,), NOTHING_KNOWN, ()),
        (OVERDUE, (OWNED,), NOTHING_KNOWN, (Decision(DecisionKind.overdue),)),
        (OVERDUE, (DONE,), NOTHING_KNOWN, ()),
        (CLOSED, (OWNED,), NOTHING_KNOWN, (Decision(DecisionKind.epic_closed),)),
        (CAMPAIGN, (FREE, LATER), NOTHING_KNOWN, (Decision(DecisionKind.no_owner, (FREE,)),)),
        (CAMPAIGN, (LOST,), NOTHING_KNOWN, (Decision(DecisionKind.issue_gone, (LOST,)),)),
        (
            CAMPAIGN,
            (OWNED, DONE),
            DecisionFacts({OWNED.id, DONE.id}, {}),
            (Decision(DecisionKind.declined, (OWNED,)),),
        ),
        (CAMPAIGN, (OWNED,), DecisionFacts((), {OWNED.id: 2}), ()),
        (
            CAMPAIGN,
            (OWNED,),
            DecisionFacts((), {OWNED.id: 3}),
            (Decision(DecisionKind.put_off, (OWNED,)),),
        ),
        (CAMPAIGN, LOOP, NOTHING_KNOWN, (Decision(DecisionKind.loop, LOOP),)),
        (
            CAMPAIGN,
            (CLAIMED, DONE),
            NOTHING_KNOWN,
            (
                Decision(DecisionKind.mismatch, (CLAIMED,)),
                Decision(DecisionKind.only_claimed, (CLAIMED,), "Prerequisites"),
            ),
        ),
        (
            CAMPAIGN,
            (CLAIMED, OWNED),
            NOTHING_KNOWN,
            (Decision(DecisionKind.mismatch, (CLAIMED,)),),
        ),
    ],
)
def test_decisions(
    campaign: CampaignRecord,
    items: tuple[ItemRecord, ...],
    known: DecisionFacts,
    decisions: tuple[Decision, ...],
) -> None:
    assert week(items, known=known, campaign=campaign).decisions == decisions
