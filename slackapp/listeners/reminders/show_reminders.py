"""`reminders`, `pause` and `resume`: upcoming reminders, and pausing them."""

from functools import partial

from campaigns.people.roles import Permission
from commands.errors import InvalidRequestError
from commands.reminders.pause_reminders import pause_reminders, resume_reminders
from commands.reminders.show_reminders import show_reminders
from slackapp.grammar import split_word
from slackapp.verbs import Call, Reply, Verb
from slackapp.views.reminders import digest as view

USUAL_DAYS = 14


def parse_days(words: str) -> int:
    """Parse `[days]`."""
    days = words or str(USUAL_DAYS)
    if not (days.isascii() and days.isdigit()):
        raise InvalidRequestError(f"{days} is not a number of days: try `reminders 14`.")
    return int(days[:4])


def reminders(call: Call, days: int) -> Reply:
    """Show what will be sent."""
    deps = call.deps
    outlook = show_reminders(deps.store, deps.catalog, days, now=deps.clock())
    return Reply(view.build_outlook(outlook), outlook)


def pause(call: Call, campaign: str) -> Reply:
    """Pause reminders."""
    deps = call.deps
    done = pause_reminders(deps.store, deps.catalog, call.actor, campaign, now=deps.clock())
    return Reply(view.build_paused(done), done)


def resume(call: Call, campaign: str) -> Reply:
    """Resume reminders."""
    deps = call.deps
    done = resume_reminders(deps.store, deps.catalog, call.actor, campaign, now=deps.clock())
    return Reply(view.build_resumed(done), done)


def parse_campaign(words: str, verb: str) -> str:
    """Parse `reminders [<campaign>]`."""
    what, campaign = split_word(words)
    if what.casefold() != "reminders":
        raise InvalidRequestError(f"Specify what to {verb}: `{verb} reminders [<campaign>]`.")
    return campaign


REMINDERS = Verb(
    "reminders",
    "reminders [<days>]",
    "show who will be reminded about what in the coming days, and why",
    parse_days,
    reminders,
    example="reminders 7",
    permission=Permission.read,
)
PAUSE = Verb(
    "pause",
    "pause reminders [<campaign>]",
    "pause all reminders, or those of one campaign",
    partial(parse_campaign, verb="pause"),
    pause,
    example="pause reminders go-1.20",
    permission=Permission.pause,
)
RESUME = Verb(
    "resume",
    "resume reminders [<campaign>]",
    "resume reminders",
    partial(parse_campaign, verb="resume"),
    resume,
    example="resume reminders",
    permission=Permission.resume,
)
