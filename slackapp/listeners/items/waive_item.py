"""`waive`: lets a campaign close without a component."""

from campaigns.people.roles import Permission
from commands.errors import InvalidRequestError
from commands.items.waive_item import WaiveRequest, waive_item
from slackapp.grammar import split_at
from slackapp.verbs import Call, Reply, Verb
from slackapp.views.items.waive_item import build_waived


def parse(words: str) -> WaiveRequest:
    """Parse `<component> because <words>`."""
    component, reason = split_at(words, "because")
    if not component or not reason:
        raise InvalidRequestError(
            "Name a component and a reason: `waive gitaly because it is built elsewhere`."
        )
    return WaiveRequest(component, reason)


def act(call: Call, request: WaiveRequest) -> Reply:
    """Waive the item."""
    done = call.deps.carry_out(waive_item, call.actor, request)
    return Reply(build_waived(done), done)


VERB = Verb(
    "waive",
    "waive <component> because <words>",
    "let the campaign close without a component",
    parse,
    act,
    example="waive spamcheck because it is being retired",
    permission=Permission.waive,
)
