"""Evidence: what the pins say together, and what becomes of it over time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.evidence import (
    EvidenceState,
    EvidenceVerdict,
    PinState,
    is_finished,
    is_mismatch,
    judge,
    stand,
)
from campaigns.states import ItemState

NOW = datetime(2023, 5, 1, 9, tzinfo=UTC)
EARLIER = NOW - timedelta(days=3)
at, behind, ahead, unknown = PinState


@pytest.mark.parametrize(
    ("wheres", "standing"),
    [
        ((), EvidenceState.not_found),
        ((unknown,), EvidenceState.not_understood),
        ((at, unknown), EvidenceState.at_target),
        ((at, at), EvidenceState.at_target),
        ((at, ahead), EvidenceState.ahead),
        ((behind, behind, unknown), EvidenceState.behind),
        ((behind, at), EvidenceState.mixed),
        ((behind, ahead), EvidenceState.mixed),
    ],
)
def test_pins_are_summed_up(wheres: tuple[PinState, ...], standing: EvidenceState) -> None:
    assert stand(wheres) == standing


@given(st.lists(st.sampled_from(PinState)))
def test_one_pin_behind_is_never_at_the_target(wheres: list[PinState]) -> None:
    assert stand([*wheres, behind]) in (EvidenceState.behind, EvidenceState.mixed)


@pytest.mark.parametrize(
    ("known", "standing", "verdict"),
    [
        (None, EvidenceState.behind, EvidenceVerdict(EvidenceState.behind, NOW, None, None)),
        (None, EvidenceState.at_target, EvidenceVerdict(EvidenceState.at_target, NOW, NOW, None)),
        (
            EvidenceVerdict(EvidenceState.behind, EARLIER, None, None),
            EvidenceState.behind,
            EvidenceVerdict(EvidenceState.behind, EARLIER, None, None),
        ),
        (
            EvidenceVerdict(EvidenceState.at_target, EARLIER, EARLIER, None),
            EvidenceState.mixed,
            EvidenceVerdict(EvidenceState.mixed, NOW, EARLIER, NOW),
        ),
        (
            EvidenceVerdict(EvidenceState.mixed, EARLIER, EARLIER, EARLIER),
            EvidenceState.at_target,
            EvidenceVerdict(EvidenceState.at_target, NOW, NOW, None),
        ),
        (
            EvidenceVerdict(EvidenceState.at_target, EARLIER, EARLIER, None),
            EvidenceState.unreadable,
            EvidenceVerdict(EvidenceState.unreadable, NOW, EARLIER, None),
        ),
    ],
    ids=["first behind", "first at", "still behind", "backslid", "back again", "unreadable"],
)
def test_evidence_is_followed(
    known: EvidenceVerdict | None, standing: EvidenceState, verdict: EvidenceVerdict
) -> None:
    assert judge(standing, known, NOW) == verdict


def test_a_claim_is_a_mismatch_only_against_a_repository_that_is_behind() -> None:
    assert is_mismatch(ItemState.production, "mixed")
    assert not is_mismatch(ItemState.production, "not_understood")
    assert not is_mismatch(ItemState.in_review, "behind")


@pytest.mark.parametrize(
    ("state", "standing", "verified", "waived", "finished"),
    [
        (ItemState.production, None, False, False, True),
        (ItemState.production, "not_understood", False, False, True),
        (ItemState.production, "behind", False, False, False),
        (ItemState.in_review, "at_target", True, False, True),
        (ItemState.in_review, None, False, False, False),
        (ItemState.blocked, "behind", False, True, True),
    ],
)
def test_evidence_opens_the_gate_and_a_claim_does_where_there_is_none(
    state: ItemState, standing: str | None, *, verified: bool, waived: bool, finished: bool
) -> None:
    assert is_finished(state, standing, verified=verified, waived=waived) == finished
