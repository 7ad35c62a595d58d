"""What differs between two looks at a campaign: new, changed, gone. Others render it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from campaigns.states import ItemState
from campaigns.sync.snapshots import MergeRequestSnapshot


@dataclass(frozen=True)
class ItemSnapshot:
    """The part of an item that people follow and that GitLab decides.

    ``blockers`` are the references of the issues that block it, such as
    `gitlab-org/gitaly#7`.
    """

    state: ItemState
    dri: str | None
    closed: bool
    blockers: tuple[str, ...] = ()
    merge_requests: tuple[MergeRequestSnapshot, ...] = ()


@dataclass(frozen=True)
class Change:
    """One field of one component that is not what it was."""

    component: str
    field: str
    before: object
    after: object


@dataclass(frozen=True)
class Diff:
    """What a new look shows: components that are new, fields that changed, components gone."""

    new: tuple[str, ...] = ()
    changed: tuple[Change, ...] = ()
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def compare_looks(before: Mapping[str, ItemSnapshot], after: Mapping[str, ItemSnapshot]) -> Diff:
    """Compare two looks at a campaign, each a component's key to its item's look."""
    return Diff(
        new=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(
            change
            for component in sorted(before.keys() & after.keys())
            for change in _field_changes(component, before[component], after[component])
        ),
        gone=tuple(sorted(before.keys() - after.keys())),
    )


def _field_changes(component: str, before: ItemSnapshot, after: ItemSnapshot) -> Iterable[Change]:
    for field in fields(ItemSnapshot):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old != new:
            yield Change(component, field.name, old, new)
