"""The version inventory: the versions that the catalog's components use, without a campaign."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from campaigns.evidence import combine_pin_states
from campaigns.model.evidence import EvidenceState, PinState
from commands.delivery.worker import Worker
from commands.errors import InvalidRequestError
from commands.evidence.component_pins import (
    as_pin,
    paths_to_read,
    pin_states_of_component,
    pins_of_component,
    why_inconclusive,
)
from commands.evidence.read_repository import paced, read_repository
from gitlab_gateway.heads import find_heads
from runtimes.in_use import find_cycle, versions_in_use, versions_of
from runtimes.model import Cycle, Pin, Runtime
from runtimes.versions import Version
from storage.catalog.read import Catalog, Component
from storage.evidence.queries import ReadingRecord, find_reading
from storage.store import Store


@dataclass(frozen=True)
class PinnedLine:
    """A line that pins a version: its file, its 1-based line number, and the version as written."""

    path: str
    line: int
    raw: str


@dataclass(frozen=True)
class ComponentVersions:
    """The versions that a component uses, lowest first.

    ``cycle`` is the release cycle of the lowest version and ``eol`` its last day of support, None
    if not announced. ``lowest`` is the line with the lowest version. ``standing`` is None without
    a target; ``failure`` says why no version could be read.
    """

    component: str
    title: str
    project: str
    versions: tuple[str, ...]
    cycle: str | None
    eol: date | None
    lowest: PinnedLine | None
    standing: EvidenceState | None
    failure: str | None


@dataclass(frozen=True)
class VersionInventory:
    """The versions of all components; ``target`` is the version to compare with, or None."""

    runtime: str
    title: str
    target: str | None
    components: tuple[ComponentVersions, ...]
    cycles: tuple[Cycle, ...]
    today: date


def unread_repositories(store: Store, catalog: Catalog, runtime: Runtime) -> tuple[int, int]:
    """Return the number of a runtime's repositories, and how many have not been read yet.

    Raises:
        InvalidRequestError: the catalog has no components of the runtime.
    """
    projects = _projects(catalog, runtime)
    with store.read() as session:
        known = [find_reading(session, project, runtime.name) for project in projects]
    return len(projects), sum(reading is None for reading in known)


def version_inventory(
    worker: Worker,
    runtime: Runtime,
    target: Version | None,
    *,
    report: Callable[[int, int], None] = lambda _done, _total: None,
) -> VersionInventory:
    """Read the repository of each component in the catalog, and return the versions.

    ``report`` is called after each repository with the number read and the total.

    Raises:
        InvalidRequestError: the catalog has no components of the runtime.
        GitLabError: GitLab did not respond; earlier readings are kept.
    """
    catalog, now = worker.catalog, worker.clock()
    projects = _projects(catalog, runtime)
    readings: dict[str, ReadingRecord] = {}
    each = paced(worker.pause)
    for project, head in find_heads(worker.gitlab, projects).items():
        readings[project] = read_repository(
            worker,
            project,
            runtime.name,
            pause=each,
            only=paths_to_read(catalog, runtime.name, project),
            head=head,
        )
        report(len(readings), len(projects))
    components = tuple(
        _standing(catalog, runtime, component, readings, target)
        for component in catalog.runtimes[runtime.name].components
    )
    used = {one.cycle for one in components}
    return VersionInventory(
        runtime=runtime.name,
        title=runtime.title,
        target=None if target is None else str(target),
        components=components,
        cycles=tuple(cycle for cycle in runtime.cycles if cycle.name in used),
        today=now.today,
    )


def _projects(catalog: Catalog, runtime: Runtime) -> tuple[str, ...]:
    if runtime.name not in catalog.runtimes:
        raise InvalidRequestError(
            f"The catalog has no components for {runtime.title}: add catalog/{runtime.name}.yml."
        )
    return tuple(dict.fromkeys(c.project for c in catalog.runtimes[runtime.name].components))


def _standing(
    catalog: Catalog,
    runtime: Runtime,
    component: Component,
    readings: Mapping[str, ReadingRecord],
    target: Version | None,
) -> ComponentVersions:
    reading = readings[component.project]
    pins = pins_of_component(catalog, runtime.name, component.key, map(as_pin, reading.pins))
    versions = versions_in_use(pins)
    cycle = find_cycle(runtime, versions[0]) if versions else None
    return ComponentVersions(
        component=component.key,
        title=component.title,
        project=component.project,
        versions=tuple(str(version) for version in versions),
        cycle=versions[0].cycle_of(runtime) if versions else None,
        eol=cycle.eol if cycle else None,
        lowest=_place(pins, versions),
        standing=None if target is None else _against(catalog, component, target, reading),
        failure=reading.failure or why_inconclusive(catalog, runtime.name, component.key),
    )


def _against(
    catalog: Catalog, component: Component, target: Version, reading: ReadingRecord
) -> EvidenceState:
    if reading.failure is not None:
        return EvidenceState.unreadable
    stands = pin_states_of_component(catalog, reading.runtime, component.key, reading.pins, target)
    return combine_pin_states(PinState(one.where) for one in stands)


def _place(pins: tuple[Pin, ...], versions: tuple[Version, ...]) -> PinnedLine | None:
    """Return the first line with the lowest version."""
    if not versions:
        return None
    naming = [pin for pin in pins if versions[0] in versions_of(pin) and pin.edit != "never"]
    return PinnedLine(naming[0].path, naming[0].line, naming[0].raw) if naming else None
