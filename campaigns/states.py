"""The states of campaigns and items, and how an item's state is derived from its issue."""

from dataclasses import dataclass
from enum import StrEnum

from campaigns.sync.snapshots import IssueSnapshot


class CampaignState(StrEnum):
    """The states of a campaign; their values are shown to people."""

    planned = "planned"
    active = "active"
    paused = "paused"
    completed = "completed"
    cancelled = "cancelled"


OPEN_CAMPAIGN_STATES = frozenset(
    {CampaignState.planned, CampaignState.active, CampaignState.paused}
)


class ItemState(StrEnum):
    """The five states of an item, as defined by the working group."""

    not_started = "not_started"
    in_dev = "in_dev"
    in_review = "in_review"
    blocked = "blocked"
    production = "production"


ITEM_STATE_TITLES: dict[ItemState, str] = {
    ItemState.not_started: "not started",
    ItemState.in_dev: "In dev",
    ItemState.in_review: "In review",
    ItemState.blocked: "blocked",
    ItemState.production: "production",
}


def state_after_block(before: ItemState | None) -> ItemState:
    """Return the state to which an unblocked item returns.

    This is In dev if the earlier state is unknown, or if it is production, because a reopened issue
    is being worked on again.
    """
    return ItemState.in_dev if before in (None, ItemState.production) else before


@dataclass(frozen=True)
class StateNames:
    """GitLab's names for each state: one label, and any number of Status names.

    ``labels`` and ``statuses`` map a state to its names. Comparisons ignore case, because the
    spelling varies (`In dev`, `in dev`).
    """

    labels: dict[ItemState, str]
    statuses: dict[ItemState, tuple[str, ...]]

    def of_label(self, title: str) -> ItemState | None:
        """Return the state that a label stands for, or None."""
        for state, label in self.labels.items():
            if label.casefold() == title.casefold():
                return state
        return None

    def of_status(self, name: str | None) -> ItemState | None:
        """Return the state that a Status stands for, or None."""
        for state, names in self.statuses.items():
            if name is not None and name.casefold() in {known.casefold() for known in names}:
                return state
        return None


def item_state(seen: IssueSnapshot, names: StateNames) -> ItemState:
    """Return an item's state, derived from its issue.

    A closed issue claims production. The item is blocked if the label, the Status or an open
    blocking link says so. Otherwise the Status counts once it has changed from its initial value,
    and the label until then.
    """
    if seen.closed:
        return ItemState.production
    stated = _stated(seen, names)
    if ItemState.blocked in stated or any(blocker.open for blocker in seen.blockers):
        return ItemState.blocked
    return next(
        (state for state in stated if state != ItemState.not_started), ItemState.not_started
    )


def _stated(seen: IssueSnapshot, names: StateNames) -> list[ItemState]:
    """List the states that the Status and the labels stand for, Status first."""
    said = [names.of_status(seen.status), *(names.of_label(label) for label in seen.labels)]
    return [state for state in said if state is not None]
