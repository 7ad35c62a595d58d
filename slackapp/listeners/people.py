"""`link`: links a person to a GitLab username, once the facilitator confirms it."""

import re
from functools import partial

from campaigns.people.roles import Permission
from commands.errors import InvalidRequestError
from commands.people.link_person import LinkRequest, decide_link, link_person
from slackapp.listeners.pressing import Action, decides
from slackapp.verbs import Call, Reply, Verb
from slackapp.views import people as view

_USERNAME = re.compile(r"^@?(?P<name>[A-Za-z0-9_][A-Za-z0-9_.-]{0,254})$")


def parse(words: str) -> LinkRequest:
    """Parse `@gitlab-username`."""
    found = _USERNAME.match(words)
    if found is None:
        raise InvalidRequestError("Enter your GitLab username: `link @gitlab-username`.")
    return LinkRequest(found["name"])


def act(call: Call, request: LinkRequest) -> Reply:
    """Ask the facilitator."""
    asked = call.deps.carry_out(link_person, call.actor, request)
    return Reply(view.build_asked(asked), asked)


BUTTONS: dict[str, Action] = {
    view.CONFIRM: decides(partial(decide_link, confirmed=True), int),
    view.DECLINE: decides(partial(decide_link, confirmed=False), int),
}
VERB = Verb(
    "link",
    "link @gitlab-username",
    "register your GitLab username; the facilitator confirms it",
    parse,
    act,
    example="link @gus",
    permission=Permission.link,
)
