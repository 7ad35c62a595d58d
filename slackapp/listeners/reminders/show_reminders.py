"""Reminders: what is to come, and holding them back."""

from campaigns.people.roles import Permission
from commands.errors import InvalidRequestError
from commands.reminders.pause_reminders import pause_reminders, resume_reminders
from commands.reminders.show_reminders import show_reminders
from slackapp.grammar import split_word
from slackapp.verbs import Call, Reply, Verb
from slackapp.views.reminders import digest as view

USUAL_DAYS = 14


def answer_reminders(call: Call) -> Reply:
    """Read `[days]` and show what will be sent."""
    days = call.words or str(USUAL_DAYS)
    if not (days.isascii() and days.isdigit()):
        raise InvalidRequestError(f"{days} is no number of days: say `reminders 14`.")
    deps = call.deps
    outlook = show_reminders(deps.store, deps.catalog, int(days[:4]), now=deps.clock())
    return Reply(view.build_outlook(outlook), outlook)


def answer_pause(call: Call) -> Reply:
    """Read `reminders [<campaign>]` and hold them back."""
    deps, campaign = call.deps, _campaign(call.words, "pause")
    done = pause_reminders(deps.store, deps.catalog, call.actor, campaign, now=deps.clock())
    return Reply(view.build_paused(done), done)


def answer_resume(call: Call) -> Reply:
    """Read `reminders [<campaign>]` and let them go on."""
    deps, campaign = call.deps, _campaign(call.words, "resume")
    done = resume_reminders(deps.store, deps.catalog, call.actor, campaign, now=deps.clock())
    return Reply(view.build_resumed(done), done)


def _campaign(words: str, verb: str) -> str:
    what, campaign = split_word(words)
    if what.casefold() != "reminders":
        raise InvalidRequestError(f"Say what to {verb}: `{verb} reminders [<campaign>]`.")
    return campaign


REMINDERS = Verb(
    "reminders",
    "reminders [<days>]",
    "who will be reminded of what in the next days, and why",
    answer_reminders,
    example="reminders 7",
    permission=Permission.read,
)
PAUSE = Verb(
    "pause",
    "pause reminders [<campaign>]",
    "hold back reminders, all or of one campaign",
    answer_pause,
    example="pause reminders go-1.20",
    permission=Permission.pause,
)
RESUME = Verb(
    "resume",
    "resume reminders [<campaign>]",
    "let reminders go on",
    answer_resume,
    example="resume reminders",
    permission=Permission.resume,
)
