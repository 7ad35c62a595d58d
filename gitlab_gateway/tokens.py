"""What the token may do, and until when (docs.gitlab.com/api/personal_access_tokens)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gitlab_gateway.connection import Connection, Json
from gitlab_gateway.errors import RefusedError
from gitlab_gateway.permissions import PERMISSIONS, permission_name

GRANULAR = "granular"
_NAME = re.compile(r"^[a-z]+(?:_[a-z]+)+$")


@dataclass(frozen=True)
class TokenRecord:
    """A token: its classic scopes, or that it is fine-grained.

    ``permissions`` are those of a fine-grained token, None if GitLab does not list them.
    ``expires_on`` is None for one that does not expire, or if GitLab does not say.
    """

    scopes: tuple[str, ...]
    granular: bool = False
    permissions: frozenset[str] | None = None
    expires_on: date | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The permissions that the assistant needs and the token lacks, as GitLab's page shows."""
        held = self.permissions
        needed = sorted(set(PERMISSIONS.values()))
        return () if held is None else tuple(p for p in needed if permission_name(p) not in held)


def read_token(gitlab: Connection) -> TokenRecord | None:
    """Read the token in use; None if this GitLab does not show it.

    A fine-grained token may lack the permission to read itself, which shows what it is.
    """
    try:
        found = gitlab.get("/personal_access_tokens/self")
    except RefusedError as error:
        return TokenRecord((GRANULAR,), granular=True) if GRANULAR in error.what else None
    scopes = tuple(str(scope) for scope in found.get("scopes") or ())
    granular = found.get("granular") is True or scopes == (GRANULAR,)
    return TokenRecord(
        scopes,
        granular,
        _permissions(gitlab, found) if granular else None,
        _day(found.get("expires_at")),
    )


def _permissions(gitlab: Connection, found: Json) -> frozenset[str] | None:
    """Return the permissions, which GitLab lists under the token's id."""
    try:
        listed = gitlab.get(f"/personal_access_tokens/{found.get('id')}").get("granular_scopes")
    except RefusedError:
        return None
    return None if listed is None else frozenset(_names(listed))


def _names(value: object) -> Iterator[str]:
    """List every permission in a part of the answer, wherever it is."""
    if isinstance(value, str) and _NAME.match(value):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _names(part)
    elif isinstance(value, dict):
        yield from _names(list(value.values()))


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None
