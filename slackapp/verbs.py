"""The declaration of a verb, used by the slash command, the terminal, the help and the docs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias, TypeVar

from campaigns.people.roles import Actor, Permission
from commands.people.actors import require
from slackapp.deps import Deps
from slackapp.views.message import Message
from slackapp.views.questions import Buttons, Question, with_buttons

Request = TypeVar("Request")


def ignore_progress(_message: Message) -> None:
    """Discard a progress report."""


@dataclass(frozen=True)
class Call:
    """A call of a verb: the actor, the ticked boxes, and a callback for progress reports."""

    actor: Actor
    deps: Deps
    ticked: frozenset[str] = frozenset()
    progress: Callable[[Message], None] = ignore_progress


@dataclass(frozen=True)
class Reply:
    """A reply: the message for people and the value for scripts."""

    message: Message
    value: object = None


@dataclass(frozen=True)
class Asks(Generic[Request]):
    """The question that a verb asks before it acts.

    ``ask`` builds the question; if none is needed, it returns the reply. ``read`` turns
    the confirm button's value back into a request.
    """

    ask: Callable[[Call, Request], Question | Reply]
    read: Callable[[str], Request]
    buttons: Buttons


@dataclass(frozen=True)
class Verb(Generic[Request]):
    """A verb of `/runtime-upgrade` and of the terminal.

    ``parse`` parses the arguments; ``act`` carries out the request quickly and locally.
    ``later``, if given, calls GitLab in a worker; its reply, if any, follows the first one.
    ``permission`` is required to use the verb at all; a verb without one cannot be built, so
    the program does not start. ``further`` lists subcommands that need another permission.
    ``names_people`` if an argument is a person: ``parse`` then gets Slack's mentions with their
    ids. The other verbs get the words as they were typed, with people's names.
    """

    name: str
    usage: str
    purpose: str
    parse: Callable[[str], Request]
    act: Callable[[Call, Request], Reply]
    later: Callable[[Call, Request], Reply | None] | None = None
    asks: Asks[Request] | None = None
    example: str = ""
    permission: Permission = field(kw_only=True)
    further: Mapping[str, Permission] = field(default_factory=dict)
    names_people: bool = False

    def require_permission(self, call: Call) -> None:
        """Require permission to use the verb, at least on the actor's own components.

        Use cases check again once they know the component.

        Raises:
            NotPermittedError: the message names the permitted roles and whom to ask.
        """
        own = (call.actor.gitlab_username,)
        require(call.deps.catalog, call.actor, self.permission, own)

    def answer(self, call: Call, request: Request) -> Reply:
        """Return the verb's question if it asks first; otherwise act and return the reply.

        Raises:
            NotPermittedError: see `require_permission`.
        """
        self.require_permission(call)
        if self.asks is None:
            return self.act(call, request)
        found = self.asks.ask(call, request)
        if isinstance(found, Reply):
            return found
        return Reply(with_buttons(found, self.asks.buttons), found.preview)


AnyVerb: TypeAlias = Verb[Any]
