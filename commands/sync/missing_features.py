"""Keeping a campaign's card true about what this GitLab does not offer."""

from collections.abc import Mapping

from campaigns.events import ASSISTANT
from campaigns.states import ItemState
from commands.items.write_item import STATE, enqueue_item_written
from commands.overview.update_card import update_card
from commands.unit import Unit
from gitlab_gateway.capabilities import CAPABILITIES, Feature, list_missing
from gitlab_gateway.schema import Schema
from storage.lifecycle.campaigns import get_campaign, get_view, update_campaign

NO_STATUS = f"no_{Feature.status.value}"
NOTICES: Mapping[str, Feature] = {f"no_{feature.value}": feature for feature in Feature}


def describe_notice(notice: str) -> str | None:
    """Return the sentence of a campaign's notice; None if it is about something else."""
    return CAPABILITIES[NOTICES[notice]].without if notice in NOTICES else None


def note_missing_features(unit: Unit, campaign_id: int, schema: Schema) -> None:
    """Record which features GitLab does not offer, and refresh the card if that has changed."""
    before = list(get_campaign(unit.session, campaign_id).notices)
    missing = [f"no_{feature.value}" for feature in list_missing(schema)]
    after = [*(notice for notice in before if notice not in NOTICES), *missing]
    if after != before:
        update_campaign(unit.session, campaign_id, notices=after)
        update_card(unit, campaign_id)
    if NO_STATUS in before and NO_STATUS not in after:
        _write_blocks(unit, campaign_id)


def _write_blocks(unit: Unit, campaign_id: int) -> None:
    """Write the blocks that could not be shown in GitLab until now, so that no sync undoes them."""
    if unit.catalog.working_group.track_by != "statuses":
        return
    for item in get_view(unit.session, campaign_id).items:
        if item.state == ItemState.blocked and item.blockers:
            enqueue_item_written(unit.session, item.id, {STATE}, by=ASSISTANT, now=unit.now)
