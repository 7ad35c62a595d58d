"""`criteria`: shows and changes the table of exit criteria."""

from dataclasses import replace

from campaigns.people.roles import Permission
from commands.errors import InvalidRequestError
from commands.near_misses import did_you_mean
from commands.reports.criteria import (
    DATES,
    FIELDS,
    CriterionChange,
    add_to_criteria,
    change_criterion,
    read_criteria,
)
from slackapp.grammar import parse_date, parse_person, split_at, split_word, unquote
from slackapp.typed import as_typed
from slackapp.verbs import Call, Reply, Verb
from slackapp.views.reports.criteria import build_criteria

NOTHING = frozenset({"none", "nobody", "never", "-"})
WAYS = ("done", "set", "add")


def act(call: Call, request: tuple[str, str]) -> Reply:
    """Show the table, after changing it if requested."""
    deps, (way, rest) = call.deps, request
    parts = (deps.store, deps.catalog)
    if not way:
        table = read_criteria(*parts, now=deps.clock())
    elif way.casefold() == "add":
        table = add_to_criteria(*parts, call.actor, as_typed(deps, unquote(rest)), now=deps.clock())
    else:
        change = _parse(way.casefold(), rest, call)
        table = change_criterion(*parts, call.actor, change, now=deps.clock())
    return Reply(build_criteria(table), table)


def _parse(way: str, rest: str, call: Call) -> CriterionChange:
    if way == "done":
        number, on = split_at(rest, "on")
        day = parse_date(on) if on is not None else call.deps.clock().story.date()
        return CriterionChange(_number(number), "completed", day)
    if way == "set":
        change = parse_set(rest)
        is_title = change.field == "title"
        return replace(change, value=as_typed(call.deps, str(change.value))) if is_title else change
    raise InvalidRequestError(
        f"Unknown command `criteria {way}`.{did_you_mean(way, WAYS)} Type `criteria`, "
        "`criteria done 2`, `criteria set 2 target 2023-09-30` or `criteria add <title>`."
    )


def parse_set(words: str) -> CriterionChange:
    """Parse `<n> <field> <value>`; `none` clears the field.

    Raises:
        InvalidRequestError: not a number, an unknown field, no value, or an invalid date.
    """
    number, rest = split_word(words)
    field, value = split_word(rest)
    field, value = field.casefold(), unquote(value)
    if field not in FIELDS:
        listed = ", ".join(FIELDS)
        raise InvalidRequestError(
            f"Unknown field {field or '(none given)'}.{did_you_mean(field, FIELDS)} "
            f"The fields are {listed}."
        )
    if not value:
        raise InvalidRequestError(
            f"Enter a {field}, or `none`: `criteria set {_number(number)} {field} none`."
        )
    if field != "title" and value.casefold() in NOTHING:
        return CriterionChange(_number(number), field, None)
    if field in DATES:
        return CriterionChange(_number(number), field, parse_date(value))
    named = parse_person(value) if field == "dri" else value
    return CriterionChange(_number(number), field, named)


def _number(word: str) -> int:
    digits = word.strip().removeprefix("#").removesuffix(".")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 4:  # noqa: PLR2004 - 9999
        raise InvalidRequestError(
            f"{word or 'An empty word'} is not a criterion number: `criteria` lists them."
        )
    return int(digits)


VERB = Verb(
    "criteria",
    "criteria [done <n> [on <date>] | set <n> <field> <value> | add <title>]",
    "show the working group's exit criteria, or complete or change one",
    split_word,
    act,
    example="criteria done 2",
    permission=Permission.read,
    further={"criteria done, set, add": Permission.change_criteria},
    names_people=True,
)
