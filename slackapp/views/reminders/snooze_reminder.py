"""The snooze modal, with a number of days or a date, and a reason for the leads."""

from datetime import date

from slack_sdk.models.blocks import (
    Block,
    DatePickerElement,
    Option,
    PlainTextObject,
    RadioButtonsElement,
)
from slack_sdk.models.views import View

from campaigns.reminders.snoozes import SNOOZE_DAYS
from commands.reminders.snooze_reminder import SnoozeRequest
from slackapp.payloads import InputValues
from slackapp.views.message import count, section
from slackapp.views.modals import labelled, modal, words_input

CALLBACK = "snooze_reminder"
MAX_REASON = 250
_DAYS, UNTIL, _REASON = "days", "until", "reason"
USUAL_DAYS = 3


def build_snooze(carried: str, named: str) -> View:
    """Build the modal; ``named`` describes the snoozed items and is already escaped."""
    options = [_option(days) for days in SNOOZE_DAYS]
    usual = next(option for option in options if option.value == str(USUAL_DAYS))
    blocks: list[Block] = [
        section(f"No reminders about {named} until then, or until its blockers change."),
        labelled(
            _DAYS,
            "For",
            RadioButtonsElement(action_id=_DAYS, options=options, initial_option=usual),
        ),
        labelled(UNTIL, "Or until a date", DatePickerElement(action_id=UNTIL), optional=True),
        labelled(
            _REASON,
            "Why",
            words_input(_REASON, MAX_REASON),
            hint="Only the functional lead and the facilitator see it.",
            optional=True,
        ),
    ]
    return modal(CALLBACK, carried, "Snooze", blocks, submit="Snooze")


def _option(days: int) -> Option:
    return Option(value=str(days), text=PlainTextObject(text=count(days, "day")))


def parse_snooze(values: InputValues) -> SnoozeRequest:
    """Parse the modal; a chosen date takes precedence over the days."""
    picked = values[UNTIL][UNTIL].get("selected_date")
    chosen = values[_DAYS][_DAYS].get("selected_option")
    days = int(chosen["value"]) if chosen and chosen["value"] else USUAL_DAYS
    until = date.fromisoformat(picked) if picked else days
    reason = (values[_REASON][_REASON].get("value") or "").strip()
    return SnoozeRequest(until, reason or None)
