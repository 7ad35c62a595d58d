"""The message that follows the start of a campaign."""

from datetime import timedelta

from sqlmodel import Session

from campaigns.lifecycle.messages import ProgressMessage
from commands.clocks import Clocks
from commands.delivery.messages import enqueue
from storage.catalog.read import Catalog

# Each issue that is created changes it: Slack takes no update of a message every second.
PAUSE = timedelta(seconds=3)


def update_progress(session: Session, catalog: Catalog, campaign_id: int, *, now: Clocks) -> None:
    """Bring the message that follows a start up to date, at most every three seconds."""
    channel = catalog.working_group.channel
    enqueue(session, ProgressMessage(campaign_id), to=channel, now=now, pause=PAUSE)
