"""`remind`: the owner of a component, or a person, as soon as the budget allows."""

from campaigns.people.roles import Permission
from commands.errors import InvalidRequestError
from commands.reminders.remind import Target, remind
from slackapp.grammar import parse_person
from slackapp.verbs import Call, Reply, Verb
from slackapp.views.reminders.remind import build_reminded


def answer(call: Call) -> Reply:
    """Read `<component or @person>` and remind."""
    words, deps = call.words, call.deps
    if not words:
        raise InvalidRequestError("Say of what or whom: `remind gitaly` or `remind @gus`.")
    is_person = words.startswith(("@", "<@"))
    target = Target(person=parse_person(words)) if is_person else Target(component=words)
    done = remind(deps.store, deps.catalog, call.actor, target, now=deps.clock())
    deps.wake_jobs()
    return Reply(build_reminded(done), done)


VERB = Verb(
    "remind",
    "remind <component or @person>",
    "remind somebody now, within their hours and at most one digest a day",
    answer,
    example="remind gitaly",
    permission=Permission.remind,
)
