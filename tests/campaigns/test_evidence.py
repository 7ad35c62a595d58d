"""Evidence: what the pins say together, and what becomes of it over time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.evidence import Standing, Verdict, Where, is_finished, is_mismatch, judge, stand
from campaigns.states import ItemState

NOW = datetime(2023, 5, 1, 9, tzinfo=UTC)
EARLIER = NOW - timedelta(days=3)
at, behind, ahead, unknown = Where


@pytest.mark.parametrize(
    ("wheres", "standing"),
    [
        ((), Standing.not_found),
        ((unknown,), Standing.not_understood),
        ((at, unknown), Standing.at_target),
        ((at, at), Standing.at_target),
        ((at, ahead), Standing.ahead),
        ((behind, behind, unknown), Standing.behind),
        ((behind, at), Standing.mixed),
        ((behind, ahead), Standing.mixed),
    ],
)
def test_pins_are_summed_up(wheres: tuple[Where, ...], standing: Standing) -> None:
    assert stand(wheres) == standing


@given(st.lists(st.sampled_from(Where)))
def test_one_pin_behind_is_never_at_the_target(wheres: list[Where]) -> None:
    assert stand([*wheres, behind]) in (Standing.behind, Standing.mixed)


@pytest.mark.parametrize(
    ("known", "standing", "verdict"),
    [
        (None, Standing.behind, Verdict(Standing.behind, NOW, None, None)),
        (None, Standing.at_target, Verdict(Standing.at_target, NOW, NOW, None)),
        (
            Verdict(Standing.behind, EARLIER, None, None),
            Standing.behind,
            Verdict(Standing.behind, EARLIER, None, None),
        ),
        (
            Verdict(Standing.at_target, EARLIER, EARLIER, None),
            Standing.mixed,
            Verdict(Standing.mixed, NOW, EARLIER, NOW),
        ),
        (
            Verdict(Standing.mixed, EARLIER, EARLIER, EARLIER),
            Standing.at_target,
            Verdict(Standing.at_target, NOW, NOW, None),
        ),
        (
            Verdict(Standing.at_target, EARLIER, EARLIER, None),
            Standing.unreadable,
            Verdict(Standing.unreadable, NOW, EARLIER, None),
        ),
    ],
    ids=["first behind", "first at", "still behind", "backslid", "back again", "unreadable"],
)
def test_evidence_is_followed(known: Verdict | None, standing: Standing, verdict: Verdict) -> None:
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
