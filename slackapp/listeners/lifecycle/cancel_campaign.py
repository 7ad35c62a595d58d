"""`cancel`: asks first, then tells the channel."""

from campaigns.people.roles import Permission
from commands.errors import InvalidRequestError
from commands.lifecycle.cancel_campaign import CancelRequest, cancel_campaign, find_cancellable
from slackapp.grammar import split_at
from slackapp.listeners.pressing import Press
from slackapp.verbs import Call, Reply, Verb
from slackapp.views.lifecycle import cancel_campaign as view
from slackapp.views.message import sentence


def parse(words: str) -> CancelRequest:
    """Read `<campaign> because <words>`."""
    campaign, reason = split_at(words, "because")
    if not campaign or not reason:
        raise InvalidRequestError(
            "Say which campaign and why: `cancel go-1.20 because 1.21 is out`."
        )
    return CancelRequest(campaign, reason)


def answer(call: Call) -> Reply:
    """Find the campaign and ask before it is cancelled."""
    request = parse(call.words)
    found = find_cancellable(call.deps.store, call.deps.catalog, call.actor, request)
    return Reply(view.build_question(found, request.reason), found)


def on_cancel(press: Press) -> None:
    """Cancel the campaign pressed."""
    deps = press.deps
    campaign_id, reason, close = view.parse_cancel(press.value, press.state)
    done = cancel_campaign(
        deps.store,
        deps.catalog,
        press.actor,
        campaign_id,
        reason,
        close_issues=close,
        now=deps.clock(),
    )
    deps.wake_jobs()
    press.answer(view.build_cancelled(done, closing=close), replace=True)


def on_keep(press: Press) -> None:
    """Keep it pressed: nothing changes."""
    press.answer(sentence("The campaign goes on; nothing was changed."), replace=True)


VERB = Verb(
    "cancel",
    "cancel <campaign> because <words>",
    "end a campaign; asks before it does",
    answer,
    example="cancel go-1.20 because 1.21 is out",
    permission=Permission.cancel,
)
