"""What listeners, jobs and the terminal work with; made once by the outermost layer."""

from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk import WebClient

from commands.moments import Moment
from commands.worker import Worker
from gitlab_gateway.connection import Connection
from storage.catalog import Catalog
from storage.store import Store


@dataclass(frozen=True)
class Deps:
    """The assistant's parts. ``clock`` tells the moment, ``new_id`` makes random ids.

    ``open_modal`` is Slack with a time-out short enough for a listener. ``hand_over`` gives
    a task to the workers and returns at once; ``nudge`` asks a ticking job to look now.
    """

    store: Store
    catalog: Catalog
    gitlab: Connection
    gitlab_url: str
    slack: WebClient
    open_modal: WebClient
    worker: Worker
    clock: Callable[[], Moment]
    new_id: Callable[[], str]
    hand_over: Callable[[Callable[[], None]], None]
    nudge: Callable[[], None]
