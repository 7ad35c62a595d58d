"""GitLab's own description of the GraphQL types that the assistant uses, for a bug report."""

from gitlab_gateway.connection import Connection, Json
from gitlab_gateway.errors import GitLabError

# Experiments are marked as deprecated, and left out unless they are asked for
# (docs.gitlab.com/api/graphql, "Deprecation and removal process").
_QUESTION = """
query Describe($name: String!) {
  __type(name: $name) {
    kind name
    fields(includeDeprecated: true) {
      name isDeprecated deprecationReason type { ...Shape }
      args { name type { ...Shape } }
    }
    inputFields { name type { ...Shape } }
    enumValues(includeDeprecated: true) { name isDeprecated }
    possibleTypes { name }
  }
}
fragment Shape on __Type {
  kind name ofType { kind name ofType { kind name ofType { kind name } } }
}
"""
TYPES = (
    "Query",
    "Mutation",
    "Namespace",
    "Group",
    "Project",
    "WorkItem",
    "WorkItemType",
    "WorkItemWidget",
    "WorkItemCreateInput",
    "WorkItemUpdateInput",
    "IssuableState",
)


def introspect(gitlab: Connection) -> Json:
    """Return the description of each type, and of the widgets, by name; an error in its place."""
    found = {name: _describe(gitlab, name) for name in TYPES}
    widgets = (found["WorkItemWidget"] or {}).get("possibleTypes") or ()
    return found | {one["name"]: _describe(gitlab, one["name"]) for one in widgets}


def _describe(gitlab: Connection, name: str) -> Json | None:
    try:
        described: Json | None = gitlab.query(_QUESTION, {"name": name}).get("__type")
    except GitLabError as error:
        return {"error": str(error)}
    return described
