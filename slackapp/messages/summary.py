"""The weekly summary in the channel; it becomes a draft again if Slack refuses it."""

from sqlmodel import Session

from campaigns.drafts import DraftState
from campaigns.summary.messages import SummaryMessage
from commands.clocks import Clocks
from commands.summary.decide_summary import reopen_summary, warn_of_summary
from commands.summary.read_summary import read_summary
from slackapp.messages.kind import Failure, MessageKind
from slackapp.views.message import Message
from slackapp.views.summary.summary import build_post
from storage.store import Store


def _build(store: Store, post: SummaryMessage, now: Clocks) -> Message | None:
    summary = read_summary(store, post.summary_id, now=now)
    return build_post(summary) if summary.record.state == DraftState.posted else None


def _refused(session: Session, post: SummaryMessage, failure: Failure, now: Clocks) -> None:
    reopen_summary(session, post.summary_id, failure.sentence, now=now)


def _unknown(session: Session, post: SummaryMessage, failure: Failure, now: Clocks) -> None:
    warn_of_summary(session, post.summary_id, failure.sentence, now=now)


KIND = MessageKind(SummaryMessage, _build, on_refused=_refused, on_unknown=_unknown)
