"""Reading the catalog: the working group, and the components of each runtime.

Errors name the file, line and field. Unknown keys are errors.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from campaigns.delivery import Pace
from campaigns.model.campaign import Tier
from campaigns.people.roles import Role
from campaigns.states import ItemState, StateNames
from storage.catalog.files import CatalogError, Mistake, read_file
from storage.reminders.policy import Reminders
from storage.summary.policy import SummaryPolicy

__all__ = [
    "Catalog",
    "CatalogError",
    "CatalogTier",
    "Component",
    "GroupPerson",
    "Policy",
    "RuntimeCatalog",
    "WorkingGroup",
    "read_catalog",
]


def _username(value: str) -> str:
    return value.removeprefix("@")


def _epic_title(value: str) -> str:
    try:
        value.format(title="Go", version="1.20")
    except (LookupError, ValueError, AttributeError) as error:
        raise ValueError("only the placeholders {title} and {version} are supported") from error
    return value


EpicTitle = Annotated[str, AfterValidator(_epic_title), Field(min_length=1, max_length=200)]
Username = Annotated[str, AfterValidator(_username), Field(min_length=1)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
ChannelId = Annotated[str, Field(pattern=r"^[CG][A-Z0-9]{2,}$")]
ProjectPath = Annotated[str, Field(pattern=r"^[\w.-]+(/[\w.-]+)+$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GroupPerson(_Strict):
    """A member of the working group; ``slack`` and ``gitlab`` may be empty."""

    name: str
    role: Role
    slack: str | None = None
    gitlab: Username | None = None


class Policy(_Strict):
    """The policies that the working group can configure."""

    due_after_months: int = Field(default=8, ge=1, le=36)
    plan_expires_days: int = Field(default=7, ge=1, le=60)
    tracking_project: ProjectPath | None = None
    sync_minutes: int = Field(default=3, ge=1, le=60)
    links_every_minutes: int = Field(default=30, ge=5, le=1440)
    not_started_days: int = Field(default=10, ge=0, le=60)
    posts_a_minute: int = Field(default=100, ge=0, le=600)

    @property
    def pace(self) -> Pace:
        """The limits on sending messages."""
        return Pace(self.posts_a_minute)

    evidence_minutes: int = Field(default=15, ge=1, le=1440)
    bump_pace_seconds: int = Field(default=20, ge=0, le=3600)


class CatalogCriterion(_Strict):
    """An initial exit criterion."""

    title: str = Field(min_length=1, max_length=300)
    start_on: date | None = None
    target_on: date | None = None
    completed_on: date | None = None
    dri: Username | None = None


class WorkingGroup(_Strict):
    """The working group: its channel, GitLab's names for its states, and its members."""

    name: str
    channel: str
    teams: tuple[str, ...] = Field(min_length=1)
    group: str
    operator_channel: str | None = None
    board: str | None = None
    labels: dict[ItemState, str]
    statuses: dict[ItemState, tuple[str, ...]] = Field(default_factory=dict)
    track_by: str = Field(default="labels", pattern="^(labels|statuses|both)$")
    people: tuple[GroupPerson, ...] = ()
    policy: Policy = Policy()
    reminders: Reminders = Reminders()
    summary: SummaryPolicy = SummaryPolicy()
    criteria: tuple[CatalogCriterion, ...] = ()

    @property
    def names(self) -> StateNames:
        """GitLab's names for each state."""
        return StateNames(self.labels, self.statuses)

    def roles_of(self, slack_id: str) -> frozenset[Role]:
        """Return the roles that the catalog assigns to a Slack id."""
        return frozenset(person.role for person in self.people if person.slack == slack_id)

    def first(self, role: Role) -> GroupPerson | None:
        """Return the first person with a role."""
        return next((person for person in self.people if person.role == role), None)


class Component(_Strict):
    """A component that ships, with its key, its name and the project that tracks it."""

    key: Key
    title: str = Field(min_length=1, max_length=80)
    project: ProjectPath
    dri: Username | None = None
    backup: Username | None = None
    owner: str | None = None
    paths: tuple[str, ...] = ()


class CatalogTier(_Strict):
    """A tier: components that are upgraded together."""

    key: Key
    title: str
    ordered: bool = False
    gates: bool = True
    components: tuple[Component, ...] = Field(min_length=1)

    def as_tier(self) -> Tier:
        """Return the tier without its components, for the rules."""
        return Tier(self.key, self.title, self.ordered, self.gates)


class ShippedPlace(_Strict):
    """A file that declares the version with which packages and images are built."""

    project: ProjectPath
    path: str = Field(min_length=1)


class CatalogAnnouncement(_Strict):
    """An announcement, with its template, its channel ids and the components to wait for.

    Without ``components``, it is announced once the campaign's epic exists.
    """

    milestone: Key
    title: str = Field(min_length=1, max_length=100)
    template: Annotated[str, Field(pattern=r"^[a-z0-9_]+\.md$")]
    components: tuple[Key, ...] = ()
    channels: tuple[ChannelId, ...] = ()


class RuntimeCatalog(_Strict):
    """The components of a runtime, by tier."""

    runtime: Key
    due_after_months: int | None = Field(default=None, ge=1, le=36)
    epic_title: EpicTitle = "Update {title} to {version}"
    shipped: tuple[ShippedPlace, ...] = ()
    tiers: tuple[CatalogTier, ...] = Field(min_length=1)
    announcements: tuple[CatalogAnnouncement, ...] = ()

    @property
    def components(self) -> tuple[Component, ...]:
        """All components, in tier order."""
        return tuple(component for tier in self.tiers for component in tier.components)


@dataclass(frozen=True)
class Catalog:
    """The whole catalog; ``folder`` also contains the templates of epics and issues."""

    folder: Path
    working_group: WorkingGroup
    runtimes: dict[str, RuntimeCatalog]

    @cached_property
    def projects(self) -> tuple[str, ...]:
        """The distinct projects of all components."""
        return tuple(dict.fromkeys(c.project for r in self.runtimes.values() for c in r.components))


WORKING_GROUP_FILE = "working-group.yml"


def read_catalog(folder: Path) -> Catalog:
    """Read the catalog from a folder.

    Raises:
        CatalogError: a file is missing, is not YAML, or is invalid.
    """
    if not (folder / WORKING_GROUP_FILE).is_file():
        raise CatalogError(
            f"The catalog has no {WORKING_GROUP_FILE} in {folder}: "
            "set RUNTIME_UPGRADE_CATALOG to the folder that contains it."
        )
    for misnamed in sorted(folder.glob("*.yaml")):
        raise CatalogError(f"{misnamed.name} is not read: rename it to {misnamed.stem}.yml.")
    files = sorted(file for file in folder.glob("*.yml") if file.name != WORKING_GROUP_FILE)
    runtimes = {file.stem: read_file(file, RuntimeCatalog, _doubled_keys) for file in files}
    for stem, runtime in runtimes.items():
        if runtime.runtime != stem:
            raise CatalogError(
                f"{stem}.yml, field runtime: expected {stem}, found {runtime.runtime}."
            )
    group = read_file(folder / WORKING_GROUP_FILE, WorkingGroup, _mistakes_of_group)
    return Catalog(folder, group, runtimes)


def _doubled_keys(runtime: RuntimeCatalog) -> Iterator[Mistake]:
    """List duplicate keys of tiers and components, since plans, issues and commands use keys."""
    tiers, components = set[str](), set[str]()
    for t, tier in enumerate(runtime.tiers):
        if tier.key in tiers:
            yield ("tiers", t, "key"), f"the tier key {tier.key} is used twice"
        tiers.add(tier.key)
        for c, component in enumerate(tier.components):
            if component.key in components:
                path = ("tiers", t, "components", c, "key")
                yield path, f"the component key {component.key} is used twice"
            components.add(component.key)
    yield from _wrong_announcements(runtime, components)


def _wrong_announcements(runtime: RuntimeCatalog, components: set[str]) -> Iterator[Mistake]:
    """List duplicate milestones and unknown components in announcements."""
    known = set[str]()
    for a, announcement in enumerate(runtime.announcements):
        if announcement.milestone in known:
            path = ("announcements", a, "milestone")
            yield path, f"the milestone {announcement.milestone} is used twice"
        known.add(announcement.milestone)
        for c, key in enumerate(announcement.components):
            if key not in components:
                yield ("announcements", a, "components", c), f"unknown component {key}"


def _mistakes_of_group(group: WorkingGroup) -> Iterator[Mistake]:
    yield from _unnamed_block(group)
    yield from _ambiguous_names(group)


def _unnamed_block(group: WorkingGroup) -> Iterator[Mistake]:
    """List the fields without a name for ``blocked``: a block would be lost at the next sync.

    Items just skip any other state without a name.
    """
    named = {
        "labels": group.labels.get(ItemState.blocked),
        "statuses": group.statuses.get(ItemState.blocked),
    }
    for field, names in named.items():
        if group.track_by in (field, "both") and not names:
            yield (field,), "blocked is missing: add GitLab's name of it"


def _ambiguous_names(group: WorkingGroup) -> Iterator[Mistake]:
    """List label and Status names that are used for more than one state."""
    labels, statuses = set[str](), set[str]()
    for state, label in group.labels.items():
        if label.casefold() in labels:
            yield ("labels", state.value), f"{label} is already used for another state"
        labels.add(label.casefold())
    for state, names in group.statuses.items():
        for name in names:
            if name.casefold() in statuses:
                yield ("statuses", state.value), f"{name} is already used for another state"
            statuses.add(name.casefold())
