"""Input values: building ``state.values``, and selecting options by their labels."""

from sandbox.slack.blocks.checked import elements_of
from sandbox.slack.wire import Json

# element type -> (key of the initial value, key of the value in state)
VALUE_KEYS: dict[str, tuple[str, str]] = {
    "plain_text_input": ("initial_value", "value"),
    "email_text_input": ("initial_value", "value"),
    "url_text_input": ("initial_value", "value"),
    "number_input": ("initial_value", "value"),
    "static_select": ("initial_option", "selected_option"),
    "radio_buttons": ("initial_option", "selected_option"),
    "external_select": ("initial_option", "selected_option"),
    "users_select": ("initial_user", "selected_user"),
    "channels_select": ("initial_channel", "selected_channel"),
    "conversations_select": ("initial_conversation", "selected_conversation"),
    "datepicker": ("initial_date", "selected_date"),
    "timepicker": ("initial_time", "selected_time"),
    "datetimepicker": ("initial_date_time", "selected_date_time"),
    "checkboxes": ("initial_options", "selected_options"),
    "multi_static_select": ("initial_options", "selected_options"),
    "multi_external_select": ("initial_options", "selected_options"),
    "multi_users_select": ("initial_users", "selected_users"),
    "multi_channels_select": ("initial_channels", "selected_channels"),
    "multi_conversations_select": ("initial_conversations", "selected_conversations"),
}


class NotOnScreenError(LookupError):
    """An action on something that is not on the person's screen."""


def initial_values(blocks: list[Json]) -> dict[str, dict[str, Json]]:
    """Build the initial ``state.values`` of blocks."""
    values: dict[str, dict[str, Json]] = {}
    for block in blocks:
        for element in elements_of(block):
            if element.get("type") in VALUE_KEYS:
                entry = _entry(element, element.get(VALUE_KEYS[element["type"]][0]))
                values.setdefault(block["block_id"], {})[element["action_id"]] = entry
    return values


def entered(element: Json, value: object) -> Json:
    """Build the state of ``element`` after a person enters or selects ``value``.

    Options are named by their value or their visible text, and several by a list.

    Raises:
        NotOnScreenError: there is no such option, or the element takes no value.
    """
    kind = element["type"]
    if kind not in VALUE_KEYS:
        raise NotOnScreenError(f"a {kind} takes no value")
    key = VALUE_KEYS[kind][1]
    if value is None or value == "":
        return _entry(element, None)
    if key == "selected_option":
        return _entry(element, option_of(element, str(value)))
    if key == "selected_options":
        chosen = value if isinstance(value, list | tuple) else [value]
        return _entry(element, [option_of(element, str(one)) for one in chosen])
    if key.endswith("s") and key != "selected_options":
        return _entry(element, list(value) if isinstance(value, list | tuple) else [value])
    return _entry(element, value if kind == "datetimepicker" else str(value))


def options_of(element: Json) -> list[Json]:
    """List the options of an element, including those of its groups."""
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *grouped]


def option_of(element: Json, wanted: str) -> Json:
    """Find an option by its value or its visible text."""
    for option in options_of(element):
        if wanted in (option.get("value"), option["text"]["text"]):
            return option
    shown = ", ".join(option["text"]["text"] for option in options_of(element))
    raise NotOnScreenError(f"no option {wanted!r}; available: {shown}")


def _entry(element: Json, value: object) -> Json:
    kind = element["type"]
    key = VALUE_KEYS[kind][1]
    if key.endswith("s") and value is None:
        value = []
    return {"type": kind, key: value}


def is_empty(entry: Json) -> bool:
    """Return whether an element's state has no value."""
    return not entry.get(VALUE_KEYS[entry["type"]][1])
