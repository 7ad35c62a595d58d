"""Connections, which are pages of nodes with cursors (docs.gitlab.com/api/graphql, pagination)."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from graphql import GraphQLError

T = TypeVar("T")
MAX_PAGE = 100


def connection(
    items: Sequence[T], key: Callable[[T], int], args: dict[str, Any], *, shown: Sequence[Any] = ()
) -> dict[str, Any]:
    """Return one page of ``items``; ``key`` returns the id that an item's cursor contains.

    A page has at most 100 nodes, regardless of ``first``. ``shown``, if given, is returned in
    place of ``items``, node by node.
    """
    first, last = _size(args, "first"), _size(args, "last")
    if first is not None and last is not None:
        raise GraphQLError("Can only provide either `first` or `last`, not both")
    begin, end = _bounds(items, key, args)
    low, high = _cut(begin, end, first, last)
    nodes = list((shown or items)[low:high])
    cursors = [_cursor(key(item)) for item in items[low:high]]
    return {
        "count": len(items),
        "nodes": nodes,
        "edges": [{"cursor": c, "node": n} for c, n in zip(cursors, nodes, strict=True)],
        "pageInfo": {
            "startCursor": cursors[0] if cursors else None,
            "endCursor": cursors[-1] if cursors else None,
            "hasNextPage": high < end,
            "hasPreviousPage": low > begin,
        },
    }


def _size(args: dict[str, Any], name: str) -> int | None:
    value: int | None = args.get(name)
    if value is not None and value < 0:
        raise GraphQLError(f"`{name}` must be a positive integer")
    return value


def _cut(begin: int, end: int, first: int | None, last: int | None) -> tuple[int, int]:
    if last is not None:
        return max(begin, end - min(last, MAX_PAGE)), end
    return begin, min(end, begin + min(MAX_PAGE if first is None else first, MAX_PAGE))


def _bounds(items: Sequence[T], key: Callable[[T], int], args: dict[str, Any]) -> tuple[int, int]:
    keys = [key(item) for item in items]
    after, before = args.get("after"), args.get("before")
    begin = 0 if after is None else _place(keys, after) + 1
    end = len(items) if before is None else max(_place(keys, before), 0)
    return begin, end


def _place(keys: list[int], cursor: str) -> int:
    wanted = _read(cursor)
    return keys.index(wanted) if wanted in keys else -1


def _cursor(number: int) -> str:
    return base64.urlsafe_b64encode(json.dumps({"id": str(number)}).encode()).decode().rstrip("=")


def _read(cursor: str) -> int:
    padded = cursor + "=" * (-len(cursor) % 4)
    try:
        return int(json.loads(base64.urlsafe_b64decode(padded))["id"])
    except (binascii.Error, ValueError, KeyError, TypeError):
        raise GraphQLError(f"Invalid cursor: {cursor}") from None
