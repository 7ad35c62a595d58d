"""What listeners, jobs and the terminal work with; built once by the outermost layer."""

from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk import WebClient

from commands.clocks import Clocks
from commands.delivery.worker import Worker
from gitlab_gateway.connection import Connection
from storage.catalog.read import Catalog
from storage.store import Store


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
