"""`block`, `unblock` and `assign`: what people say about one item."""

from campaigns.people.roles import Permission
from commands.errors import InvalidRequestError
from commands.items.assign_item import AssignRequest, assign_item
from commands.items.block_item import BlockRequest, block_item
from commands.items.find_items import split_component
from commands.items.unblock_item import UnblockRequest, unblock_item
from slackapp.grammar import parse_person, split_at
from slackapp.listeners.pressing import Press
from slackapp.verbs import Call, Reply, Verb
from slackapp.views.items import items as view
from slackapp.views.message import sentence


def answer_block(call: Call) -> Reply:
    """Read `<component> by <issue link, component or words>` and block it."""
    component, by = split_at(call.words, "by")
    if not component or not by:
        raise InvalidRequestError(
            "Say what is blocked and by what, an issue's link, a component or words: "
            "`block gitaly by labkit`."
        )
    deps, request = call.deps, BlockRequest(component, by)
    done = block_item(
        deps.store, deps.catalog, call.actor, request, gitlab_url=deps.gitlab_url, now=deps.clock()
    )
    deps.wake_jobs()
    return Reply(view.build_blocked(done), done)


def answer_unblock(call: Call) -> Reply:
    """Read `<component> [note]` and unblock it."""
    if not call.words:
        raise InvalidRequestError("Say what is no longer blocked: `unblock gitaly [note]`.")
    deps = call.deps
    with deps.store.read() as session:
        component, note = split_component(session, call.words)
    request = UnblockRequest(component, note or None)
    done = unblock_item(deps.store, deps.catalog, call.actor, request, now=deps.clock())
    deps.wake_jobs()
    return Reply(view.build_unblocked(done, request), done)


def answer_assign(call: Call) -> Reply:
    """Read `<component> @person` and make them the DRI."""
    component, _, person = call.words.rpartition(" ")
    if not component:
        raise InvalidRequestError("Say which component goes to whom: `assign gitaly @person`.")
    deps, request = call.deps, AssignRequest(component, parse_person(person))
    done = assign_item(deps.store, deps.catalog, call.actor, request, now=deps.clock())
    deps.wake_jobs()
    return Reply(view.build_assigned(done), done)


def on_unblock_too(press: Press) -> None:
    """Unblock pressed: somebody else's link is turned as well."""
    deps, request = press.deps, view.parse_unblock(press.value)
    done = unblock_item(deps.store, deps.catalog, press.actor, request, now=deps.clock())
    deps.wake_jobs()
    press.answer(view.build_unblocked(done, request), replace=True)


def on_keep_blocked(press: Press) -> None:
    """Keep it blocked pressed: nothing changes."""
    press.answer(sentence("It stays blocked; nothing was changed."), replace=True)


BLOCK = Verb(
    "block",
    "block <component> by <issue link, component or words>",
    "mark a component as blocked, and say by what",
    answer_block,
    example="block gitaly by https://gitlab.com/gitlab-org/gitlab-shell/-/issues/7",
    permission=Permission.block,
)
UNBLOCK = Verb(
    "unblock",
    "unblock <component> [note]",
    "put a blocked component back to where it was",
    answer_unblock,
    example="unblock gitaly the new image is out",
    permission=Permission.unblock,
)
ASSIGN = Verb(
    "assign",
    "assign <component> @person",
    "make someone the DRI of a component",
    answer_assign,
    example="assign gitaly @gus",
    permission=Permission.assign,
)
