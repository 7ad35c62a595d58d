"""`cancel`: asks first, then announces the cancellation in the channel."""

from campaigns.people.roles import Permission
from commands.errors import InvalidRequestError
from commands.lifecycle.cancel_campaign import CancelRequest, cancel_campaign, find_cancellable
from slackapp.grammar import split_at
from slackapp.verbs import Asks, Call, Reply, Verb
from slackapp.views.lifecycle import cancel_campaign as view
from slackapp.views.questions import Question


def parse(words: str) -> CancelRequest:
    """Parse `<campaign> because <words>`."""
    campaign, reason = split_at(words, "because")
    if not campaign or not reason:
        raise InvalidRequestError(
            "Name a campaign and a reason: `cancel go-1.20 because 1.21 is out`."
        )
    return CancelRequest(campaign, reason)


def ask(call: Call, request: CancelRequest) -> Question:
    """Ask for confirmation, naming the campaign that would be cancelled."""
    found = find_cancellable(call.deps.store, call.deps.catalog, call.actor, request)
    return view.build_question(found, request.reason)


def act(call: Call, request: CancelRequest) -> Reply:
    """Cancel the campaign; close its epic and issues only if that box is ticked."""
    deps, close = call.deps, view.CLOSE.action_id in call.ticked
    done = cancel_campaign(
        deps.store, deps.catalog, call.actor, request, close_issues=close, now=deps.clock()
    )
    deps.wake_jobs()
    return Reply(view.build_cancelled(done, closing=close), done)


VERB = Verb(
    "cancel",
    "cancel <campaign> because <words>",
    "end a campaign; asks first",
    parse,
    act,
    asks=Asks(ask, view.read_value, view.BUTTONS),
    example="cancel go-1.20 because 1.21 is out",
    permission=Permission.cancel,
)
