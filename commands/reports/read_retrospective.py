"""Reading the retrospective of a completed campaign from its events and reminders."""

from collections.abc import Mapping
from dataclasses import dataclass

from campaigns.events import EventKind
from campaigns.model.campaign import Campaign
from campaigns.reports.retrospective import Retrospective, SentReminder, compute_retrospective
from storage.events import list_events
from storage.lifecycle.campaigns import get_view
from storage.people.queries import names_by_slack_id
from storage.reminders.answers import list_sent_reminders
from storage.store import Store


@dataclass(frozen=True)
class CampaignRetrospective:
    """A campaign's retrospective, with the names of components and people.

    ``learned`` are the components with an owner that the catalog does not have.
    """

    campaign: Campaign
    back: Retrospective
    titles: Mapping[str, str]
    people: Mapping[str, str]
    learned: tuple[str, ...] = ()


def read_retrospective(
    store: Store, owners: Mapping[str, str], campaign_id: int
) -> CampaignRetrospective | None:
    """Return a campaign's retrospective; None if it is not completed.

    ``owners`` maps components to their owning groups; the default is the component's project.
    """
    with store.read() as session:
        view, events = get_view(session, campaign_id), list_events(session, campaign_id)
        answers = list_sent_reminders(session, campaign_id)
        people = names_by_slack_id(session, {answer.owner for answer in answers})
    closed = [event.at for event in events if event.kind == EventKind.campaign_completed]
    if not closed:
        return None
    groups = {i.id: owners.get(i.component, i.project) for i in view.items}
    told = [SentReminder(a.owner, groups[a.item_id], a.sent_at, a.answered_at) for a in answers]
    back = compute_retrospective(
        view.campaign.started_at, closed[-1], view.campaign.due_on, events, told
    )
    return CampaignRetrospective(
        view.campaign, back, {i.component: i.title for i in view.items}, people
    )
