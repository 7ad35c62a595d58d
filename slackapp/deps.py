"""What listeners, jobs and the terminal work with; built once by the outermost layer."""

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
    """What somebody may do to what is stored, by one request."""

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
        """Do it, and return what was done."""


@dataclass(frozen=True)
class Deps:
    """The assistant's parts. ``clock`` returns the moment, ``new_id`` makes random ids.

    ``open_modal`` is Slack with a time-out short enough for a listener. ``hand_over`` gives
    a task to the workers and returns at once; ``wake_jobs`` runs a ticking job now.
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
        """Carry out a request now; the jobs that follow from it are woken."""
        done = use_case(self.store, self.catalog, actor, request, now=self.clock())
        self.wake_jobs()
        return done
