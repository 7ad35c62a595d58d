"""The catalog: the working group, and the components of each runtime, as people edit them.

A mistake is answered with file, line and field; an unknown key is a mistake.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, TypeVar

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from campaigns.roles import Role
from campaigns.states import ItemState, StateNames
from campaigns.tiers import Tier

M = TypeVar("M", bound=BaseModel)


class CatalogError(Exception):
    """A catalog that cannot be used; the message names file, line and field."""


def _username(value: str) -> str:
    return value.removeprefix("@")


Username = Annotated[str, AfterValidator(_username), Field(min_length=1)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
ProjectPath = Annotated[str, Field(pattern=r"^[\w.-]+(/[\w.-]+)+$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GroupPerson(_Strict):
    """Someone of the working group; ``slack`` and ``gitlab`` stay empty until filled in."""

    name: str
    role: Role
    slack: str | None = None
    gitlab: Username | None = None


class Policy(_Strict):
    """The rules that the group may change."""

    due_after_months: int = Field(default=8, ge=1, le=36)
    plan_expires_days: int = Field(default=7, ge=1, le=60)
    tracking_project: ProjectPath | None = None
    sync_minutes: int = Field(default=3, ge=1, le=60)
    links_every_minutes: int = Field(default=30, ge=5, le=1440)


class WorkingGroup(_Strict):
    """The working group: where it meets, what GitLab calls its states, who is in it."""

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

    @property
    def names(self) -> StateNames:
        """What GitLab calls each state."""
        return StateNames(self.labels, self.statuses)

    def roles_of(self, slack_id: str) -> frozenset[Role]:
        """Give the roles that the catalog names for a Slack id."""
        return frozenset(person.role for person in self.people if person.slack == slack_id)

    def first(self, role: Role) -> GroupPerson | None:
        """Give the first person with a role."""
        return next((person for person in self.people if person.role == role), None)


class Component(_Strict):
    """Something that ships: its key, its name and the project that tracks it."""

    key: Key
    title: str = Field(min_length=1, max_length=80)
    project: ProjectPath
    dri: Username | None = None
    backup: Username | None = None
    owner: str | None = None
    paths: tuple[str, ...] = ()


class CatalogTier(_Strict):
    """Components that go together."""

    key: Key
    title: str
    ordered: bool = False
    gates: bool = True
    components: tuple[Component, ...] = Field(min_length=1)

    def as_tier(self) -> Tier:
        """Give the tier without its components, as the rules take it."""
        return Tier(self.key, self.title, self.ordered, self.gates)


class RuntimeCatalog(_Strict):
    """The components of one runtime, by tier."""

    runtime: Key
    due_after_months: int | None = Field(default=None, ge=1, le=36)
    epic_title: str = "Update {title} to {version}"
    tiers: tuple[CatalogTier, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _keys_are_unique(self) -> "RuntimeCatalog":
        keys = [component.key for component in self.components]
        doubled = sorted({key for key in keys if keys.count(key) > 1})
        if doubled:
            raise ValueError(f"the component key {', '.join(doubled)} is used twice")
        return self

    @property
    def components(self) -> tuple[Component, ...]:
        """All components, in order of their tiers."""
        return tuple(component for tier in self.tiers for component in tier.components)


@dataclass(frozen=True)
class Catalog:
    """The whole catalog; ``folder`` also holds the texts of epics and issues."""

    folder: Path
    working_group: WorkingGroup
    runtimes: dict[str, RuntimeCatalog]

    @cached_property
    def projects(self) -> tuple[str, ...]:
        """Every project of every component, once."""
        return tuple(dict.fromkeys(c.project for r in self.runtimes.values() for c in r.components))


WORKING_GROUP_FILE = "working-group.yml"


def read_catalog(folder: Path) -> Catalog:
    """Read a catalog's folder.

    Raises:
        CatalogError: a file is missing, is no YAML, or does not fit.
    """
    if not (folder / WORKING_GROUP_FILE).is_file():
        raise CatalogError(
            f"The catalog has no {WORKING_GROUP_FILE} in {folder}: "
            "set RUNTIME_UPGRADE_CATALOG to the folder that has it."
        )
    files = sorted(file for file in folder.glob("*.yml") if file.name != WORKING_GROUP_FILE)
    runtimes = {file.stem: _read(file, RuntimeCatalog) for file in files}
    for stem, runtime in runtimes.items():
        if runtime.runtime != stem:
            raise CatalogError(
                f"{stem}.yml, field runtime: says {runtime.runtime}, expected {stem}."
            )
    return Catalog(folder, _read(folder / WORKING_GROUP_FILE, WorkingGroup), runtimes)


def _read(file: Path, model: type[M]) -> M:
    try:
        text = file.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        values = yaml.safe_load(text)
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(f"{file.name} cannot be read: {error}.") from error
    except yaml.YAMLError as error:
        raise CatalogError(_yaml_sentence(file, error)) from error
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise CatalogError("\n".join(_sentences(file, node, error))) from error


def _yaml_sentence(file: Path, error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f", line {mark.line + 1}" if mark else ""
    return f"{file.name}{where}: this is not YAML: {getattr(error, 'problem', error)}."


def _sentences(file: Path, node: yaml.Node | None, error: ValidationError) -> list[str]:
    sentences = []
    for mistake in error.errors():
        field = ".".join(str(part) for part in mistake["loc"]) or "the whole file"
        line = _line_of(node, mistake["loc"])
        message = mistake["msg"].removeprefix("Value error, ")
        sentences.append(f"{file.name}, line {line}, field {field}: {message}.")
    return sentences


def _line_of(node: yaml.Node | None, path: tuple[int | str, ...]) -> int:
    """Follow a field's path through the YAML nodes, as far as it goes; gives the line."""
    line = 1 if node is None else node.start_mark.line + 1
    for part in path:
        found = _child(node, part)
        if found is None:
            return line
        line, node = found
    return line


def _child(node: yaml.Node | None, part: int | str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part].start_mark.line + 1, node.value[part]
    return None
