"""Values far larger than any catalog makes them, for every type that a view shows."""

import dataclasses
import inspect
import types
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from slack_sdk.models.blocks import Block

from slackapp.listeners.show_help import VERBS
from slackapp.verbs import Verb
from slackapp.views.message import section

NOW = datetime(2023, 9, 4, 7, 0, tzinfo=UTC)
WORDS = "long & <words> 語 " * 220
# How many entries collections have, by depth.
MANY = (40, 10, 2, 1)
PLAIN: Mapping[object, object] = {
    str: WORDS,
    int: 1_234_567,
    bool: True,
    float: 12.5,
    object: WORDS,
    datetime: NOW,
    date: NOW.date(),
    timedelta: timedelta(days=3),
    Block: section(WORDS),
    Any: WORDS,
    Verb: VERBS[0],
    type(None): None,
}
# Fields whose text has a form that views rely on: ids, and names from our own tables.
FORMED: Mapping[str, str] = {
    "action_id": "press",
    "block_id": "block",
    "carried": "1",
    "component": "gitaly",
    "cycle": "1.20",
    "field": "state",
    "id": "1",
    "key": "digest:1",
    "name": "gitaly",
    "note": "long " * 100,
    "patch": "1.20.1",
    "plan_id": "1",
    "reasons": "no_epics",
    "runtime": "go",
    "slug": "go-1.20",
    "state": "asked",
    "target": "1.20",
    "value": "1",
    "version": "1.20",
    "words": "long " * 100,
}
# Fields that are stored as JSON.
STORED: Mapping[str, object] = {
    "detail": {
        "blocked_since": None,
        "reference": WORDS,
        "state": "in_dev",
        "url": "https://gitlab.example.com/a/b",
        "why": WORDS,
    },
    "pictures": None,
    "pins": ({"where": "behind", "path": WORDS, "line": 1, "raw": WORDS},) * 40,
}


def oversized(kind: Any, name: str = "", depth: int = 0) -> Any:  # noqa: ANN401, PLR0911 - any type
    """Build a value of a type; ``name`` is the field that it is for."""
    origin, inner = get_origin(kind), get_args(kind)
    if name in STORED:
        return STORED[name]
    if kind is str and name in FORMED:
        return FORMED[name]
    if kind in PLAIN or origin in PLAIN:
        return PLAIN[kind if kind in PLAIN else origin]
    if isinstance(kind, TypeVar):
        return WORDS
    if origin in (Union, types.UnionType):
        return oversized(next(one for one in inner if one is not type(None)), name, depth)
    if origin is not None:
        return _collection(origin, inner, name, depth)
    if inspect.isclass(kind) and issubclass(kind, Enum):
        return next(iter(kind))
    hints = get_type_hints(kind)
    fields = [field for field in dataclasses.fields(kind) if field.init]
    return kind(**{field.name: oversized(hints[field.name], field.name, depth) for field in fields})


def _collection(origin: Any, inner: tuple[Any, ...], name: str, depth: int) -> Any:  # noqa: ANN401
    most = MANY[min(depth, len(MANY) - 1)]
    if origin in (dict, Mapping):
        return _mapping(*inner, name, depth)
    if origin is tuple and ... not in inner:
        return tuple(oversized(one, name, depth + 1) for one in inner)
    entries = [oversized(inner[0], name, depth + 1) for _ in range(most)]
    if origin in (list, Sequence, Iterable):
        return entries
    return frozenset(entries[:1]) if origin in (frozenset, set, AbstractSet) else tuple(entries)


def _mapping(key: Any, value: Any, name: str, depth: int) -> dict[Any, Any]:  # noqa: ANN401
    is_enum = inspect.isclass(key) and issubclass(key, Enum)
    keys = list(key) if is_enum else [oversized(key, name, depth + 1)]
    return {one: oversized(value, name, depth + 1) for one in keys}
