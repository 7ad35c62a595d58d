"""`block`, `unblock` and `assign`: decisions about one item."""

from dataclasses import replace

from campaigns.people.roles import Permission
from campaigns.sync.snapshots import IssueRef
from commands.errors import InvalidRequestError
from commands.items.assign_item import AssignRequest, assign_item
from commands.items.block_item import (
    BlockRequest,
    block_item,
    find_unknown_issue,
    require_issue,
)
from commands.items.find_items import split_component
from commands.items.unblock_item import Unblocked, UnblockRequest, unblock_item
from slackapp.grammar import parse_person, split_at
from slackapp.verbs import Asks, Call, Reply, Verb
from slackapp.views.items import items as view
from slackapp.views.questions import Question


def parse_block(words: str) -> BlockRequest:
    """Parse `<component> by <issue link, component or words>`."""
    component, by = split_at(words, "by")
    if not component or not by:
        raise InvalidRequestError(
            "Name a component and what blocks it (an issue link, a component or a sentence): "
            "`block gitaly by labkit`."
        )
    return BlockRequest(component, by)


def block(call: Call, request: BlockRequest) -> Reply:
    """Block the item at once, unless it must be looked up whether the issue exists."""
    unknown = _find_unknown(call, request)
    return _block(call, request) if unknown is None else Reply(view.build_looking_up(unknown))


def block_later(call: Call, request: BlockRequest) -> Reply | None:
    """Block the item by an issue that exists; None if it is blocked already."""
    unknown = _find_unknown(call, request)
    if unknown is None:
        return None
    require_issue(call.deps.gitlab, unknown)
    return _block(call, request)


def _find_unknown(call: Call, request: BlockRequest) -> IssueRef | None:
    deps = call.deps
    return find_unknown_issue(
        deps.store, deps.catalog, call.actor, request, gitlab_url=deps.gitlab_url
    )


def _block(call: Call, request: BlockRequest) -> Reply:
    deps = call.deps
    done = block_item(
        deps.store, deps.catalog, call.actor, request, gitlab_url=deps.gitlab_url, now=deps.clock()
    )
    deps.wake_jobs()
    return Reply(view.build_blocked(done), done)


def parse_unblock(words: str) -> UnblockRequest:
    """Parse `<component> [note]`; known component names decide where the component ends."""
    if not words:
        raise InvalidRequestError("Name a component: `unblock gitaly [note]`.")
    return UnblockRequest(words)


def ask_unblock(call: Call, request: UnblockRequest) -> Question | Reply:
    """Unblock the item, but ask before changing a link that somebody else made."""
    split = _split(call, request)
    done = _unblock(call, split)
    if done.foreign:
        return view.build_question(done, split)
    return Reply(view.build_unblocked(done), done)


def unblock(call: Call, request: UnblockRequest) -> Reply:
    """Unblock the item, and also change links that somebody else made."""
    done = _unblock(call, replace(_split(call, request), foreign_too=True))
    return Reply(view.build_unblocked(done), done)


def _split(call: Call, request: UnblockRequest) -> UnblockRequest:
    if request.note is not None:
        return request
    with call.deps.store.read() as session:
        component, note = split_component(session, request.component)
    return replace(request, component=component, note=note or None)


def _unblock(call: Call, request: UnblockRequest) -> Unblocked:
    return call.deps.carry_out(unblock_item, call.actor, request)


def parse_assign(words: str) -> AssignRequest:
    """Parse `<component> @person`."""
    component, _, person = words.rpartition(" ")
    if not component:
        raise InvalidRequestError("Name a component and a person: `assign gitaly @person`.")
    return AssignRequest(component, parse_person(person))


def assign(call: Call, request: AssignRequest) -> Reply:
    """Assign the item to its new DRI."""
    done = call.deps.carry_out(assign_item, call.actor, request)
    return Reply(view.build_assigned(done), done)


BLOCK = Verb(
    "block",
    "block <component> by <issue link, component or words>",
    "mark a component as blocked by something",
    parse_block,
    block,
    block_later,
    example="block gitaly by https://gitlab.com/gitlab-org/gitlab-shell/-/issues/7",
    permission=Permission.block,
)
UNBLOCK = Verb(
    "unblock",
    "unblock <component> [note]",
    "return a blocked component to its previous state",
    parse_unblock,
    unblock,
    asks=Asks(ask_unblock, view.read_value, view.BUTTONS),
    example="unblock gitaly the new image is out",
    permission=Permission.unblock,
)
ASSIGN = Verb(
    "assign",
    "assign <component> @person",
    "make someone the DRI of a component",
    parse_assign,
    assign,
    example="assign gitaly @gus",
    permission=Permission.assign,
    names_people=True,
)
