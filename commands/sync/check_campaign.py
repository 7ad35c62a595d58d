"""Checking GitLab on request, and reporting the changes since the last sync."""

from dataclasses import dataclass

from commands.delivery.worker import Worker
from commands.errors import InvalidRequestError
from commands.evidence.gather_evidence import GatherResult, gather_evidence
from commands.items.write_item import is_being_written
from commands.merge_requests.follow_requests import follow_requests
from commands.sync.apply_snapshot import SyncResult
from commands.sync.sync_campaign import record_sync_failure, sync_campaigns
from gitlab_gateway.errors import GitLabError
from storage.lifecycle.campaigns import list_campaigns
from storage.store import Store

WRITING_SECONDS, WRITING_LOOKS = 0.5, 20


@dataclass(frozen=True)
class CampaignCheck:
    """The changes found by checking a campaign's issues and repositories."""

    synced: SyncResult
    gathered: GatherResult


def campaigns_to_check(store: Store, runtime: str | None, version: str | None) -> tuple[int, ...]:
    """Return the ids of the open campaigns that `check [<runtime> [<version>]]` applies to.

    Empty if the runtime has no such campaign; the version inventory is shown then, see
    `commands.evidence.version_inventory`.

    Raises:
        InvalidRequestError: no runtime is given, and there is no open campaign.
    """
    with store.read() as session:
        listed = list_campaigns(session, runtime=runtime, only_open=True)
    if not listed and runtime is None:
        raise InvalidRequestError(
            "There is no open campaign. `/runtime-upgrade check go` shows each component's version."
        )
    return tuple(c.id for c in listed if version in (None, c.version, c.slug))


def check_campaigns(
    worker: Worker, campaign_ids: tuple[int, ...], *, with_links: bool = False
) -> tuple[SyncResult, ...]:
    """Sync each campaign; a failure is recorded for the card before it is raised.

    With links, what GitLab offers is read again as well, since it may have been upgraded.

    Raises:
        GitLabError: GitLab did not respond.
    """
    done: list[SyncResult] = []
    try:
        if with_links:
            worker.schema(refresh=True)
        for result in sync_campaigns(worker, campaign_ids, with_links=with_links):
            done.append(result)  # noqa: PERF402 - keeps those before a failure
    except GitLabError as error:
        left = campaign_ids[len(done) :]
        record_sync_failure(worker.store, worker.catalog, left, str(error), now=worker.clock())
        raise
    return tuple(done)


def check_now(worker: Worker, campaign_ids: tuple[int, ...]) -> tuple[CampaignCheck, ...]:
    """Sync issues, then merge requests, then repositories, so that evidence uses current issues.

    Pending writes to GitLab are awaited first, because a sync skips their items.

    Raises:
        GitLabError: GitLab did not respond; earlier readings are kept.
    """
    _wait_for_decisions(worker)
    synced = check_campaigns(worker, campaign_ids, with_links=True)
    follow_requests(worker.store, worker.gitlab, worker.catalog, now=worker.clock())
    gathered = [gather_evidence(worker, campaign_id) for campaign_id in campaign_ids]
    return tuple(CampaignCheck(*one) for one in zip(synced, gathered, strict=True))


def _wait_for_decisions(worker: Worker) -> None:
    """Wait until pending decisions are written to GitLab, for at most ten seconds."""
    for _ in range(WRITING_LOOKS):
        with worker.store.read() as session:
            if not is_being_written(session, worker.clock()):
                return
        worker.pause(WRITING_SECONDS)
