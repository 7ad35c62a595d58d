"""`help`, and the reply to an unknown command."""

from campaigns.people.roles import Actor, Permission, may
from commands.errors import InvalidRequestError
from commands.near_misses import did_you_mean
from slackapp.listeners import merge_requests, people
from slackapp.listeners.items import items, note_item, waive_item
from slackapp.listeners.lifecycle import (
    cancel_campaign,
    close_campaign,
    open_tier,
    retarget_campaign,
    start_campaign,
)
from slackapp.listeners.overview import post_card, show_status
from slackapp.listeners.reminders import (
    acknowledge_reminder,
    escalate_item,
    remind,
    show_reminders,
    snooze_reminder,
)
from slackapp.listeners.reports import criteria, export_paper
from slackapp.listeners.summary import forecast_campaign, summary
from slackapp.verbs import AnyVerb, Call, Reply, Verb
from slackapp.views.show_help import build_help, build_verb_help


def act(call: Call, word: str) -> Reply:
    """Show all verbs, starting with those that the person may use, or describe one in full."""
    if word:
        verb = get_verb(word)
        return Reply(build_verb_help(verb), {"usage": verb.usage, "purpose": verb.purpose})
    usages = {verb.name: verb.usage for verb in VERBS}
    usable = list_usable(call.actor)
    return Reply(build_help(usable, [verb for verb in VERBS if verb not in usable]), usages)


def list_usable(actor: Actor) -> list[AnyVerb]:
    """List the verbs that somebody may use, including those for their own components only."""
    own = (actor.gitlab_username,)
    return [verb for verb in VERBS if may(actor, verb.permission, own)]


def get_verb(word: str) -> AnyVerb:
    """Return the verb with a name; an empty name means `help`.

    Raises:
        InvalidRequestError: no such verb; the message suggests a similar name if there is one.
    """
    name = word.casefold() or "help"
    for verb in VERBS:
        if verb.name == name:
            return verb
    near = did_you_mean(word, [verb.name for verb in VERBS])
    raise InvalidRequestError(
        f"Unknown command `{word}`.{near} `/runtime-upgrade help` lists all commands."
    )


VERBS: tuple[AnyVerb, ...] = (
    start_campaign.VERB,
    show_status.STATUS,
    show_status.LIST,
    show_status.MINE,
    show_status.BLOCKED,
    show_status.CHECK,
    forecast_campaign.VERB,
    items.BLOCK,
    items.UNBLOCK,
    items.ASSIGN,
    merge_requests.VERB,
    open_tier.VERB,
    post_card.VERB,
    show_reminders.REMINDERS,
    acknowledge_reminder.VERB,
    snooze_reminder.VERB,
    note_item.VERB,
    remind.VERB,
    escalate_item.VERB,
    show_reminders.PAUSE,
    show_reminders.RESUME,
    summary.VERB,
    criteria.VERB,
    waive_item.VERB,
    close_campaign.VERB,
    export_paper.VERB,
    cancel_campaign.VERB,
    retarget_campaign.VERB,
    people.VERB,
    Verb(
        "help",
        "help [<command>]",
        "list the commands, or describe one in full",
        str,
        act,
        example="help start",
        permission=Permission.read,
    ),
)
