"""`open`: a lead's word opens a tier; asks first, for many people hear it."""

from campaigns.people.roles import Permission
from commands.errors import InvalidRequestError
from commands.lifecycle.open_tier import OpenRequest, open_tier, preview_open
from slackapp.grammar import split_at
from slackapp.listeners.pressing import Action, Press
from slackapp.verbs import Call, Reply, Verb
from slackapp.views.lifecycle import open_tier as view
from slackapp.views.message import sentence


def parse(words: str) -> OpenRequest:
    """Read `<tier> [of <campaign>] [because <words>]`."""
    where, reason = split_at(words, "because")
    tier, campaign = split_at(where, "of")
    if not tier:
        raise InvalidRequestError("Say which tier: `open release-approval of go-1.20`.")
    return OpenRequest(tier, campaign or "", (reason or "")[: view.MAX_REASON])


def answer(call: Call) -> Reply:
    """Show who would hear it, and ask."""
    found = preview_open(call.deps.store, call.deps.catalog, call.actor, parse(call.words))
    return Reply(view.build_question(found), found)


def on_open(press: Press) -> None:
    """Open the tier pressed."""
    deps, (campaign_id, key, reason) = press.deps, view.parse_open(press.value)
    opened = open_tier(
        deps.store, deps.catalog, press.actor, campaign_id, key, reason, now=deps.clock()
    )
    deps.wake_jobs()
    press.answer(view.build_opened(opened), replace=True)


def on_keep(press: Press) -> None:
    """Keep it closed pressed: nothing happens."""
    press.answer(sentence("The tier stays closed; nobody was told anything."), replace=True)


BUTTONS: dict[str, Action] = {view.OPEN: on_open, view.KEEP: on_keep}
VERB = Verb(
    "open",
    "open <tier> [of <campaign>] [because <words>]",
    "let a tier start before the one in front of it is verified; asks first",
    answer,
    example="open release-approval of go-1.20 because the images are there",
    permission=Permission.open,
)
