"""Evidence: the combined state of pins, and how it changes over time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.evidence import combine_pin_states, is_finished, is_mismatch, judge
from campaigns.model.evidence import Evidence, EvidenceState, PinState
from campaigns.model.item import Item
from tests.entities import evidence, item

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
def test_the_states_of_pins_are_combined(
    wheres: tuple[PinState, ...], standing: EvidenceState
) -> None:
    assert combine_pin_states(wheres) == standing


@given(st.lists(st.sampled_from(PinState)))
def test_one_pin_behind_is_never_at_the_target(wheres: list[PinState]) -> None:
    assert combine_pin_states([*wheres, behind]) in (EvidenceState.behind, EvidenceState.mixed)


def seen(standing: EvidenceState, **changes: datetime | None) -> Evidence:
    """Build the evidence of a reading made now, before it is judged."""
    made = evidence(standing, since=NOW, verified_at=None, looked_at=NOW)
    return replace(made, **changes)  # type: ignore[arg-type]  # moments of evidence


@pytest.mark.parametrize(
    ("known", "standing", "judged"),
    [
        (None, EvidenceState.behind, {}),
        (None, EvidenceState.at_target, {"verified_at": NOW}),
        (seen(EvidenceState.behind, since=EARLIER), EvidenceState.behind, {"since": EARLIER}),
        (
            seen(EvidenceState.at_target, verified_at=EARLIER),
            EvidenceState.mixed,
            {"verified_at": EARLIER, "backslid_at": NOW},
        ),
        (
            seen(EvidenceState.mixed, verified_at=EARLIER, backslid_at=EARLIER),
            EvidenceState.at_target,
            {"verified_at": NOW},
        ),
        (
            seen(EvidenceState.at_target, verified_at=EARLIER),
            EvidenceState.unreadable,
            {"verified_at": EARLIER},
        ),
    ],
    ids=["first behind", "first at", "still behind", "backslid", "back again", "unreadable"],
)
def test_evidence_changes_over_time(
    known: Evidence | None, standing: EvidenceState, judged: dict[str, datetime]
) -> None:
    assert judge(seen(standing), known) == seen(standing, **judged)


def claim(state: str, standing: EvidenceState | None, **changes: object) -> Item:
    found = None if standing is None else seen(standing)
    return item(1, "Gitaly", state, evidence=found, **changes)


def test_a_claim_is_a_mismatch_only_against_a_repository_that_is_behind() -> None:
    assert is_mismatch(claim("production", EvidenceState.mixed))
    assert not is_mismatch(claim("production", EvidenceState.not_understood))
    assert not is_mismatch(claim("in_review", EvidenceState.behind))
    assert not is_mismatch(claim("production", None))


VERIFIED = evidence(EvidenceState.at_target)


@pytest.mark.parametrize(
    ("item_", "finished"),
    [
        (claim("production", None), True),
        (claim("production", EvidenceState.not_understood), True),
        (claim("production", EvidenceState.behind), False),
        (item(1, "Gitaly", "in_review", evidence=VERIFIED), True),
        (item(1, "Gitaly", evidence=replace(VERIFIED, backslid_at=NOW)), False),
        (claim("in_review", None), False),
        (claim("blocked", EvidenceState.behind, waived_by="U0FRIDA"), True),
    ],
)
def test_evidence_opens_the_gate_and_a_claim_does_where_there_is_none(
    item_: Item, *, finished: bool
) -> None:
    assert is_finished(item_) == finished
