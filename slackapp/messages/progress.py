"""The progress message of a campaign that is being started."""

from campaigns.lifecycle.messages import ProgressMessage
from commands.clocks import Clocks
from commands.overview.show_status import campaign_status
from slackapp.messages.kind import MessageKind
from slackapp.views.lifecycle.start_progress import build_progress
from slackapp.views.message import Message
from storage.delivery.queues import find_intent
from storage.delivery.tables import QueueState
from storage.store import Store


def _build(store: Store, progress: ProgressMessage, now: Clocks) -> Message:
    with store.read() as session:
        intent = find_intent(session, f"start:{progress.campaign_id}")
        stopped = intent is not None and intent.state != QueueState.pending.value
    status = campaign_status(store, progress.campaign_id, now=now)
    return build_progress(status, stopped=stopped)


KIND = MessageKind(ProgressMessage, _build)
