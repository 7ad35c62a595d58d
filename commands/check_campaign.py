"""Checking with GitLab now, and saying what changed since the last look."""

from commands.errors import InvalidRequestError
from commands.find_items import find_views
from commands.moments import Moment
from commands.record_look import Synced
from commands.sync_campaign import note_sync_failure, sync_campaign
from gitlab_gateway.connection import Connection
from gitlab_gateway.errors import GitLabError
from gitlab_gateway.schema import Schema
from storage.catalog import Catalog
from storage.store import Store


def campaigns_to_check(store: Store, runtime: str | None, version: str | None) -> tuple[int, ...]:
    """Give the ids of the campaigns that `check [<runtime> [<version>]]` means.

    Raises:
        InvalidRequestError: none is open, or no campaign has that version.
    """
    with store.read() as session:
        views = find_views(session, runtime, version)
    if not views:
        raise InvalidRequestError("No campaign is open: there is nothing to check with GitLab.")
    return tuple(view.campaign.id for view in views)


def check_campaigns(
    store: Store,
    gitlab: Connection,
    schema: Schema,
    catalog: Catalog,
    campaign_ids: tuple[int, ...],
    *,
    now: Moment,
) -> tuple[Synced, ...]:
    """Sync each campaign; a failure is written on the card before it is raised.

    Raises:
        GitLabError: GitLab did not answer.
    """
    done: list[Synced] = []
    for position, campaign_id in enumerate(campaign_ids):
        try:
            done.append(sync_campaign(store, gitlab, schema, catalog, campaign_id, now=now))
        except GitLabError as error:
            note_sync_failure(store, catalog, campaign_ids[position:], str(error), now=now)
            raise
    return tuple(done)
