"""`retarget`: a campaign's target moves; asks first, for everything is judged anew."""

from campaigns.people.roles import Permission
from commands.errors import InvalidRequestError
from commands.lifecycle.retarget_campaign import (
    RetargetRequest,
    preview_retarget,
    retarget_campaign,
)
from slackapp.grammar import parse_runtime_version, split_at
from slackapp.listeners.pressing import Action, Press
from slackapp.verbs import Call, Reply, Verb
from slackapp.views.lifecycle import retarget_campaign as view
from slackapp.views.message import sentence


def parse(words: str) -> RetargetRequest:
    """Read `<campaign> to <version> [because <words>]`."""
    what, reason = split_at(words, "because")
    campaign, version = split_at(what, "to")
    if version is None:
        raise InvalidRequestError("Say which campaign and version: `retarget go to 1.25.9`.")
    return RetargetRequest(
        campaign, parse_runtime_version(version), (reason or "")[: view.MAX_REASON]
    )


def answer(call: Call) -> Reply:
    """Show what would follow, and ask."""
    found = preview_retarget(call.deps.store, call.deps.catalog, call.actor, parse(call.words))
    return Reply(view.build_question(found), found)


def on_retarget(press: Press) -> None:
    """Move the target pressed."""
    deps, (campaign_id, version, reason) = press.deps, view.parse_retarget(press.value)
    moved = retarget_campaign(
        deps.store, deps.catalog, press.actor, campaign_id, version, reason, now=deps.clock()
    )
    deps.wake_jobs()
    press.answer(view.build_retargeted(moved), replace=True)


def on_keep(press: Press) -> None:
    """Keep it pressed: nothing happens."""
    press.answer(sentence("The target stays as it is."), replace=True)


BUTTONS: dict[str, Action] = {view.RETARGET: on_retarget, view.KEEP: on_keep}
VERB = Verb(
    "retarget",
    "retarget <campaign> to <version> [because <words>]",
    "move a campaign to another patch of its cycle; asks first",
    answer,
    example="retarget go to 1.20.14 because 1.20.13 has a bug",
    permission=Permission.retarget,
)
