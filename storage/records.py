"""Converting rows to plain frozen records, which can be used outside a unit."""

from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

R = TypeVar("R")


def to_record(kind: type[R], row: Any, /, **more: object) -> R:  # noqa: ANN401 - any table's row
    """Copy a row's columns into the fields of the same names in a frozen record."""
    columns = _columns(kind)  # type: ignore[arg-type]  # R is any dataclass
    return kind(**{name: getattr(row, name) for name in columns if name not in more}, **more)


@cache
def _columns(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
