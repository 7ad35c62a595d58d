"""A summary's details, posted in the thread of its post."""

from campaigns.drafts import DraftState
from campaigns.summary.messages import SummaryDetailsMessage, SummaryMessage
from commands.clocks import Clocks
from commands.summary.read_summary import read_summary
from slackapp.messages.kind import MessageKind
from slackapp.views.message import Message
from slackapp.views.summary.summary import build_details
from storage.store import Store


def _build(store: Store, details: SummaryDetailsMessage, now: Clocks) -> Message | None:
    summary = read_summary(store, details.summary_id, now=now)
    return build_details(summary) if summary.record.state == DraftState.posted else None


def _under(details: SummaryDetailsMessage) -> str:
    return SummaryMessage(details.summary_id).key


KIND = MessageKind(SummaryDetailsMessage, _build, under=_under)
