"""Labels of the catalog that GitLab does not have: items that had them keep their states.

Without this, renaming `workflow::blocked` in GitLab would unblock everything.
"""

from collections.abc import Iterable, Mapping

from campaigns.delivery import NoticeMessage
from campaigns.model.campaign import CampaignView
from campaigns.model.item import Item
from campaigns.states import ItemState
from campaigns.sync.issue_matching import read_item
from campaigns.sync.snapshots import IssueSnapshot
from commands.delivery.messages import enqueue
from commands.overview.update_card import update_card
from commands.unit import Unit
from gitlab_gateway.connection import Connection
from gitlab_gateway.membership import missing_label
from gitlab_gateway.projects import list_group_labels
from storage.catalog.read import Catalog, WorkingGroup
from storage.lifecycle.campaigns import get_campaign, update_campaign

# The beginning of a campaign's notice about a missing label, before its name.
MISSING_LABEL = "missing_label:"


def find_missing_labels(
    gitlab: Connection, catalog: Catalog, view: CampaignView, matched: Mapping[str, IssueSnapshot]
) -> dict[str, str]:
    """Map the components that would lose their state to the label that GitLab does not have.

    GitLab's labels are only read if there is such a component.
    """
    group = catalog.working_group
    falling = [item for item in view.items if _would_fall(item, group, matched)]
    if not falling or group.track_by == "statuses":
        return {}
    known = {name.casefold() for name in list_group_labels(gitlab, view.campaign.group_path)}
    labels = {item.component: group.labels.get(item.state, "") for item in falling}
    return {c: label for c, label in labels.items() if label and label.casefold() not in known}


def _would_fall(item: Item, group: WorkingGroup, matched: Mapping[str, IssueSnapshot]) -> bool:
    seen, none = matched.get(item.component), ItemState.not_started
    if seen is None or item.closed or item.state == none:
        return False
    return read_item(seen, item, group.names).state == none


def note_missing_labels(unit: Unit, campaign_id: int, missing: Iterable[str]) -> None:
    """Show missing labels on the card, and tell the operators about each once."""
    campaign, labels = get_campaign(unit.session, campaign_id), sorted(set(missing))
    others = [notice for notice in campaign.notices if not notice.startswith(MISSING_LABEL)]
    notices = [*others, *(f"{MISSING_LABEL}{label}" for label in labels)]
    if notices == list(campaign.notices):
        return
    update_campaign(unit.session, campaign_id, notices=notices)
    update_card(unit, campaign_id)
    operators = unit.catalog.working_group.operator_channel
    for notice in sorted(set(notices) - set(campaign.notices)):
        if operators is None:
            break
        error = missing_label(notice.removeprefix(MISSING_LABEL), campaign.group_path)
        subject = f"{notice}:{campaign_id}:{unit.now.wall.isoformat()}"
        sentence = f"{error}. Until then, items keep the state that it stands for."
        enqueue(unit.session, NoticeMessage.about(subject, sentence), to=operators, now=unit.now)
