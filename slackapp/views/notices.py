"""A person's daily notice of changes, posted once and then updated in place."""

from collections.abc import Callable, Mapping
from datetime import datetime

from slack_sdk.models.blocks import Block

from campaigns.notices import NoticeKind
from campaigns.states import ITEM_STATE_TITLES, OPEN_CAMPAIGN_STATES, ItemState
from commands.notices.notices import DayNotice, NoticeContent
from slackapp.views.message import Message, context, count, day, fit, header, how_long, section
from slackapp.views.mrkdwn import escape, link

MAX_NEWS = 30

_TITLES = {
    NoticeKind.unblocked: "Unblocked",
    NoticeKind.your_turn: "Your turn",
    NoticeKind.pipeline_failed: "A pipeline failed",
    NoticeKind.blocker_gone: "Still blocked?",
    NoticeKind.issue_gone: "Missing issues",
    NoticeKind.snoozed: "Snoozed repeatedly",
    NoticeKind.loop: "Blocking each other",
    NoticeKind.dri_left: "Without a DRI",
}


def build_day_notice(notice: DayNotice) -> Message:
    """Build a person's notice: the changes grouped by kind, one line per item."""
    blocks: list[Block] = []
    shown = notice.news[:MAX_NEWS]
    for kind in NoticeKind:
        lines = [_line(one) for one in shown if one.notice.kind == kind]
        if lines:
            blocks += [header(_TITLES[kind]), *(section(line) for line in lines)]
    if len(notice.news) > len(shown):
        left = len(notice.news) - len(shown)
        blocks.append(context(f"… and {left} more: `/runtime-upgrade mine` lists your items."))
    return Message(_text(notice), fit(blocks))


def _text(notice: DayNotice) -> str:
    """Return the notification text: each kind of change with its component or their number."""
    parts = []
    for kind in NoticeKind:
        titles = [escape(one.item.title) for one in notice.news if one.notice.kind == kind]
        if len(titles) > 1:
            parts.append(f"{_TITLES[kind]}: {count(len(titles), 'component')}.")
        elif titles:
            parts.append(f"{_TITLES[kind]}: {titles[0]}.")
    return " ".join(parts)


def _line(one: NoticeContent) -> str:
    what = f"*{link(one.item.web_url, one.item.title)}* ({escape(one.campaign.title)})"
    said = f"{what}  ·  {_SENTENCES[one.notice.kind](one)}"
    if one.instead:
        said = f"{said} {escape(one.instead[0].upper() + one.instead[1:])}."
    return said if one.wanted else f"{said}\n_{_since_then(one)}_"


def _unblocked(one: NoticeContent) -> str:
    detail = one.notice.detail
    why = f": {escape(detail['why'])}" if detail["why"] else ""
    back = ITEM_STATE_TITLES[ItemState(detail["state"])]
    since = detail["blocked_since"]
    lasted = how_long(datetime.fromisoformat(since), one.notice.since) if since else ""
    waited = f" after {lasted}" if lasted else ""
    return f"no longer blocked{waited}{why}. It is {back}."


def _your_turn(one: NoticeContent) -> str:
    due = f", due {day(one.campaign.due_on)}" if one.campaign.due_on else ""
    owner = "" if one.item.dri else " It has no owner yet."
    return f"work on it can start ({escape(one.tier)}){due}.{owner}"


def _pipeline_failed(one: NoticeContent) -> str:
    detail = one.notice.detail
    return f"{escape(detail['reference'])}: {link(detail['url'], 'see the failed job')}."


def _blocker_gone(one: NoticeContent) -> str:
    return (
        f"{escape(one.notice.detail['why'])}, but GitLab's label or Status still says blocked. "
        f"Type `/runtime-upgrade unblock {escape(one.item.component)}`, "
        "or use `block` to name what it now waits for."
    )


def _issue_gone(one: NoticeContent) -> str:
    detail = one.notice.detail
    return (
        f"its issue {escape(detail['issue'])} was {escape(detail['why'])} and is no longer "
        "followed. Please decide what happens to the component."
    )


def _snoozed(one: NoticeContent) -> str:
    detail = one.notice.detail
    why = f": {escape(detail['why'])}" if detail["why"] else "without giving a reason"
    return f"{escape(detail['who'])} has snoozed it {count(detail['times'], 'time')}{why}."


def _loop(one: NoticeContent) -> str:
    named = escape(one.notice.detail["loop"])
    return f"{named}. This is a deadlock: remove one of the blocking links."


def _dri_left(one: NoticeContent) -> str:
    who, component = escape(one.notice.detail["who"]), escape(one.item.component)
    return f"its DRI {who} has left GitLab: `/runtime-upgrade assign {component} @person`."


_SENTENCES: Mapping[NoticeKind, Callable[[NoticeContent], str]] = {
    NoticeKind.unblocked: _unblocked,
    NoticeKind.your_turn: _your_turn,
    NoticeKind.pipeline_failed: _pipeline_failed,
    NoticeKind.blocker_gone: _blocker_gone,
    NoticeKind.issue_gone: _issue_gone,
    NoticeKind.snoozed: _snoozed,
    NoticeKind.loop: _loop,
    NoticeKind.dri_left: _dri_left,
}


def _since_then(one: NoticeContent) -> str:
    if one.notice.kind == NoticeKind.issue_gone and not one.item.gone:
        return "GitLab shows it again."
    if one.campaign.state not in OPEN_CAMPAIGN_STATES:
        return f"The campaign is now {one.campaign.state.value}."
    if one.item.gone:
        return "GitLab no longer shows its issue."
    if one.notice.kind == NoticeKind.pipeline_failed:
        return "It no longer fails."
    if one.notice.kind == NoticeKind.loop:
        return "They no longer block each other."
    return f"It is now {ITEM_STATE_TITLES[one.item.state]}."
