"""The building blocks of the small modals."""

from slack_sdk.models.blocks import Block, InputBlock, PlainTextInputElement, PlainTextObject
from slack_sdk.models.blocks.block_elements import InputInteractiveElement
from slack_sdk.models.views import View

from slackapp.views.message import Message, section
from slackapp.views.mrkdwn import plain

MODAL_TITLE_LIMIT = 24
LABEL_LIMIT = 150


def modal(callback_id: str, carried: str, title: str, blocks: list[Block], *, submit: str) -> View:
    """Build a modal; ``carried`` is returned with its submission and must not be trusted."""
    return View(
        type="modal",
        callback_id=callback_id,
        private_metadata=carried,
        title=title,
        submit=submit,
        close="Back",
        blocks=blocks,
    )


def labelled(
    block_id: str,
    label: str,
    element: InputInteractiveElement,
    *,
    hint: str | None = None,
    optional: bool = False,
) -> InputBlock:
    """Build an input with a label."""
    return InputBlock(
        block_id=block_id,
        label=PlainTextObject(text=plain(label)[:LABEL_LIMIT]),
        element=element,
        hint=PlainTextObject(text=hint) if hint else None,
        optional=optional,
    )


def words_input(action_id: str, most: int, *, initial: str | None = None) -> PlainTextInputElement:
    """Build an input for several lines of text."""
    shown = initial[:most] if initial else None
    return PlainTextInputElement(
        action_id=action_id, multiline=True, max_length=most, initial_value=shown
    )


def build_refused(title: str, sentence: str) -> View:
    """Build the modal that replaces one whose submission failed."""
    return View(
        type="modal",
        title=title[:MODAL_TITLE_LIMIT],
        close="Close",
        blocks=[section(f":warning: {sentence}")],
    )


def build_reply(message: Message) -> View:
    """Build a modal that shows a reply over App Home, where there is no message to reply to."""
    return View(type="modal", title="Runtime upgrades", close="Close", blocks=list(message.blocks))
