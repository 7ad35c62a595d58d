"""The verbs: one table that the slash command, the terminal, the help and the docs share."""

from collections.abc import Callable
from dataclasses import dataclass, field

from campaigns.people.roles import Actor, Permission
from slackapp.deps import Deps
from slackapp.views.message import Message


def unheard(_message: Message) -> None:
    """Tell nobody how far long work is."""


@dataclass(frozen=True)
class Call:
    """One use of a verb: its words, who says them, and where to tell how far long work is."""

    words: str
    actor: Actor
    deps: Deps
    progress: Callable[[Message], None] = unheard


@dataclass(frozen=True)
class Reply:
    """An answer: the message for people, the value for scripts."""

    message: Message
    value: object = None


@dataclass(frozen=True)
class Verb:
    """One verb of `/runtime-upgrade` and of the terminal.

    ``answer`` is quick and local. ``later``, where there is one, calls GitLab: workers
    run it, and its reply follows the first. ``permission`` is what one needs to use it at all:
    a verb without one is not built, so the program does not start.
    """

    name: str
    usage: str
    purpose: str
    answer: Callable[[Call], Reply]
    later: Callable[[Call], Reply] | None = None
    example: str = ""
    permission: Permission = field(kw_only=True)
