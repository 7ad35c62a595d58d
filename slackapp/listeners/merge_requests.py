"""`bump`: opens the merge requests that update every pin of a component or of a whole tier."""

import re

from campaigns.people.roles import Permission
from commands.errors import InvalidRequestError
from commands.merge_requests.bump_component import BumpRequest, ask_bump
from commands.merge_requests.bump_tier import TierRequest, bump_tier, preview_tier
from slackapp.grammar import split_at
from slackapp.listeners.pressing import Press
from slackapp.verbs import Asks, Call, Reply, Verb
from slackapp.views import merge_requests as view
from slackapp.views.questions import Question

_TIER = re.compile(r"(?:--)?tier\s+", re.IGNORECASE)


def parse(words: str) -> BumpRequest | TierRequest:
    """Parse `<component>`, or `tier <tier> [of <campaign>]`."""
    found = _TIER.match(words)
    if found is not None:
        tier, campaign = split_at(words[found.end() :], "of")
        return TierRequest(tier, campaign or "")
    if not words:
        raise InvalidRequestError("Name a component or a tier: `bump gitaly`, `bump tier <tier>`.")
    return BumpRequest(words)


def ask(call: Call, request: BumpRequest | TierRequest) -> Question | Reply:
    """Ask before opening a tier's merge requests; open a single one at once."""
    if isinstance(request, BumpRequest):
        return act(call, request)
    found = preview_tier(call.deps.store, call.deps.catalog, call.actor, request)
    if not found.projects:
        return Reply(view.build_nothing_to_bump(found), found)
    return view.build_question(found)


def act(call: Call, request: BumpRequest | TierRequest) -> Reply:
    """Have workers open the requested merge requests."""
    deps, parts, now = call.deps, (call.deps.store, call.deps.catalog), call.deps.clock()
    if isinstance(request, BumpRequest):
        asked = ask_bump(*parts, call.actor, request, now=now)
        reply = Reply(view.build_asked(asked), asked)
    else:
        many = bump_tier(*parts, call.actor, request, now=now)
        reply = Reply(view.build_tier_asked(many), many)
    deps.wake_jobs()
    return reply


VERB = Verb(
    "bump",
    "bump <component>, or bump tier <tier> [of <campaign>]",
    "open the draft merge request that updates every pin in a component's repository",
    parse,
    act,
    asks=Asks(ask, view.read_value, view.BUTTONS),
    example="bump gitaly",
    permission=Permission.bump,
    further={"bump tier": Permission.bump_tier},
)


def on_bump(press: Press) -> None:
    """Handle Open merge request in the same way as `bump`."""
    press.answer(act(Call(press.actor, press.deps), BumpRequest(press.value)).message)
