"""Validating JSON from clients; problems have Slack's wording and format of locations.

A problem reads ``must be less than 76 characters [json-pointer:/blocks/0/elements/1/text/text]``.
Limits are those of docs.slack.dev, reference/block-kit.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from sandbox.slack.wire import Json

Problems = Iterator[str]
Check = Callable[[str, Json], Problems]


def problem(path: str, message: str) -> str:
    """Format a problem with its location."""
    return f"{message} [json-pointer:{path}]"


def string(path: str, value: object, most: int, least: int = 0) -> Problems:
    """Check a string's length."""
    if not isinstance(value, str):
        yield problem(path, "must be a string")
    elif len(value) > most:
        yield problem(path, f"must be less than {most + 1} characters")
    elif len(value) < least:
        yield problem(path, f"must be more than {least - 1} characters")


def text(path: str, value: object, most: int, kinds: tuple[str, ...] = ("plain_text",)) -> Problems:
    """Check that a text object has an allowed kind and length, and no unknown keys."""
    if not isinstance(value, dict):
        yield problem(path, "must be an object")
        return
    if value.get("type") not in kinds:
        yield problem(f"{path}/type", f"must be one of: {', '.join(kinds)}")
        return
    yield from string(f"{path}/text", value.get("text"), most, 1)
    allowed = {"type", "text", "emoji" if value["type"] == "plain_text" else "verbatim"}
    yield from only(path, value, allowed)


def either_text(path: str, value: object, most: int) -> Problems:
    """Check a text object of either kind."""
    yield from text(path, value, most, ("mrkdwn", "plain_text"))


def items(path: str, value: object, most: int, least: int = 1) -> Problems:
    """Check that a value is an array of objects with an allowed length."""
    if not isinstance(value, list):
        yield problem(path, "must be an array")
    elif len(value) > most:
        yield problem(path, f"no more than {most} items allowed")
    elif len(value) < least:
        yield problem(path, f"no fewer than {least} items allowed")
    else:
        for index, item in enumerate(value):
            if not isinstance(item, dict):
                yield problem(f"{path}/{index}", "must be an object")


def only(path: str, value: Json, allowed: Iterable[str]) -> Problems:
    """Check that an object has only allowed keys."""
    for key in sorted(value.keys() - set(allowed)):
        yield problem(path, f"invalid additional property: {key}")


def required(path: str, value: Json, keys: Iterable[str]) -> Problems:
    """Check that an object has these keys."""
    for key in keys:
        if value.get(key) is None:
            yield problem(path, f"missing required field: {key}")


def fields(
    path: str, value: Json, checks: Mapping[str, Callable[[str, object], Problems]]
) -> Problems:
    """Check the fields that are present in an object."""
    for key, check in checks.items():
        if value.get(key) is not None:
            yield from check(f"{path}/{key}", value[key])


def at_most(most: int, least: int = 0) -> Callable[[str, object], Problems]:
    """Build a check of a string's length."""
    return lambda path, value: string(path, value, most, least)


def plain(most: int) -> Callable[[str, object], Problems]:
    """Build a check of a plain_text object."""
    return lambda path, value: text(path, value, most)


def either(most: int) -> Callable[[str, object], Problems]:
    """Build a check of a text object of either kind."""
    return lambda path, value: either_text(path, value, most)


def one_of(*choices: str) -> Callable[[str, object], Problems]:
    """Build a check that a string is one of a fixed set."""

    def check(path: str, value: object) -> Problems:
        if value not in choices:
            yield problem(path, f"must be one of: {', '.join(choices)}")

    return check


def matching(pattern: str, message: str) -> Callable[[str, object], Problems]:
    """Build a check of a string against a regular expression."""
    compiled = re.compile(pattern)

    def check(path: str, value: object) -> Problems:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            yield problem(path, message)

    return check


def anything(_path: str, _value: object) -> Problems:
    """Accept any value."""
    return iter(())


def texts_of(node: object) -> Iterator[str]:
    """List every text within a block, a list of blocks or a table."""
    if isinstance(node, list):
        for one in node:
            yield from texts_of(one)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "text" and isinstance(value, str):
                yield value
            else:
                yield from texts_of(value)
