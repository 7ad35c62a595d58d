"""Parsing parameters with GitLab's checks (docs.gitlab.com/api/rest)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from sandbox.gitlab.errors import bad_parameter
from sandbox.gitlab.rest.routing import Call

_TRUE, _FALSE = ("true", "1", "t", "yes", "on"), ("false", "0", "f", "no", "off", "")


def has(call: Call, name: str) -> bool:
    """Return whether a parameter was sent."""
    return name in call.params


def need_one_of(call: Call, names: Iterable[str]) -> None:
    """Require at least one of these parameters, as GitLab does; all of them count as read."""
    known = tuple(names)
    if not any([has(call, name) for name in known]):  # noqa: C419 - every parameter counts as read
        raise bad_parameter(
            f"{', '.join(known)} are missing, at least one parameter must be provided"
        )


def text(call: Call, name: str) -> str | None:
    """Read a string; None if absent or null."""
    value = call.params.get(name)
    if value is None:
        return None
    if isinstance(value, (dict, list)):
        raise bad_parameter(f"{name} is invalid")
    return str(value)


def needed_text(call: Call, name: str) -> str:
    """Read a required, non-empty string.

    Raises:
        RefusalError: 400 ``title is missing`` or ``title is empty``.
    """
    if name not in call.params or call.params[name] is None:
        raise bad_parameter(f"{name} is missing")
    value = text(call, name) or ""
    if not value.strip():
        raise bad_parameter(f"{name} is empty")
    return value


def integer(call: Call, name: str) -> int | None:
    """Read an integer."""
    value = call.params.get(name)
    if value in (None, ""):
        return None
    return _as_integer(value, name)


def needed_integer(call: Call, name: str) -> int:
    """Read a required integer."""
    value = integer(call, name)
    if value is None:
        raise bad_parameter(f"{name} is missing")
    return value


def path_integer(call: Call, name: str) -> int:
    """Read an integer from the URL."""
    return _as_integer(call.named[name], name)


def boolean(call: Call, name: str, *, default: bool = False) -> bool:
    """Read a boolean."""
    value = call.params.get(name)
    if value is None:
        return default
    if isinstance(value, bool):
        return value
    if str(value).lower() in _TRUE:
        return True
    if str(value).lower() in _FALSE:
        return False
    raise bad_parameter(f"{name} is invalid")


def words(call: Call, name: str) -> tuple[str, ...]:
    """Read a list of strings: an array, or one comma-separated string."""
    value = call.params.get(name)
    if value is None:
        return ()
    parts = value if isinstance(value, list) else str(value).split(",")
    return tuple(word for part in parts if (word := str(part).strip()))


def integers(call: Call, name: str) -> tuple[int, ...]:
    """Read a list of integers."""
    return tuple(_as_integer(word, name) for word in words(call, name))


def day(call: Call, name: str) -> date | None:
    """Read a date in the format ``YYYY-MM-DD``."""
    value = text(call, name)
    if not value:
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        raise bad_parameter(f"{name} is invalid") from None


def moment(call: Call, name: str) -> datetime | None:
    """Read an ISO 8601 date and time."""
    value = text(call, name)
    if not value:
        return None
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        raise bad_parameter(f"{name} is invalid") from None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def choice(call: Call, name: str, allowed: Iterable[str], default: str) -> str:
    """Read a string that must be one of several choices."""
    value = text(call, name) or default
    if value not in allowed:
        raise bad_parameter(f"{name} does not have a valid value")
    return value


def _as_integer(value: Any, name: str) -> int:  # noqa: ANN401 - whatever was sent
    text_value = str(value)
    if isinstance(value, bool) or not text_value.lstrip("-").isascii():
        raise bad_parameter(f"{name} is invalid")
    if not text_value.removeprefix("-").isdigit():
        raise bad_parameter(f"{name} is invalid")
    return int(text_value)
