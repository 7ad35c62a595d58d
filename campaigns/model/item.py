"""A campaign's item, its blockers and its merge requests."""

from dataclasses import dataclass
from datetime import datetime

from campaigns.model.evidence import Evidence
from campaigns.states import ItemState


@dataclass(frozen=True)
class Blocker:
    """The reason why an item is blocked: an issue, or free text."""

    id: int
    item_id: int
    kind: str
    text: str
    project: str | None
    iid: int | None
    web_url: str | None
    ours: bool
    open: bool
    since: datetime
    added_by: str
    assignees: tuple[str, ...] = ()

    @property
    def reference(self) -> str:
        """The blocking issue (`group/project#1`); empty if the reason is free text."""
        return f"{self.project}#{self.iid}" if self.project and self.iid else ""


@dataclass(frozen=True)
class MergeRequest:
    """A merge request that closes an item's issue; its pipeline started at ``pipeline_since``."""

    reference: str
    web_url: str
    state: str
    draft: bool
    ours: bool = False
    pipeline: str | None = None
    pipeline_url: str | None = None
    pipeline_since: datetime | None = None


@dataclass(frozen=True)
class Item:
    """One component in one campaign, with its open blockers and its merge requests.

    ``active_at`` is when a person was last active on it in GitLab; ``touched_at`` is when the
    assistant last wrote to its issue. ``unwritten`` is why its last decision is not written to
    GitLab yet, if an attempt has failed.
    """

    id: int
    campaign_id: int
    component: str
    title: str
    tier: str
    position: int
    project: str
    project_id: int | None
    issue_iid: int | None
    issue_id: int | None
    web_url: str | None
    dri: str | None
    backup: str | None
    state: ItemState
    state_before_block: ItemState | None
    state_since: datetime | None
    closed: bool
    in_epic: bool
    gone: bool
    creation_failure: str | None
    active_at: datetime | None = None
    touched_at: datetime | None = None
    waived_by: str | None = None
    waived_because: str | None = None
    blockers: tuple[Blocker, ...] = ()
    merge_requests: tuple[MergeRequest, ...] = ()
    evidence: Evidence | None = None
    unwritten: str | None = None

    @property
    def reference(self) -> str:
        """The item's issue (`group/project#1`); empty if there is none yet."""
        return f"{self.project}#{self.issue_iid}" if self.issue_iid else ""

    @property
    def claims_production(self) -> bool:
        """Whether its issue is closed or its state is production."""
        return self.closed or self.state == ItemState.production

    @property
    def waived(self) -> bool:
        """Whether the campaign may close without it."""
        return self.waived_by is not None
