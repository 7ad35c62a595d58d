"""`card`: posts a campaign's card again if it was deleted."""

from campaigns.people.roles import Permission
from commands.overview.post_card import CardRequest, post_card
from slackapp.verbs import Call, Reply, Verb
from slackapp.views.overview.post_card import build_posted


def act(call: Call, request: CardRequest) -> Reply:
    """Post the card again, or update it."""
    done = call.deps.carry_out(post_card, call.actor, request)
    return Reply(build_posted(done), done)


VERB = Verb(
    "card",
    "card [<campaign>]",
    "post a campaign's card again if somebody deleted it",
    CardRequest,
    act,
    example="card go-1.20",
    permission=Permission.card,
)
