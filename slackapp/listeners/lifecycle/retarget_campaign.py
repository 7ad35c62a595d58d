"""`retarget`: changes a campaign's target; asks first, because it rechecks every item."""

from campaigns.people.roles import Permission
from commands.errors import InvalidRequestError
from commands.lifecycle.retarget_campaign import (
    RetargetRequest,
    preview_retarget,
    retarget_campaign,
)
from slackapp.grammar import parse_runtime_version, split_at
from slackapp.verbs import Asks, Call, Reply, Verb
from slackapp.views.lifecycle import retarget_campaign as view
from slackapp.views.questions import Question


def parse(words: str) -> RetargetRequest:
    """Parse `<campaign> to <version> [because <words>]`."""
    what, reason = split_at(words, "because")
    campaign, version = split_at(what, "to")
    if version is None:
        raise InvalidRequestError("Name a campaign and a version: `retarget go to 1.25.9`.")
    return RetargetRequest(
        campaign, parse_runtime_version(version), (reason or "")[: view.MAX_REASON]
    )


def ask(call: Call, request: RetargetRequest) -> Question:
    """Show the consequences."""
    found = preview_retarget(call.deps.store, call.deps.catalog, call.actor, request)
    return view.build_question(found)


def act(call: Call, request: RetargetRequest) -> Reply:
    """Change the target."""
    moved = call.deps.carry_out(retarget_campaign, call.actor, request)
    return Reply(view.build_retargeted(moved), moved)


VERB = Verb(
    "retarget",
    "retarget <campaign> to <version> [because <words>]",
    "move a campaign to another patch version of its cycle; asks first",
    parse,
    act,
    asks=Asks(ask, view.read_value, view.BUTTONS),
    example="retarget go to 1.20.14 because 1.20.13 has a bug",
    permission=Permission.retarget,
)
