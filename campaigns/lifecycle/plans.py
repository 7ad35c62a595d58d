"""A campaign's plan: what Start would create, and the problems that prevent it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from campaigns.lifecycle.due_dates import DueDate, DueSource
from campaigns.model.campaign import Tier


class ProblemKind(StrEnum):
    """The kinds of problems in a plan."""

    no_due_date = "no_due_date"
    open_campaign = "open_campaign"
    existing_epic = "existing_epic"
    missing_label = "missing_label"
    hidden_project = "hidden_project"
    unknown_dri = "unknown_dri"
    inactive_dri = "inactive_dri"
    unmatched_dri = "unmatched_dri"
    no_owner = "no_owner"
    no_epics = "no_epics"


PREVENTS_START = frozenset({ProblemKind.no_due_date, ProblemKind.open_campaign})


@dataclass(frozen=True)
class Problem:
    """A problem in a plan, with its subject (a username, a label, a project)."""

    kind: ProblemKind
    subject: str
    components: tuple[str, ...] = ()
    link: str | None = None


@dataclass(frozen=True)
class PlannedItem:
    """A component in a planned campaign; ``dri`` is a GitLab username."""

    component: str
    title: str
    project: str
    tier: str
    dri: str | None = None
    backup: str | None = None


@dataclass(frozen=True)
class Plan:
    """A plan to create an epic in ``group`` and one issue per item.

    ``patch`` is the patch version for edits if ``version`` does not include one; None if it does,
    or if no release is known. ``label`` is the campaign's own label, which identifies its issues;
    ``missing_labels`` are the workflow labels that ``group`` lacks.
    """

    runtime: str
    runtime_title: str
    version: str
    group: str
    epic_title: str
    label: str
    due: DueDate
    tiers: tuple[Tier, ...]
    items: tuple[PlannedItem, ...]
    problems: tuple[Problem, ...] = ()
    missing_labels: tuple[str, ...] = ()
    released_source: str | None = None
    patch: str | None = None

    @property
    def startable(self) -> bool:
        """Whether the plan can be started."""
        return bool(self.items) and not any(p.kind in PREVENTS_START for p in self.problems)

    @property
    def unowned(self) -> int:
        """The number of items without a DRI, which go to the facilitator."""
        return sum(item.dri is None for item in self.items)


@dataclass(frozen=True)
class PlanEdits:
    """A person's edits to a plan in its modal; None means unchanged."""

    due_on: date | None = None
    tiers: frozenset[str] | None = None
    components: frozenset[str] | None = None
    dris: tuple[tuple[str, str | None], ...] = ()
    patch: str | None = None


def merge_edits(earlier: PlanEdits, later: PlanEdits) -> PlanEdits:
    """Merge later edits into earlier ones; fields that the later ones do not set are kept."""
    return PlanEdits(
        due_on=later.due_on or earlier.due_on,
        tiers=earlier.tiers if later.tiers is None else later.tiers,
        components=earlier.components if later.components is None else later.components,
        dris=tuple({**dict(earlier.dris), **dict(later.dris)}.items()),
        patch=later.patch or earlier.patch,
    )


def edit_plan(plan: Plan, edits: PlanEdits) -> Plan:
    """Apply a person's edits: remove deselected items, and set DRIs, due date and patch."""
    due = plan.due
    if edits.due_on is not None:
        due = replace(due, on=edits.due_on, source=DueSource.given)
    dris = dict(edits.dris)
    kept = tuple(
        replace(item, dri=dris.get(item.component, item.dri))
        for item in plan.items
        if (edits.tiers is None or item.tier in edits.tiers)
        and (edits.components is None or item.component in edits.components)
    )
    used = {item.tier for item in kept}
    tiers = tuple(tier for tier in plan.tiers if tier.key in used)
    return replace(plan, items=kept, tiers=tiers, due=due, patch=edits.patch or plan.patch)


class OutcomeKind(StrEnum):
    """The kinds of outcomes that a bulk action can have for an item."""

    done = "done"
    already_so = "already_so"
    refused = "refused"
    failed = "failed"


@dataclass(frozen=True)
class Outcome:
    """The outcome of a bulk action for one component, with a detail for people."""

    component: str
    kind: OutcomeKind
    detail: str = ""


def marker(campaign: str, component: str) -> str:
    """Return the HTML comment that identifies a campaign's epic or issue."""
    return f"<!-- runtime-upgrade: {campaign}/{component} -->"


EPIC = "epic"
