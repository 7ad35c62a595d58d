"""The question before a campaign's target changes, and the reply afterwards."""

import json

from commands.errors import InvalidRequestError
from commands.lifecycle.retarget_campaign import RetargetPreview, RetargetRequest
from runtimes.versions import parse_version
from slackapp.views.message import Message, count, section, sentence
from slackapp.views.mrkdwn import escape
from slackapp.views.questions import Buttons, Question

MAX_REASON = 300
BUTTONS = Buttons(
    confirm="retarget_campaign",
    confirm_label="Change the target",
    keep="keep_target",
    keep_label="Keep it",
    kept="The target was not changed.",
)


def build_question(moving: RetargetPreview) -> Question:
    """Build the question: which items are rechecked and which merge requests are updated."""
    title = f"Change the target of {escape(moving.campaign.title)} to {escape(moving.version)}?"
    value = json.dumps([moving.campaign.id, moving.version, moving.reason])
    return Question(title, [section(f"*{title}*\n{_what_follows(moving)}")], value, moving)


def _what_follows(moving: RetargetPreview) -> str:
    verified = count(moving.verified, "verified component")
    including = f", including {verified}" if moving.verified else ""
    parts = [f"Every component is checked again{including}."]
    if moving.patch:
        parts.append(f"Pins that need a full version are set to {escape(moving.patch)}.")
    if moving.repositories:
        number = count(len(moving.repositories), "open merge request")
        parts.append(f"I will update my {number}.")
    parts.append("A note is added to the epic; the epic and issues keep their titles and labels.")
    return " ".join(parts)


def read_value(value: str) -> RetargetRequest:
    """Decode the button's value into a campaign, a version and a reason.

    Raises:
        InvalidRequestError: the value is not a version.
    """
    campaign_id, words, reason = json.loads(value)
    version = parse_version(str(words))
    if version is None:
        raise InvalidRequestError(f"{words} is not a version: run `retarget` again.")
    return RetargetRequest(int(campaign_id), version, str(reason))


def build_retargeted(moving: RetargetPreview) -> Message:
    """Build the reply that the target has changed."""
    return sentence(
        f"The target of {escape(moving.campaign.title)} is now {escape(moving.version)}. "
        "The card shows who has reached it."
    )
