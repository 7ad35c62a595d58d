"""`remind`: reminds a component's owner or a person as soon as the daily limit allows."""

from campaigns.people.roles import Permission
from commands.errors import InvalidRequestError
from commands.reminders.remind import Target, remind
from slackapp.grammar import parse_person
from slackapp.verbs import Call, Reply, Verb
from slackapp.views.reminders.remind import build_reminded


def parse(words: str) -> Target:
    """Parse `<component or @person>`."""
    if not words:
        raise InvalidRequestError("Name a component or a person: `remind gitaly` or `remind @gus`.")
    is_person = words.startswith(("@", "<@"))
    return Target(person=parse_person(words)) if is_person else Target(component=words)


def act(call: Call, target: Target) -> Reply:
    """Remind them."""
    done = call.deps.carry_out(remind, call.actor, target)
    return Reply(build_reminded(done), done)


VERB = Verb(
    "remind",
    "remind <component or @person>",
    "remind somebody now, within their working hours and in at most one digest a day",
    parse,
    act,
    example="remind gitaly",
    permission=Permission.remind,
    names_people=True,
)
