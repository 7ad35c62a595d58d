"""The progress message of a starting campaign."""

from datetime import timedelta

from campaigns.lifecycle.messages import ProgressMessage
from commands.delivery.messages import enqueue
from commands.unit import Unit

# Each created issue changes the message, but Slack does not accept an update every second.
PAUSE = timedelta(seconds=3)


def update_progress(unit: Unit, campaign_id: int) -> None:
    """Refresh a campaign's progress message, at most every three seconds."""
    channel = unit.catalog.working_group.channel
    enqueue(unit.session, ProgressMessage(campaign_id), to=channel, now=unit.now, pause=PAUSE)
