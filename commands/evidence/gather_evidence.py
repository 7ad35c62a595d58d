"""Comparing the repository of each component with the campaign's target."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from campaigns.model.campaign import Campaign, CampaignView
from campaigns.model.evidence import EvidenceState
from commands.delivery.worker import Worker
from commands.evidence.component_pins import paths_to_read
from commands.evidence.judge_evidence import record_evidence, shipped_places
from commands.evidence.read_repository import paced, read_repository
from commands.merge_requests.bump_component import repository_of
from commands.unit import Unit
from gitlab_gateway.errors import NeedsOperatorError
from gitlab_gateway.heads import find_heads
from storage.evidence.queries import ReadingRecord
from storage.lifecycle.campaigns import get_view

Pause = Callable[[float], object]


@dataclass(frozen=True)
class GatherResult:
    """The result of reading a campaign's repositories.

    ``repositories`` counts them, ``changed`` lists the components with new evidence, and
    ``standings`` maps components to the states of their repositories.
    """

    campaign: Campaign
    repositories: int
    changed: tuple[str, ...]
    standings: Mapping[str, EvidenceState]


def gather_evidence(worker: Worker, campaign_id: int) -> GatherResult:
    """Read the repositories of a campaign; one request for twelve without a new commit.

    Raises:
        GitLabError: GitLab did not respond, or shows none of the repositories; what was known of
            the items is kept.
    """
    store, catalog, now = worker.store, worker.catalog, worker.clock()
    with store.read() as session:
        view = get_view(session, campaign_id)
    runtime = view.campaign.runtime
    wanted = {repository_of(catalog, view.campaign, item) for item in view.items}
    wanted |= {place.project for place in shipped_places(catalog, runtime)}
    each = paced(worker.pause)
    heads = find_heads(worker.gitlab, sorted(wanted))
    readings = {
        project: read_repository(
            worker,
            project,
            runtime,
            pause=each,
            only=paths_to_read(catalog, runtime, project),
            head=head,
        )
        for project, head in heads.items()
    }
    _require_readable(view, readings)
    with store.write() as session:
        unit = Unit(session, catalog, now)
        fresh = get_view(session, campaign_id)
        before = {item.id: item.evidence for item in fresh.items}
        record_evidence(unit, fresh, readings)
        after = get_view(session, campaign_id).items
    changed = tuple(i.component for i in after if i.evidence != before[i.id])
    standings = {i.component: i.evidence.standing for i in after if i.evidence}
    return GatherResult(view.campaign, len(readings), changed, standings)


def _require_readable(view: CampaignView, readings: Mapping[str, ReadingRecord]) -> None:
    """Reject readings without any repository if some could be read before: they must be hidden."""
    read = [item.evidence for item in view.items if item.evidence]
    before = any(evidence.standing != EvidenceState.unreadable for evidence in read)
    if before and len(readings) > 1 and all(reading.failure for reading in readings.values()):
        todo = "invite the assistant's GitLab user to their projects"
        raise NeedsOperatorError("None of the repositories is visible to the token", todo=todo)
