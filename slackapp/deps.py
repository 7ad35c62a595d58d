"""The dependencies of listeners, jobs and the terminal, built once at startup."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from slack_sdk import WebClient

from campaigns.people.roles import Actor
from commands.clocks import Clocks
from commands.delivery.worker import Worker
from gitlab_gateway.connection import Connection
from storage.catalog.read import Catalog
from storage.store import Store

Request_contra = TypeVar("Request_contra", contravariant=True)
Done_co = TypeVar("Done_co", covariant=True)


class UseCase(Protocol[Request_contra, Done_co]):
    """A use case: an operation on stored data that an actor requests."""

    def __call__(
        self,
        store: Store,
        catalog: Catalog,
        actor: Actor,
        request: Request_contra,
        /,
        *,
        now: Clocks,
    ) -> Done_co:
        """Carry out the request and return the result."""


@dataclass(frozen=True)
class Deps:
    """The assistant's parts. ``clock`` returns the current time, ``new_id`` a random id.

    ``open_modal`` is a Slack client with a time-out short enough for a listener. ``hand_over``
    passes a task to the workers and returns at once; ``wake_jobs`` runs periodic jobs now.
    """

    store: Store
    catalog: Catalog
    gitlab: Connection
    gitlab_url: str
    slack: WebClient
    open_modal: WebClient
    worker: Worker
    clock: Callable[[], Clocks]
    new_id: Callable[[], str]
    hand_over: Callable[[Callable[[], None]], None]
    wake_jobs: Callable[[], None]

    def carry_out(
        self, use_case: UseCase[Request_contra, Done_co], actor: Actor, request: Request_contra
    ) -> Done_co:
        """Carry out a request now and wake the jobs that process its effects."""
        done = use_case(self.store, self.catalog, actor, request, now=self.clock())
        self.wake_jobs()
        return done
