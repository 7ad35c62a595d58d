"""A call of a Web API method: parsing and reading its arguments."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from sandbox.slack.wire import Json, SlackError
from sandbox.slack.workspace import Workspace


@dataclass(frozen=True)
class Call:
    """A call: its arguments and the workspace that it acts on."""

    workspace: Workspace
    arguments: Json
    scopes: frozenset[str]
    base_url: str
    notify: Callable[[str, Json], object] = lambda _kind, _event: None

    def text(self, name: str, default: str = "") -> str:
        """Read an argument as text; return ``default`` if absent or null."""
        value = self.arguments.get(name)
        return default if value is None else str(value)

    def required(self, name: str, code: str | None = None) -> str:
        """Read a required argument; if missing, refuse with ``code`` or ``invalid_arguments``."""
        value = self.text(name)
        if value:
            return value
        if code:
            raise SlackError(code)
        raise missing_argument(name)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Read a boolean, which forms send as ``1``, ``true`` or ``True``."""
        value = self.arguments.get(name)
        return default if value is None else str(value).lower() in ("1", "true")

    def number(self, name: str, default: int, *, most: int) -> int:
        """Read a count from 1 to ``most``; refuse others with ``invalid_limit``."""
        value = self.text(name)
        if not value:
            return default
        if not value.isdecimal() or not 1 <= int(value) <= most:
            raise SlackError("invalid_limit")
        return int(value)

    def json(self, name: str, code: str) -> object:
        """Read an argument that is JSON, or JSON in a form; refuse invalid JSON with ``code``."""
        value = self.arguments.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except json.JSONDecodeError:
            raise SlackError(code) from None

    def need_scope(self, *alternatives: str) -> None:
        """Refuse with ``missing_scope`` unless the token has one of ``alternatives``."""
        if self.scopes.isdisjoint(alternatives):
            raise SlackError(
                "missing_scope",
                needed=",".join(alternatives),
                provided=",".join(sorted(self.scopes)),
            )


@dataclass(frozen=True)
class Method:
    """A Web API method: its function, the scopes that permit it (any one), and its arguments."""

    run: Callable[[Call], Json]
    arguments: frozenset[str]
    scopes: tuple[str, ...] = ()
    per_minute: int = 100
    app_token: bool = False
    page: str = field(default="")


def missing_argument(name: str) -> SlackError:
    """Build the error for a missing required argument."""
    return SlackError(
        "invalid_arguments",
        response_metadata={"messages": [f"[ERROR] missing required field: {name}"]},
    )


def read_arguments(body: bytes, content_type: str, query: str) -> Json:
    """Parse the arguments of a call: JSON or a form, merged with the query string.

    Raises:
        SlackError: ``invalid_json``, ``json_not_object``, ``invalid_post_type`` or
            ``invalid_form_data`` (docs.slack.dev, apis/web-api).
    """
    arguments: Json = dict(parse_qsl(query, keep_blank_values=True))
    if not body:
        return arguments
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/json":
        return arguments | _read_json(body)
    if kind == "application/x-www-form-urlencoded":
        return arguments | _read_form(body)
    raise SlackError("missing_post_type" if not kind else "invalid_post_type")


def _read_json(body: bytes) -> Json:
    try:
        arguments = json.loads(body)
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise SlackError("invalid_json") from None
    if not isinstance(arguments, dict):
        raise SlackError("json_not_object")
    return arguments


def _read_form(body: bytes) -> Json:
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True))
    except (UnicodeDecodeError, ValueError):
        raise SlackError("invalid_form_data") from None
