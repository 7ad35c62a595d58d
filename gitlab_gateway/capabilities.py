"""What depends on this GitLab's version, licence and token, and what happens without it.

Each capability names what it needs of the schema, and one sentence for people: what is not there,
and what the assistant does instead.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from gitlab_gateway.schema import Schema


class Feature(StrEnum):
    """A part of the sync that not every GitLab offers."""

    work_items = "work_items"
    status = "status"
    links = "links"
    merge_requests = "merge_requests"


@dataclass(frozen=True)
class Capability:
    """What a feature needs, and what happens without it.

    ``needs`` are names of the schema, see `Schema.names`; ``without`` is a sentence.
    """

    needs: tuple[str, ...]
    without: str


CAPABILITIES: Mapping[Feature, Capability] = {
    Feature.work_items: Capability(
        (
            *("WorkItem.id", "WorkItem.iid", "WorkItem.state", "WorkItem.widgets"),
            *("WorkItem.webUrl", "WorkItemWidgetLabels.labels"),
        ),
        "Work items cannot be listed on this GitLab: issues are read over REST, links less "
        "often, and Status and merge requests are not followed.",
    ),
    Feature.status: Capability(
        ("WorkItemWidgetStatus.status", "WorkItemStatus.name"),
        "Status is not visible on this GitLab: labels and links are followed.",
    ),
    Feature.links: Capability(
        (
            *("WorkItemWidgetLinkedItems.linkedItems", "LinkedWorkItemType.linkType"),
            "LinkedWorkItemType.workItem",
        ),
        "Linked items are not visible in this GitLab's lists: they are read issue by issue, less "
        "often.",
    ),
    Feature.merge_requests: Capability(
        (
            "WorkItemWidgetDevelopment.closingMergeRequests",
            "WorkItemClosingMergeRequest.mergeRequest",
            *("MergeRequest.webUrl", "MergeRequest.state"),
        ),
        "Merge requests that close an issue are not visible on this GitLab: only those that the "
        "assistant opened are followed.",
    ),
}


def is_offered(schema: Schema, feature: Feature) -> bool:
    """Return whether this GitLab offers a feature to the sync."""
    if feature != Feature.work_items and not is_offered(schema, Feature.work_items):
        return False
    if feature == Feature.work_items and schema.root is None:
        return False
    licensed = feature != Feature.status or schema.status_licensed
    return licensed and schema.offers(*CAPABILITIES[feature].needs)


def list_missing(schema: Schema) -> Iterator[Feature]:
    """List the features that this GitLab does not offer; the list of work items includes all."""
    if not is_offered(schema, Feature.work_items):
        yield Feature.work_items
        return
    yield from (feature for feature in Feature if not is_offered(schema, feature))
