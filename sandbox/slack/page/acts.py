"""The actions of the page's controls, which the browser posts as JSON objects."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from sandbox.clock import StoryClock
from sandbox.slack.acting import actions as acting
from sandbox.slack.acting.actions import Stage
from sandbox.slack.acting.inputs import NotOnScreenError
from sandbox.slack.acting.replies import Reply
from sandbox.slack.page.emoji import short_name
from sandbox.slack.page.moments import status_end
from sandbox.slack.records import NO_STATUS, Status
from sandbox.slack.statuses import change_status
from sandbox.slack.wire import Json, SlackError

Act = Callable[[Stage, StoryClock, Json], Json]
STATUS_TEXT_MOST = 100
DEFAULT_EMOJI = ":speech_balloon:"


def perform(stage: Stage, clock: StoryClock, act: Json) -> Json:
    """Perform an action; return an ``error`` to show, or an empty object."""
    do = ACTS.get(str(act.get("do")))
    if do is None:
        return {"error": "The sandbox does not support this action."}
    try:
        return do(stage, clock, act)
    except (NotOnScreenError, SlackError, KeyError, ValueError) as refused:
        return {"error": str(refused)}


def _result(reply: Reply) -> Json:
    words = {
        "": "",
        "dispatch_failed": "The app is not connected.",
        "operation_timeout": "The app did not respond within three seconds.",
    }
    return {"error": words.get(reply.error, reply.error), "errors": reply.errors}


def _say(stage: Stage, _clock: StoryClock, act: Json) -> Json:
    """Post a message, or send a slash command if the text starts with one."""
    user, channel, text = act["as"], act["channel"], str(act["text"]).strip()
    thread = act.get("thread") or None
    word, _, rest = text.partition(" ")
    known = {command for command, _ in stage.workspace.app.commands}
    if word in known:
        if thread:
            return {"error": f"{word} is not supported in threads. Sorry!"}
        reply = acting.send_command(stage, user, channel, word, rest.strip())
        return _result(reply) | {"error": ""}
    if word.startswith("/"):
        return {"error": f"{word} is not a valid command."}
    acting.say(stage, user, channel, text, thread)
    return {}


def _press(stage: Stage, _clock: StoryClock, act: Json) -> Json:
    value, name = act.get("value"), f"{act['block']}/{act['action']}"
    if act.get("view"):
        reply = acting.press_in_view(stage, act["as"], act["view"], name, value)
    else:
        reply = acting.press(stage, act["as"], (act["channel"], act["ts"]), name, value)
    return _result(reply)


def _submit(stage: Stage, _clock: StoryClock, act: Json) -> Json:
    reply = acting.submit(stage, act["as"], act["view"], dict(act["values"]))
    result = _result(reply)
    return result | {"error": acting.TROUBLE if result["error"] else ""}


def _close(stage: Stage, _clock: StoryClock, act: Json) -> Json:
    acting.close(stage, act["as"], act["view"])
    return {}


def _home(stage: Stage, _clock: StoryClock, act: Json) -> Json:
    return _result(acting.open_home(stage, act["as"], str(act.get("tab", "home"))))


def _move(_stage: Stage, clock: StoryClock, act: Json) -> Json:
    clock.set(datetime.fromisoformat(act["to"]))
    return {}


def _status(stage: Stage, clock: StoryClock, act: Json) -> Json:
    """Set the acting person's status, or clear it if text and emoji are empty."""
    text, emoji = str(act["text"]).strip(), str(act["emoji"]).strip()
    if len(text) > STATUS_TEXT_MOST:
        return {"error": f"A status can have at most {STATUS_TEXT_MOST} characters."}
    status = NO_STATUS
    if text or emoji:
        now = clock.now().astimezone(ZoneInfo(stage.workspace.person(act["as"]).tz))
        until = status_end(str(act["after"]), str(act["at"]), now)
        status = Status(text, short_name(emoji or DEFAULT_EMOJI), until)
    change_status(stage.workspace, stage.events, act["as"], status)
    return {}


def _dismiss(stage: Stage, _clock: StoryClock, act: Json) -> Json:
    with stage.workspace.lock:
        stage.workspace.screen(act["as"]).ephemerals.pop(act["ts"], None)
        stage.workspace.changed()
    return {}


ACTS: dict[str, Act] = {
    "say": _say,
    "press": _press,
    "submit": _submit,
    "close": _close,
    "home": _home,
    "move": _move,
    "dismiss": _dismiss,
    "status": _status,
}
