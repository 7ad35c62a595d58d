"""Offset pagination with GitLab's headers (docs.gitlab.com/api/rest, pagination)."""

from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from sandbox.gitlab.errors import bad_parameter
from sandbox.gitlab.rest.params import integer
from sandbox.gitlab.rest.routing import Answer, Call
from sandbox.gitlab.shapes.basics import Json

T = TypeVar("T")
DEFAULT_PER_PAGE = 20
MAX_PER_PAGE = 100
COUNT_UP_TO = 10_000


def paged(call: Call, items: Sequence[T], shape: Callable[[T], Json]) -> Answer:
    """Return one page of a list, building the JSON of that page's items only."""
    page, per_page = _requested(call)
    rows = [shape(item) for item in items[(page - 1) * per_page : page * per_page]]
    return Answer(rows, headers=_headers(call, page, per_page, len(items)))


def _requested(call: Call) -> tuple[int, int]:
    page = integer(call, "page")
    per_page = integer(call, "per_page")
    if page is not None and page < 1:
        raise bad_parameter("page does not have a valid value")
    if per_page is not None and per_page < 1:
        raise bad_parameter("per_page does not have a valid value")
    return page or 1, min(per_page or DEFAULT_PER_PAGE, MAX_PER_PAGE)


def _headers(call: Call, page: int, per_page: int, total: int) -> tuple[tuple[str, str], ...]:
    last = max(1, -(-total // per_page))
    before = page - 1 if 1 < page <= last + 1 else None
    after = page + 1 if page < last else None
    known = total <= COUNT_UP_TO
    links = [("prev", before), ("next", after), ("first", 1)] + ([("last", last)] if known else [])
    link = ", ".join(
        f'<{_address(call, number, per_page)}>; rel="{rel}"'
        for rel, number in links
        if number is not None
    )
    headers = [
        ("link", link),
        ("x-next-page", "" if after is None else str(after)),
        ("x-page", str(page)),
        ("x-per-page", str(per_page)),
        ("x-prev-page", "" if before is None else str(before)),
    ]
    if known:
        headers += [("x-total", str(total)), ("x-total-pages", str(last))]
    return tuple(headers)


def _address(call: Call, page: int, per_page: int) -> str:
    kept = [(name, value) for name, value in call.query if name not in ("page", "per_page")]
    query = urlencode([*kept, ("page", page), ("per_page", per_page)])
    return f"{call.base}{call.path}?{query}"
