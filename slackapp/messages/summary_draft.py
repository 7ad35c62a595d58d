"""A summary's draft, for the facilitator to edit, post or skip."""

from campaigns.summary.messages import SummaryDraftMessage
from commands.clocks import Clocks
from commands.summary.read_summary import read_summary
from slackapp.messages.kind import MessageKind
from slackapp.views.message import Message
from slackapp.views.summary.summary import build_draft
from storage.store import Store


def _build(store: Store, draft: SummaryDraftMessage, now: Clocks) -> Message:
    return build_draft(read_summary(store, draft.summary_id, now=now))


KIND = MessageKind(SummaryDraftMessage, _build)
