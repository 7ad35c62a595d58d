"""`open`: lets a lead open a tier early; asks first, because many people are notified."""

from campaigns.people.roles import Permission
from commands.errors import InvalidRequestError
from commands.lifecycle.open_tier import OpenRequest, open_tier, preview_open
from slackapp.grammar import split_at
from slackapp.verbs import Asks, Call, Reply, Verb
from slackapp.views.lifecycle import open_tier as view
from slackapp.views.questions import Question


def parse(words: str) -> OpenRequest:
    """Parse `<tier> [of <campaign>] [because <words>]`."""
    where, reason = split_at(words, "because")
    tier, campaign = split_at(where, "of")
    if not tier:
        raise InvalidRequestError("Name a tier: `open release-approval of go-1.20`.")
    return OpenRequest(tier, campaign or "", (reason or "")[: view.MAX_REASON])


def ask(call: Call, request: OpenRequest) -> Question:
    """Show who would be notified."""
    found = preview_open(call.deps.store, call.deps.catalog, call.actor, request)
    return view.build_question(found)


def act(call: Call, request: OpenRequest) -> Reply:
    """Open the tier."""
    opened = call.deps.carry_out(open_tier, call.actor, request)
    return Reply(view.build_opened(opened), opened)


VERB = Verb(
    "open",
    "open <tier> [of <campaign>] [because <words>]",
    "let a tier start before the previous one is verified; asks first",
    parse,
    act,
    asks=Asks(ask, view.read_value, view.BUTTONS),
    example="open release-approval of go-1.20 because the images are ready",
    permission=Permission.open,
)
