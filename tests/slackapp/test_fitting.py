"""Whatever a view shows, what is sent is within Slack's limits."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from typing import Any, cast, get_type_hints

import pytest
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    MarkdownTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

import slackapp.views
from sandbox.slack.blocks.block_rules import block_problems
from sandbox.slack.blocks.checked import characters
from sandbox.slack.blocks.view_rules import view_problems
from slackapp.views.fitting import CHARACTERS, VIEW_CHARACTERS, fit_message, fit_view
from slackapp.views.message import Message, context, section
from slackapp.views.questions import Buttons, Question, with_buttons
from tests.slackapp.oversized import oversized

Builder = Callable[..., object]
BUTTONS = Buttons("yes", "Yes", "no", "No", "Nothing happens.")


def builders() -> list[Builder]:
    """Find every function of a view that builds something."""
    found: list[Builder] = []
    for module in pkgutil.walk_packages(slackapp.views.__path__, "slackapp.views."):
        functions = inspect.getmembers(importlib.import_module(module.name), inspect.isfunction)
        found += [
            function
            for name, function in functions
            if name.startswith("build_") and function.__module__ == module.name
        ]
    return found


def called(build: Builder) -> object:
    hints = get_type_hints(build)
    names = inspect.signature(build).parameters
    return build(**{name: oversized(hints[name], name) for name in names})


def sent(built: object) -> list[dict[str, Any]]:
    """Return the blocks that would be sent, and check them as Slack does."""
    if isinstance(built, View):
        view = fit_view(built).to_dict()
        found = view_problems(view, view["type"])
        assert [one for one in found if "already exists" not in one] == []
        return list(view["blocks"])
    if isinstance(built, Question):
        built = with_buttons(built, BUTTONS)
    if isinstance(built, str):
        built = Message(built, [section(built)])
    message = built if isinstance(built, Message) else Message("…", cast(list[Block], built))
    fitted = fit_message(message)
    blocks = [block.to_dict() for block in fitted.blocks]
    assert len(fitted.text.encode()) < 4000
    assert list(block_problems(blocks, "message")) == []
    return blocks


@pytest.mark.parametrize("build", builders(), ids=lambda f: f"{f.__module__}.{f.__name__}")
def test_every_view_is_within_the_limits_whatever_it_shows(build: Builder) -> None:
    built = called(build)
    most = VIEW_CHARACTERS if isinstance(built, View) else CHARACTERS
    assert characters(sent(built)) <= most


def button(number: int = 1) -> ButtonElement:
    return ButtonElement(text="Press", action_id=f"press{number}", value="1")


def lines(blocks: list[dict[str, Any]]) -> list[str]:
    return [block["text"]["text"] for block in blocks if block["type"] == "section"]


def test_a_long_text_beside_a_button_is_continued_below_it() -> None:
    text = "\n".join(f"line {number:04}" for number in range(400))
    blocks = sent(Message("…", [section(text, button()), section("after")]))
    assert "\n".join(lines(blocks)) == f"{text}\nafter"
    assert [("accessory" in block) for block in blocks] == [True, False, False]


def test_what_is_left_out_is_counted_and_buttons_stay() -> None:
    blocks = [section(f"{number}\n" + "x" * 2500) for number in range(10)]
    fitted = sent(Message("…", [*blocks, ActionsBlock(elements=[button()])]))
    assert [block["type"] for block in fitted] == ["section"] * 4 + ["context", "actions"]
    assert fitted[4]["elements"][0]["text"] == "… and 12 more lines"


def test_more_blocks_than_fit_are_counted() -> None:
    fitted = sent(Message("…", [context(f"{number}") for number in range(60)]))
    assert len(fitted) == 50
    assert fitted[-1]["elements"][0]["text"] == "… and 11 more lines"


def test_rows_of_elements_are_divided() -> None:
    words = [MarkdownTextObject(text=f"{number}") for number in range(12)]
    row = ActionsBlock(block_id="row", elements=[button(number) for number in range(30)])
    fitted = sent(Message("…", [ContextBlock(elements=words), row]))
    assert [len(block["elements"]) for block in fitted] == [10, 2, 25, 5]


def test_a_message_within_the_limits_stays_as_it_is() -> None:
    fields = SectionBlock(fields=[MarkdownTextObject(text="one"), MarkdownTextObject(text="two")])
    blocks: list[Block] = [section("text", button()), context("small"), fields]
    message = Message("text", blocks)
    assert fit_message(message).as_json() == message.as_json()


def test_the_text_of_a_notification_is_cut_in_bytes() -> None:
    assert fit_message(Message("語" * 2000)).text == "語" * 1299 + "…"


def test_words_too_long_for_a_button_are_refused() -> None:
    asked = with_buttons(Question("Sure?", [section("Sure?")], "x" * 2001, None), BUTTONS)
    assert asked.text == "This text is too long: please shorten it."
