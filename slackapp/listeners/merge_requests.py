"""`bump`: the merge request that moves every pin, of one component or of a whole tier."""

import re

from campaigns.people.roles import Permission
from commands.errors import InvalidRequestError
from commands.merge_requests.bump_component import BumpRequest, ask_bump
from commands.merge_requests.bump_tier import TierRequest, bump_tier, preview_tier
from slackapp.grammar import split_at
from slackapp.listeners.pressing import Press
from slackapp.verbs import Call, Reply, Verb
from slackapp.views import merge_requests as view
from slackapp.views.message import sentence

_TIER = re.compile(r"(?:--)?tier\s+", re.IGNORECASE)


def answer(call: Call) -> Reply:
    """Read `<component>`, or `tier <tier> [of <campaign>]`."""
    tier = _TIER.match(call.words)
    if tier is not None:
        return _answer_tier(call, call.words[tier.end() :])
    if not call.words:
        raise InvalidRequestError("Say what to bump: `bump gitaly`, or a whole tier.")
    deps, request = call.deps, BumpRequest(call.words)
    asked = ask_bump(deps.store, deps.catalog, call.actor, request, now=deps.clock())
    deps.wake_jobs()
    return Reply(view.build_asked(asked), asked)


def _answer_tier(call: Call, words: str) -> Reply:
    """Ask before many merge requests are opened."""
    tier, campaign = split_at(words, "of")
    request = TierRequest(tier, campaign or "")
    preview = preview_tier(call.deps.store, call.deps.catalog, call.actor, request)
    return Reply(view.build_tier_preview(preview), preview)


def on_bump(press: Press) -> None:
    """Open merge request pressed: the same as the verb."""
    deps, request = press.deps, BumpRequest(press.value)
    asked = ask_bump(deps.store, deps.catalog, press.actor, request, now=deps.clock())
    deps.wake_jobs()
    press.answer(view.build_asked(asked))


def on_bump_tier(press: Press) -> None:
    """Open the merge requests pressed."""
    deps, (campaign_id, key) = press.deps, view.parse_tier(press.value)
    asked = bump_tier(deps.store, deps.catalog, press.actor, campaign_id, key, now=deps.clock())
    deps.wake_jobs()
    press.answer(view.build_tier_asked(asked), replace=True)


def on_keep(press: Press) -> None:
    """Not now pressed: nothing happens."""
    press.answer(sentence("No merge request was opened."), replace=True)


VERB = Verb(
    "bump",
    "bump <component>, or bump tier <tier> [of <campaign>]",
    "open the draft merge request that moves every pin of a component's repository",
    answer,
    example="bump gitaly",
    permission=Permission.bump,
)
