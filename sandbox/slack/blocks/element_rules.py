"""Slack's rules for elements (docs.slack.dev, reference/block-kit/block-elements)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sandbox.slack.blocks.shapes import (
    Problems,
    anything,
    at_most,
    either,
    either_text,
    fields,
    items,
    matching,
    one_of,
    only,
    plain,
    problem,
    required,
    text,
)
from sandbox.slack.wire import Json

FieldCheck = Callable[[str, object], Problems]
_DATE = matching(r"\d{4}-\d{2}-\d{2}", "must be a date such as 1990-04-28")
_TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "must be a time such as 22:30")
_URL = matching(r"https?://\S{1,2990}", "must be a valid URL")


@dataclass(frozen=True)
class ElementRule:
    """The rule for a kind of element: where it is allowed, and its fields."""

    places: frozenset[str]
    checks: Mapping[str, FieldCheck]
    needs: tuple[str, ...] = ()
    one_of_needs: tuple[str, ...] = ()
    initial: str = ""
    common: Mapping[str, FieldCheck] = field(
        default_factory=lambda: {"type": anything, "action_id": at_most(255, 1)}
    )


def element_problems(path: str, element: Json, place: str) -> Problems:
    """Check one element in ``place``: ``section``, ``actions`` or ``input``."""
    kind = element.get("type")
    rule = ELEMENTS.get(kind) if isinstance(kind, str) else None
    if rule is None or place not in rule.places:
        yield problem(f"{path}/type", f"unsupported type: {kind}")
        return
    checks = {**rule.common, **rule.checks}
    yield from required(path, element, rule.needs)
    if rule.one_of_needs and not any(element.get(key) for key in rule.one_of_needs):
        yield problem(path, f"missing required field: {rule.one_of_needs[0]}")
    yield from fields(path, element, checks)
    yield from only(path, element, checks)
    yield from _initial_problems(path, element, rule)


def _initial_problems(path: str, element: Json, rule: ElementRule) -> Problems:
    """Check that initial options are among the options, as Slack requires."""
    initial = element.get(rule.initial) if rule.initial else None
    if not initial:
        return
    groups = element.get("option_groups") or []
    known = [*(element.get("options") or []), *(o for g in groups for o in g.get("options", []))]
    chosen = initial if isinstance(initial, list) else [initial]
    for option in chosen:
        if option not in known:
            yield problem(f"{path}/{rule.initial}", "must be one of the options")


def confirm(path: str, value: object) -> Problems:
    """Check a confirmation dialog."""
    if not isinstance(value, dict):
        yield problem(path, "must be an object")
        return
    yield from required(path, value, ("title", "text", "confirm", "deny"))
    yield from fields(path, value, _CONFIRM)
    yield from only(path, value, _CONFIRM)


_CONFIRM: dict[str, FieldCheck] = {
    "title": plain(100),
    "text": either(300),
    "confirm": plain(30),
    "deny": plain(30),
    "style": one_of("primary", "danger"),
}


def _option(path: str, value: object, *, plain_only: bool) -> Problems:
    if not isinstance(value, dict):
        yield problem(path, "must be an object")
        return
    yield from required(path, value, ("text", "value"))
    check = text if plain_only else either_text
    if value.get("text") is not None:
        yield from check(f"{path}/text", value["text"], 75)
    described = {"description": plain(75) if plain_only else either(75), "value": at_most(150, 1)}
    yield from fields(path, value, described)
    yield from only(path, value, {"text", "value", "description", "url"})


def _options(most: int, *, plain_only: bool = True) -> FieldCheck:
    def check(path: str, value: object) -> Problems:
        yield from items(path, value, most)
        if isinstance(value, list):
            for index, one in enumerate(value):
                yield from _option(f"{path}/{index}", one, plain_only=plain_only)

    return check


def _groups(path: str, value: object) -> Problems:
    yield from items(path, value, 100)
    for index, group in enumerate(value if isinstance(value, list) else []):
        if isinstance(group, dict):
            where = f"{path}/{index}"
            yield from required(where, group, ("label", "options"))
            yield from fields(where, group, {"label": plain(75), "options": _options(100)})


_ALL = frozenset({"section", "actions", "input"})
_INPUT = frozenset({"input"})
_SECTION_INPUT = frozenset({"section", "input"})
_SECTION_ACTIONS = frozenset({"section", "actions"})
_FOCUS: dict[str, FieldCheck] = {"focus_on_load": anything}
_PLACEHOLDER: dict[str, FieldCheck] = {"placeholder": plain(150)}
_CONFIRMED: dict[str, FieldCheck] = {"confirm": confirm}
_PICKED = {**_FOCUS, **_PLACEHOLDER, **_CONFIRMED}
_TYPED = {**_FOCUS, **_PLACEHOLDER, "dispatch_action_config": anything}
_MANY = {**_PICKED, "max_selected_items": anything}
_STATIC = {"options": _options(100), "option_groups": _groups}
_FEW = {**_FOCUS, **_CONFIRMED, "options": _options(10, plain_only=False)}

ELEMENTS: dict[str, ElementRule] = {
    "button": ElementRule(
        _SECTION_ACTIONS,
        {
            "text": plain(75),
            "value": at_most(2000),
            "url": _URL,
            "style": one_of("primary", "danger"),
            "accessibility_label": at_most(75),
            **_CONFIRMED,
        },
        ("text",),
    ),
    "overflow": ElementRule(_SECTION_ACTIONS, {"options": _options(5), **_CONFIRMED}, ("options",)),
    "checkboxes": ElementRule(
        _ALL, {**_FEW, "initial_options": anything}, ("options",), initial="initial_options"
    ),
    "radio_buttons": ElementRule(
        _ALL, {**_FEW, "initial_option": anything}, ("options",), initial="initial_option"
    ),
    "static_select": ElementRule(
        _ALL,
        {**_PICKED, **_STATIC, "initial_option": anything},
        one_of_needs=("options", "option_groups"),
        initial="initial_option",
    ),
    "multi_static_select": ElementRule(
        _SECTION_INPUT,
        {**_MANY, **_STATIC, "initial_options": anything},
        one_of_needs=("options", "option_groups"),
        initial="initial_options",
    ),
    "users_select": ElementRule(_ALL, {**_PICKED, "initial_user": anything}),
    "multi_users_select": ElementRule(_SECTION_INPUT, {**_MANY, "initial_users": anything}),
    "channels_select": ElementRule(
        _ALL, {**_PICKED, "initial_channel": anything, "response_url_enabled": anything}
    ),
    "conversations_select": ElementRule(
        _ALL,
        {
            **_PICKED,
            "initial_conversation": anything,
            "default_to_current_conversation": anything,
            "response_url_enabled": anything,
            "filter": anything,
        },
    ),
    "datepicker": ElementRule(_ALL, {**_PICKED, "initial_date": _DATE}),
    "timepicker": ElementRule(_ALL, {**_PICKED, "initial_time": _TIME, "timezone": anything}),
    "datetimepicker": ElementRule(
        frozenset({"actions", "input"}),
        {**_FOCUS, **_CONFIRMED, "initial_date_time": anything},
    ),
    "plain_text_input": ElementRule(
        _INPUT,
        {
            **_TYPED,
            "initial_value": at_most(3000),
            "multiline": anything,
            "min_length": anything,
            "max_length": anything,
        },
    ),
    "email_text_input": ElementRule(_INPUT, {**_TYPED, "initial_value": anything}),
    "url_text_input": ElementRule(_INPUT, {**_TYPED, "initial_value": anything}),
    "number_input": ElementRule(
        _INPUT,
        {
            **_TYPED,
            "initial_value": anything,
            "is_decimal_allowed": anything,
            "min_value": anything,
            "max_value": anything,
        },
        ("is_decimal_allowed",),
    ),
    "image": ElementRule(
        frozenset({"section", "context"}),
        {"image_url": _URL, "alt_text": at_most(2000, 1), "slack_file": anything},
        ("alt_text",),
        one_of_needs=("image_url", "slack_file"),
        common={"type": anything},
    ),
}
