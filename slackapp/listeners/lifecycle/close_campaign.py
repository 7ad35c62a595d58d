"""`close`: shows what is missing, or asks first and then completes the campaign."""

from campaigns.people.roles import Permission
from commands.lifecycle.close_campaign import close_campaign, preview_closing
from slackapp.verbs import Asks, Call, Reply, Verb
from slackapp.views.lifecycle import close_campaign as view
from slackapp.views.questions import Question


def ask(call: Call, campaign: int | str) -> Question | Reply:
    """Ask before closing; if something is missing, show that instead."""
    found = preview_closing(call.deps.store, call.deps.catalog, call.actor, campaign)
    return Reply(view.build_missing(found), found) if found.missing else view.build_question(found)


def act(call: Call, campaign: int | str) -> Reply:
    """Close the campaign."""
    done = call.deps.carry_out(close_campaign, call.actor, campaign)
    return Reply(view.build_closed(done), done)


VERB: Verb[int | str] = Verb(
    "close",
    "close [<campaign>]",
    "complete a campaign whose gating components are verified or waived; asks first",
    str,
    act,
    asks=Asks(ask, int, view.BUTTONS),
    example="close go-1.20",
    permission=Permission.close,
)
