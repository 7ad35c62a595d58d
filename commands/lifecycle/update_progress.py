"""The progress message of a campaign's start."""

from datetime import timedelta

from campaigns.lifecycle.messages import ProgressMessage
from commands.delivery.messages import enqueue
from commands.unit import Unit

# Each issue that is created changes it: Slack takes no update of a message every second.
PAUSE = timedelta(seconds=3)


def update_progress(unit: Unit, campaign_id: int) -> None:
    """Refresh the progress message of a start, at most every three seconds."""
    channel = unit.catalog.working_group.channel
    enqueue(unit.session, ProgressMessage(campaign_id), to=channel, now=unit.now, pause=PAUSE)
