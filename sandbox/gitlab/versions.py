"""GitLab's versions, as far as they differ in what the GraphQL schema offers.

Sources: docs.gitlab.com/api/graphql/reference and its list of experiments, and the release notes
of work items. Which of the later ones still marked `workItems` as an experiment was not verified:
add or leave out the mark with ``experiments``.
"""

from collections.abc import Mapping
from typing import Any

from sandbox.gitlab.features import EXPERIMENTS

_LISTS = frozenset({"Group.workItem", "Group.workItems", "Project.workItems"})
_TYPE_LISTS = frozenset({"Group.workItemTypes", "Namespace.workItemTypes", "Project.workItemTypes"})
_NEW_TYPE_FIELDS = frozenset(
    {
        *("WorkItemType.enabled", "WorkItemType.canUserCreateItems"),
        "WorkItemType.isFilterableListView",
    }
)
VERSIONS: Mapping[str, Mapping[str, Any]] = {
    "16": {
        "version": "16.11.0-ee",
        "statuses": False,
        "without": _TYPE_LISTS | _NEW_TYPE_FIELDS | {"Namespace.workItems"},
        "experiments": EXPERIMENTS | _LISTS,
        "null_fields": frozenset({"Group.workItems"}),
    },
    "17": {
        "version": "17.8.0-ee",
        "statuses": False,
        "without": _NEW_TYPE_FIELDS | {"Namespace.workItems"},
        "experiments": EXPERIMENTS | _LISTS,
    },
    "18": {"version": "18.10.0-ee", "experiments": EXPERIMENTS | _LISTS},
    "19": {"version": "19.5.0-ee"},
    "free": {"version": "19.5.0-ee", "premium": False},
}
