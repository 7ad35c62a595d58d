"""Closing: gating items must be finished, for any size of campaign."""

from dataclasses import replace

import pytest
from sqlmodel import col, update

from campaigns.events import EventKind
from campaigns.states import CampaignState
from commands.errors import InvalidRequestError, OutOfDateError
from commands.items.waive_item import WaiveRequest, waive_item
from commands.lifecycle.close_campaign import close_campaign, preview_closing
from storage.evidence.tables import EvidenceRow
from storage.lifecycle.campaigns import add_campaign, update_campaign
from storage.tables import ItemRow
from tests.commands.conftest import Desk
from tests.storage.conftest import plan_of


def change_all(desk: Desk, **values: object) -> None:
    with desk.store.write() as session:
        session.execute(update(ItemRow).values(**values))


def close(desk: Desk, who: str = "U0FRIDA") -> CampaignState:
    close_campaign(desk.store, desk.catalog, desk.actor(who), 1, now=desk.clock())
    return desk.view().campaign.state


@pytest.fixture
def small(desk: Desk) -> Desk:
    """Return a desk with a campaign of one component and without an epic."""
    whole = plan_of()
    plan = replace(whole, items=whole.items[:1])
    with desk.store.write() as session:
        number = add_campaign(session, plan, slug="go-1.20", by="U0FRIDA", now=desk.clock().story)
        update_campaign(session, number, state="active")
    return desk


def test_a_campaign_of_one_component_closes_once_it_claims_production(small: Desk) -> None:
    (item,) = small.view().items
    with pytest.raises(InvalidRequestError, match=f"Neither verified nor waived: {item.title}"):
        close(small)

    change_all(small, state="production")
    assert close(small) == CampaignState.completed
    with pytest.raises(OutOfDateError, match=r"Go 1\.20 is already completed"):
        close(small)
    assert small.intents() == []  # it has no epic that could be closed


def test_a_fully_blocked_campaign_can_only_close_by_waivers(started: Desk) -> None:
    change_all(started, state="blocked")
    leo = started.actor("U0LEO")
    found = preview_closing(started.store, started.catalog, leo, "go")
    assert (len(found.missing), len(found.left), found.waived) == (26, 3, ())

    for item in found.missing:
        request = WaiveRequest(item.component, "the upgrade is abandoned")
        waive_item(started.store, started.catalog, leo, request, now=started.clock())
    assert close(started) == CampaignState.completed
    waived = [e for e in started.events() if e.kind == EventKind.item_waived]
    assert len(waived) == 26
    assert started.intents()[-1] == ("close_epic", "pending")


def test_a_claim_counts_only_if_the_repository_is_inconclusive(started: Desk) -> None:
    change_all(started, state="production")
    with started.store.write() as session:
        session.execute(update(EvidenceRow).values(standing="unreadable", verified_at=None))
        session.execute(
            update(EvidenceRow)
            .where(col(EvidenceRow.item_id) == started.item("gitaly").id)
            .values(standing="behind")
        )

    found = preview_closing(started.store, started.catalog, started.actor("U0LEO"), "go")

    assert [item.component for item in found.missing] == ["gitaly"]
