"""The features of a GitLab's GraphQL schema; older servers lack some widgets or fields."""

from dataclasses import dataclass

from gitlab_gateway.connection import Connection
from gitlab_gateway.errors import (
    GitLabError,
    NeedsOperatorError,
    RateLimitedError,
    UnreachableError,
)

_QUESTION = """
query {
  widgets: __type(name: "WorkItemWidget") { possibleTypes { name } }
  item: __type(name: "WorkItem") { fields { name } }
  namespace: __type(name: "Namespace") { fields { name args { name } } }
  group: __type(name: "Group") { fields { name args { name } } }
}
"""


@dataclass(frozen=True)
class Schema:
    """The parts of GitLab's GraphQL schema that the sync can use.

    ``root`` is the field (`namespace` or `group`) whose work items can be listed by label,
    including all descendants; None if there is neither.
    """

    widgets: frozenset[str]
    item_fields: frozenset[str]
    root: str | None


NOTHING = Schema(frozenset(), frozenset(), None)


def read_schema(gitlab: Connection) -> Schema:
    """Read the schema; a GitLab without introspection is treated as supporting nothing.

    Raises:
        UnreachableError, RateLimitedError, NeedsOperatorError: the schema must be read again later.
    """
    try:
        answer = gitlab.query(_QUESTION)
    except (UnreachableError, RateLimitedError, NeedsOperatorError):
        raise
    except GitLabError:
        return NOTHING
    roots = [name for name in ("namespace", "group") if _lists_by_label(answer.get(name))]
    return Schema(
        widgets=frozenset(
            t["name"] for t in (answer.get("widgets") or {}).get("possibleTypes") or ()
        ),
        item_fields=frozenset(f["name"] for f in (answer.get("item") or {}).get("fields") or ()),
        root=roots[0] if roots else None,
    )


def _lists_by_label(described: object) -> bool:
    if not isinstance(described, dict):
        return False
    arguments = {
        argument["name"]
        for field in described.get("fields") or ()
        if field["name"] == "workItems"
        for argument in field["args"]
    }
    return {"labelName", "includeDescendants"} <= arguments
