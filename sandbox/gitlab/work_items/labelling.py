"""Labels on issues, epics and merge requests: creation by name, exclusive scopes, events.

Sources: docs.gitlab.com/user/project/labels (scoped labels), api/labels, api/group_labels.
"""

from collections.abc import Iterable

from sandbox.gitlab.access import group_level, project_level
from sandbox.gitlab.records import (
    REPORTER,
    By,
    Epic,
    Group,
    Issue,
    Label,
    LabelEvent,
    MergeRequest,
    Project,
    User,
)
from sandbox.gitlab.state import GitLabState

NEW_LABEL_COLOUR = "#428BCA"
Labelled = Issue | Epic | MergeRequest


def labels_of(state: GitLabState, owner: Group | Project) -> list[Label]:
    """List the labels available in a group or project, including those of its parent groups."""
    owners: list[Group | Project] = (
        list(owner.line()) if isinstance(owner, Group) else [owner, *owner.group.line()]
    )
    return sorted(
        (label for label in state.labels.values() if label.owner in owners),
        key=lambda label: (label.name.casefold(), label.id),
    )


def find_label(state: GitLabState, owner: Group | Project, name: str) -> Label | None:
    """Find an available label by its exact name; group labels take precedence."""
    found = [label for label in labels_of(state, owner) if label.name == name]
    return next((label for label in found if isinstance(label.owner, Group)), None) or next(
        iter(found), None
    )


def add_label(
    state: GitLabState,
    owner: Group | Project,
    name: str,
    *,
    color: str = NEW_LABEL_COLOUR,
    description: str | None = None,
) -> Label:
    """Create a label."""
    label = Label(state.next_id("label"), name, color, owner, description)
    state.labels[label.id] = label
    return label


def usable_labels(
    state: GitLabState, user: User, owner: Group | Project, names: Iterable[str]
) -> list[Label]:
    """Resolve names to labels; create unknown ones if the user may, otherwise drop them."""
    level = group_level(user, owner) if isinstance(owner, Group) else project_level(user, owner)
    labels = []
    for name in names:
        label = find_label(state, owner, name)
        if label is None and level >= REPORTER:
            label = add_label(state, owner, name)
        if label is not None and label not in labels:
            labels.append(label)
    return labels


def set_labels(
    state: GitLabState, item: Labelled, labels: Iterable[Label], by: By, *, keep: bool = False
) -> bool:
    """Set exactly these labels on an item (or add them, with ``keep``); return whether any changed.

    On Premium a scoped label replaces the others of its scope; the last one given wins.
    """
    before = list(item.labels)
    wanted = [*before, *labels] if keep else list(labels)
    item.labels = _exclusive(wanted) if state.features.premium else list(dict.fromkeys(wanted))
    return _record(state, item, before, by)


def remove_labels(state: GitLabState, item: Labelled, names: Iterable[str], by: By) -> bool:
    """Remove labels from an item by name; return whether any were removed."""
    gone = set(names)
    before = list(item.labels)
    item.labels = [label for label in before if label.name not in gone]
    return _record(state, item, before, by)


def _exclusive(labels: list[Label]) -> list[Label]:
    """Keep only the last label of each scope, in the given order."""
    last = {label.scope: label for label in labels if label.scope is not None}
    kept = [label for label in labels if label.scope is None or last[label.scope] is label]
    return list(dict.fromkeys(kept))


def _record(state: GitLabState, item: Labelled, before: list[Label], by: By) -> bool:
    added = [label for label in item.labels if label not in before]
    removed = [label for label in before if label not in item.labels]
    for action, labels in (("add", added), ("remove", removed)):
        for label in labels:
            item.label_events.append(
                LabelEvent(state.next_id("label_event"), by.user, by.now, label, action)
            )
    if added or removed:
        item.updated_at = by.now
    return bool(added or removed)
