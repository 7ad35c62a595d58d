"""What leaves a unit: plain frozen records, never a row."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

from campaigns.states import CampaignState, ItemState

R = TypeVar("R")


def to_record(kind: type[R], row: Any, /, **more: Any) -> R:  # noqa: ANN401 - any table's row
    """Copy a row's columns into a frozen record of the same names."""
    columns = _columns(kind)  # type: ignore[arg-type]
    return kind(**{name: getattr(row, name) for name in columns if name not in more}, **more)


@cache
def _columns(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@dataclass(frozen=True)
class PersonRecord:
    """Someone in the workspace."""

    slack_id: str
    team_id: str
    name: str
    tz: str
    gitlab_username: str | None
    is_guest: bool
    is_bot: bool
    is_stranger: bool
    deleted: bool
    status_text: str = ""
    status_emoji: str = ""
    status_until: datetime | None = None
    gitlab_busy: bool = False
    gitlab_status: str = ""
    gitlab_left_at: datetime | None = None


@dataclass(frozen=True)
class CampaignRecord:
    """One campaign; ``tiers`` are plain mappings of ``campaigns.tiers.Tier``."""

    id: int
    slug: str
    runtime: str
    runtime_title: str
    version: str
    state: CampaignState
    due_on: date | None
    group_path: str
    label: str
    epic_title: str
    epic_iid: int | None
    epic_id: int | None
    epic_project: str | None
    epic_url: str | None
    tiers: tuple[dict[str, Any], ...]
    started_by: str
    started_at: datetime
    synced_at: datetime | None
    links_read_at: datetime | None
    sync_failure: str | None
    notices: tuple[str, ...]
    closing_reason: str | None
    patch: str | None = None
    opened_tiers: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """How people name it: `Go 1.20`."""
        return f"{self.runtime_title} {self.version}"


@dataclass(frozen=True)
class BlockerRecord:
    """Why an item is blocked."""

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
        """The blocking issue (`group/project#1`); empty where words say what blocks."""
        return f"{self.project}#{self.iid}" if self.project and self.iid else ""


@dataclass(frozen=True)
class MergeRequestRecord:
    """A merge request that closes an item's issue; ``pipeline_since`` is when that was begun."""

    reference: str
    web_url: str
    state: str
    draft: bool
    ours: bool = False
    pipeline: str | None = None
    pipeline_url: str | None = None
    pipeline_since: datetime | None = None


@dataclass(frozen=True)
class EvidenceRecord:
    """What the repository says of an item; ``verified_at`` is when it last reached the target.

    ``standing`` is a `campaigns.evidence.Standing`. ``backslid_at`` is when it fell behind
    again after that, ``mismatched_at`` since when the item claims production against it.
    """

    standing: str
    commit: str
    pins: tuple[dict[str, Any], ...]
    findings: tuple[dict[str, Any], ...]
    failure: str | None
    since: datetime
    verified_at: datetime | None
    backslid_at: datetime | None
    looked_at: datetime
    mismatched_at: datetime | None = None

    @property
    def verified(self) -> bool:
        """Whether the repository is at the target, and has not fallen behind since."""
        return self.verified_at is not None and self.backslid_at is None


@dataclass(frozen=True)
class ItemRecord:
    """One component in one campaign, with its open blockers and its merge requests.

    ``active_at`` is when people last did something about it in GitLab, ``touched_at`` when
    the assistant last wrote to its issue.
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
    state_before_block: str | None
    state_since: datetime | None
    closed: bool
    in_epic: bool
    gone: bool
    creation_failure: str | None
    active_at: datetime | None = None
    touched_at: datetime | None = None
    waived_by: str | None = None
    waived_because: str | None = None
    blockers: tuple[BlockerRecord, ...] = ()
    merge_requests: tuple[MergeRequestRecord, ...] = ()
    evidence: EvidenceRecord | None = None


@dataclass(frozen=True)
class CampaignView:
    """A campaign with its items in order of tier and position."""

    campaign: CampaignRecord
    items: tuple[ItemRecord, ...]

    def item(self, component: str) -> ItemRecord:
        """Give the item of a component; raises KeyError where there is none."""
        for item in self.items:
            if item.component == component:
                return item
        raise KeyError(component)
