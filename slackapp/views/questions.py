"""The question that a verb asks before it acts, with its two buttons and its tick boxes."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    CheckboxesElement,
    ConfirmObject,
    Option,
)

from slackapp.payloads import FormState
from slackapp.views.message import BUTTON_LIMIT, Message, refusal

VALUE_LIMIT = 2_000  # of a button, docs.slack.dev


@dataclass(frozen=True)
class Tick:
    """A tick box above the buttons, initially empty; in a terminal, a flag (see `flag`)."""

    action_id: str
    block_id: str
    option: str
    label: str

    @property
    def flag(self) -> str:
        """Return the command-line option, such as `--close-issues`."""
        return f"--{self.action_id.replace('_', '-')}"


@dataclass(frozen=True)
class Buttons:
    """The buttons under a question: ``confirm`` acts, ``keep`` changes nothing.

    Both are action ids, which never change because posted messages contain them.
    ``kept`` is the reply to ``keep``. With ``warning``, Slack asks for confirmation again.
    """

    confirm: str
    confirm_label: str
    keep: str
    keep_label: str
    kept: str
    style: str = "primary"
    warning: ConfirmObject | None = None
    ticks: tuple[Tick, ...] = ()


def channel_warning(title: str, confirm: str) -> ConfirmObject:
    """Build a second confirmation for an action that the whole channel will see."""
    return ConfirmObject(
        title=title, text="The whole channel will see it.", confirm=confirm, deny="Back"
    )


@dataclass(frozen=True)
class Question:
    """The consequences of a request, shown before it is carried out.

    ``value`` is the confirm button's value, ``preview`` the `--json` output for scripts.
    ``confirm_label`` replaces the button's own label.
    """

    title: str
    blocks: Sequence[Block]
    value: str
    preview: object
    confirm_label: str = ""


def with_buttons(question: Question, buttons: Buttons) -> Message:
    """Build a question's message, with its buttons; refuse a value that a button cannot hold."""
    if len(question.value) > VALUE_LIMIT:
        return refusal("This text is too long: please shorten it.")
    confirm = ButtonElement(
        text=(question.confirm_label or buttons.confirm_label)[:BUTTON_LIMIT],
        action_id=buttons.confirm,
        value=question.value,
        style=buttons.style,
        confirm=buttons.warning,
    )
    keep = ButtonElement(text=buttons.keep_label, action_id=buttons.keep, value="keep")
    ticks = [_build_tick(tick) for tick in buttons.ticks]
    blocks = [*question.blocks, *ticks, ActionsBlock(elements=[confirm, keep])]
    return Message(question.title, blocks)


def _build_tick(tick: Tick) -> ActionsBlock:
    box = CheckboxesElement(
        action_id=tick.action_id, options=[Option(value=tick.option, text=tick.label)]
    )
    return ActionsBlock(block_id=tick.block_id, elements=[box])


def parse_ticked(buttons: Buttons, state: FormState) -> frozenset[str]:
    """Return the action ids of the ticked boxes, from an interaction's state."""
    values = state.get("values", {})
    return frozenset(
        tick.action_id
        for tick in buttons.ticks
        if (values.get(tick.block_id, {}).get(tick.action_id) or {}).get("selected_options")
    )
