"""A verb, declared once: the slash command, the terminal, the help and the docs use it."""

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
    """Report progress to nobody."""


@dataclass(frozen=True)
class Call:
    """One use of a verb: by whom, what was ticked, and where long work reports its progress."""

    actor: Actor
    deps: Deps
    ticked: frozenset[str] = frozenset()
    progress: Callable[[Message], None] = ignore_progress


@dataclass(frozen=True)
class Reply:
    """An answer: the message for people, the value for scripts."""

    message: Message
    value: object = None


@dataclass(frozen=True)
class Asks(Generic[Request]):
    """The question that a verb asks before it acts.

    ``ask`` changes nothing; if there is nothing to ask, it returns the answer. ``read`` turns
    the confirm button's value back into a request.
    """

    ask: Callable[[Call, Request], Question | Reply]
    read: Callable[[str], Request]
    buttons: Buttons


@dataclass(frozen=True)
class Verb(Generic[Request]):
    """One verb of `/runtime-upgrade` and of the terminal.

    ``parse`` parses the arguments, ``act`` carries out the request: it is quick and local.
    ``later``, if given, calls GitLab: workers run it, and its reply follows the first.
    ``permission`` is what one needs to use the verb at all; a verb without one cannot be built, so
    the program does not start. ``further`` names the parts that need another permission.
    """

    name: str
    usage: str
    purpose: str
    parse: Callable[[str], Request]
    act: Callable[[Call, Request], Reply]
    later: Callable[[Call, Request], Reply] | None = None
    asks: Asks[Request] | None = None
    example: str = ""
    permission: Permission = field(kw_only=True)
    further: Mapping[str, Permission] = field(default_factory=dict)

    def require_permission(self, call: Call) -> None:
        """Refuse people who may not use the verb at all, not even on a component of their own.

        Use cases check further, once they know the component.

        Raises:
            NotPermittedError: says which roles may, and whom to ask.
        """
        own = (call.actor.gitlab_username,)
        require(call.deps.catalog, call.actor, self.permission, own)

    def answer(self, call: Call, request: Request) -> Reply:
        """Ask first if the verb does; otherwise act.

        Raises:
            NotPermittedError: as `require_permission`.
        """
        self.require_permission(call)
        if self.asks is None:
            return self.act(call, request)
        found = self.asks.ask(call, request)
        if isinstance(found, Reply):
            return found
        return Reply(with_buttons(found, self.asks.buttons), found.preview)


AnyVerb: TypeAlias = Verb[Any]
