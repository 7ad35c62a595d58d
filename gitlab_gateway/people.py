"""People's presence in GitLab: status, Busy flag, and whether they can still sign in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gitlab_gateway.connection import Connection, Json

MOST = 100
ACTIVE, BUSY = "active", "BUSY"

_QUESTION = """
query People($usernames: [String!]) {
  users(usernames: $usernames, first: 100) {
    nodes { username state status { availability emoji message } }
  }
}
"""


@dataclass(frozen=True)
class Presence:
    """Someone's presence in GitLab; ``status`` is an emoji between colons and a message.

    ``left`` is True if they are blocked, banned or deactivated, or do not exist.
    """

    busy: bool = False
    status: str = ""
    left: bool = False


def read_presences(gitlab: Connection, usernames: Sequence[str]) -> Mapping[str, Presence]:
    """Map case-folded usernames to their presence, with one request per 100.

    A user missing from GitLab's response has left, but an empty response proves nothing.
    docs.gitlab.com/api/graphql/reference: `Query.users`, `UserStatus`.

    Raises:
        GitLabError: GitLab did not respond, or is too old for the query.
    """
    found: dict[str, Presence] = {}
    for start in range(0, len(usernames), MOST):
        asked = list(usernames[start : start + MOST])
        answer = gitlab.query(_QUESTION, {"usernames": asked})
        nodes = [node for node in (answer.get("users") or {}).get("nodes") or () if node]
        seen = {node["username"].casefold(): _presence(node) for node in nodes}
        if seen:
            found |= {n.casefold(): seen.get(n.casefold(), Presence(left=True)) for n in asked}
    return found


def _presence(node: Json) -> Presence:
    status = node.get("status") or {}
    emoji = f":{status['emoji']}:" if status.get("emoji") else ""
    return Presence(
        busy=status.get("availability") == BUSY,
        status=f"{emoji} {status.get('message') or ''}".strip(),
        left=node["state"] != ACTIVE,
    )
