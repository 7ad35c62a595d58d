"""The difference between two snapshots of a campaign: new, changed and removed items."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Self

from campaigns.model.item import Item
from campaigns.states import ItemState
from campaigns.sync.snapshots import MergeRequestSnapshot


@dataclass(frozen=True)
class ItemSnapshot:
    """The fields of an item that come from GitLab and are shown to people.

    ``blockers`` are the references of the issues that block it, such as `gitlab-org/gitaly#7`.
    """

    state: ItemState
    dri: str | None
    closed: bool
    blockers: tuple[str, ...] = ()
    merge_requests: tuple[MergeRequestSnapshot, ...] = ()

    @classmethod
    def of(cls, item: Item) -> Self:
        """Build the snapshot of an item, without the assistant's own merge requests."""
        return cls(
            state=item.state,
            dri=item.dri,
            closed=item.closed,
            blockers=tuple(sorted(b.reference for b in item.blockers if b.reference)),
            merge_requests=tuple(
                sorted(
                    MergeRequestSnapshot(known.reference, known.web_url, known.state, known.draft)
                    for known in item.merge_requests
                    if not known.ours
                )
            ),
        )


def keep_fields(seen: ItemSnapshot, known: ItemSnapshot, names: Iterable[str]) -> ItemSnapshot:
    """Return what was seen, except for the named fields, which keep their known values."""
    return replace(seen, **{name: getattr(known, name) for name in names})


@dataclass(frozen=True)
class Change:
    """A changed field of one component."""

    component: str
    field: str
    before: object
    after: object


@dataclass(frozen=True)
class Diff:
    """The changes in a new snapshot: new components, changed fields and removed components."""

    new: tuple[str, ...] = ()
    changed: tuple[Change, ...] = ()
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def compare_snapshots(
    before: Mapping[str, ItemSnapshot], after: Mapping[str, ItemSnapshot]
) -> Diff:
    """Compare two snapshots of a campaign, which map component keys to items."""
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
