"""The queries for issues, which only ask for what this GitLab offers."""

from collections.abc import Sequence

from gitlab_gateway.capabilities import Feature, is_offered
from gitlab_gateway.schema import Schema

_OPTIONAL_FIELDS = ("movedToWorkItemUrl", "duplicatedToWorkItemUrl", "updatedAt")
_OPTIONAL_WIDGETS = {
    "WorkItemWidgetDescription.description": "description",
    "WorkItemWidgetAssignees.assignees": "assignees { nodes { username } }",
}
_REQUEST_FIELDS = ("draft", "updatedAt")


def _fields(schema: Schema) -> str:
    """Return the issue fields that this GitLab supports."""
    optional = [name for name in _OPTIONAL_FIELDS if schema.offers(f"WorkItem.{name}")]
    widgets = {"WorkItemWidgetLabels": "labels { nodes { title } }"}
    widgets |= {
        name.partition(".")[0]: text
        for name, text in _OPTIONAL_WIDGETS.items()
        if schema.offers(name)
    }
    if is_offered(schema, Feature.status):
        widgets["WorkItemWidgetStatus"] = "status { name }"
    if is_offered(schema, Feature.links):
        widgets["WorkItemWidgetLinkedItems"] = _links(schema)
    if is_offered(schema, Feature.merge_requests):
        widgets["WorkItemWidgetDevelopment"] = _requests(schema)
    parts = " ".join(f"... on {name} {{ {text} }}" for name, text in widgets.items())
    return f"{_identity(schema)} id {' '.join(optional)} widgets {{ {parts} }}"


def _identity(schema: Schema) -> str:
    """Return the fields that say which work item it is, and whether it is open."""
    title = "title" if schema.offers("WorkItem.title") else ""
    namespace = schema.offers("WorkItem.namespace", "Namespace.fullPath")
    return f"iid {title} state webUrl {'namespace { fullPath }' if namespace else ''}"


def _links(schema: Schema) -> str:
    number = "linkId" if schema.offers("LinkedWorkItemType.linkId") else ""
    people = _OPTIONAL_WIDGETS["WorkItemWidgetAssignees.assignees"]
    assignees = (
        f"widgets {{ ... on WorkItemWidgetAssignees {{ {people} }} }}"
        if schema.offers("WorkItemWidgetAssignees.assignees")
        else ""
    )
    item = f"workItem {{ {_identity(schema)} {assignees} }}"
    return f"linkedItems {{ nodes {{ {number} linkType {item} }} }}"


def _requests(schema: Schema) -> str:
    more = [name for name in _REQUEST_FIELDS if schema.offers(f"MergeRequest.{name}")]
    reference = "reference(full: true)" if schema.offers("MergeRequest.reference(full)") else ""
    request = f"mergeRequest {{ {reference} webUrl state {' '.join(more)} }}"
    return f"closingMergeRequests {{ nodes {{ {request} }} }}"


def list_query(schema: Schema, numbers: Sequence[int]) -> str:
    """Return the query for one page of each of these lists."""
    variables = ", ".join(f"$label{n}: [String!], $after{n}: String" for n in numbers)
    lists = " ".join(
        f"list{n}: workItems(labelName: $label{n}, includeDescendants: true, first: 100, "
        f"after: $after{n}) {{ ...Page }}"
        for n in numbers
    )
    return f"""
query CampaignIssues($path: ID!, {variables}) {{
  {schema.root}(fullPath: $path) {{ {lists} }}
}}
fragment Page on WorkItemConnection {{
  nodes {{ {_fields(schema)} }}
  pageInfo {{ endCursor hasNextPage }}
}}"""


def single_query(schema: Schema) -> str | None:
    """Return the query for one issue by its iid; None if this GitLab has no such field."""
    fields = _fields(schema)
    if schema.offers("Project.workItems(iids)"):
        inside = f"workItems(iids: [$iid], first: 1) {{ nodes {{ {fields} }} }}"
        return _single("project", inside)
    if schema.offers("Namespace.workItem(iid)"):
        return _single("namespace", f"workItem(iid: $iid) {{ {fields} }}")
    return None


def _single(root: str, inside: str) -> str:
    return f"""
query CampaignIssue($path: ID!, $iid: String!) {{ root: {root}(fullPath: $path) {{ {inside} }} }}"""
