"""`help`, and what is said to a word that is no verb."""

from commands.errors import InvalidRequestError
from commands.near_misses import did_you_mean
from slackapp.listeners import (
    acknowledge_reminder,
    bump_component,
    cancel_campaign,
    close_campaign,
    criteria,
    escalate_item,
    export_paper,
    forecast_campaign,
    items,
    link_person,
    note_item,
    open_tier,
    reading,
    remind,
    reminders,
    retarget_campaign,
    snooze_reminder,
    start_campaign,
    summary,
    waive_item,
)
from slackapp.verbs import Call, Reply, Verb
from slackapp.views.show_help import build_help, build_verb_help


def answer(call: Call) -> Reply:
    """Show all verbs, or one in full."""
    if call.words:
        verb = get_verb(call.words)
        return Reply(build_verb_help(verb), {"usage": verb.usage, "purpose": verb.purpose})
    usages = {verb.name: verb.usage for verb in VERBS}
    return Reply(build_help(VERBS), usages)


def get_verb(word: str) -> Verb:
    """Give a verb by its name; no name means help.

    Raises:
        InvalidRequestError: with a near miss where there is one.
    """
    name = word.casefold() or "help"
    for verb in VERBS:
        if verb.name == name:
            return verb
    near = did_you_mean(word, [verb.name for verb in VERBS])
    raise InvalidRequestError(f"I do not know `{word}`.{near} `/runtime-upgrade help` lists all.")


VERBS: tuple[Verb, ...] = (
    start_campaign.VERB,
    reading.STATUS,
    reading.LIST,
    reading.MINE,
    reading.BLOCKED,
    reading.CHECK,
    forecast_campaign.VERB,
    items.BLOCK,
    items.UNBLOCK,
    items.ASSIGN,
    bump_component.VERB,
    open_tier.VERB,
    reminders.REMINDERS,
    acknowledge_reminder.VERB,
    snooze_reminder.VERB,
    note_item.VERB,
    remind.VERB,
    escalate_item.VERB,
    reminders.PAUSE,
    reminders.RESUME,
    summary.VERB,
    criteria.VERB,
    waive_item.VERB,
    close_campaign.VERB,
    export_paper.VERB,
    cancel_campaign.VERB,
    retarget_campaign.VERB,
    link_person.VERB,
    Verb("help", "help [<verb>]", "this help, or one verb in full", answer, example="help start"),
)
