"""Responses through response_url or in an acknowledgement, which follow the same rules."""

import json
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from sandbox.slack.blocks.checked import ready_blocks
from sandbox.slack.messages import app_message, link_bare_urls
from sandbox.slack.records import ResponseUrl
from sandbox.slack.wire import Json, SlackError
from sandbox.slack.workspace import Workspace

# docs.slack.dev, interactivity/handling-user-interaction.
RESPONSE_URL_SECONDS = 30 * 60.0


@dataclass(frozen=True)
class ResponseUrls:
    """The endpoint of the issued response URLs."""

    workspace: Workspace

    async def endpoint(self, request: Request) -> Response:
        """Handle a response; return ``ok`` in plain text, or the error."""
        body = await request.body()
        try:
            answer = json.loads(body)
        except (json.JSONDecodeError, UnicodeDecodeError):
            return PlainTextResponse("invalid_payload", 400)
        if not isinstance(answer, dict):
            return PlainTextResponse("invalid_payload", 400)
        with self.workspace.lock:
            return self._answer(request.path_params["secret"], answer)

    def _answer(self, secret: str, answer: Json) -> Response:
        target = self.workspace.response_urls.get(secret)
        if target is None or target.uses <= 0:
            return _error(404, "used_url")
        if self.workspace.wire_now() - target.issued > RESPONSE_URL_SECONDS:
            return _error(404, "expired_url")
        self.workspace.response_urls[secret] = replace(target, uses=target.uses - 1)
        try:
            show_answer(self.workspace, target, answer)
        except SlackError as refused:
            return _error(400, refused.code)
        return PlainTextResponse("ok")


def show_answer(workspace: Workspace, target: ResponseUrl, answer: Json) -> None:
    """Show a response: ephemeral unless in_channel, new unless it replaces or deletes a message.

    Source: docs.slack.dev, interactivity/handling-user-interaction.

    Raises:
        SlackError: ``no_text`` or ``invalid_blocks``.
    """
    if answer.get("delete_original"):
        _delete_original(workspace, target)
        return
    content = _content(workspace, answer)
    if answer.get("replace_original") and _replace_original(workspace, target, content):
        return
    message = app_message(workspace, content, workspace.next_ts())
    if answer.get("response_type") == "in_channel":
        workspace.add_message(workspace.channel(target.channel_id), message)
        return
    message["channel"] = target.channel_id
    workspace.screen(target.user_id).ephemerals[message["ts"]] = message
    workspace.note("ephemeral", target.user_id, message)


def _content(workspace: Workspace, answer: Json) -> Json:
    content: Json = {"text": link_bare_urls(str(answer.get("text") or ""))}
    if answer.get("blocks"):
        content["blocks"] = ready_blocks(workspace, answer["blocks"])
    if answer.get("attachments"):
        content["attachments"] = answer["attachments"]
    if answer.get("thread_ts"):
        content["thread_ts"] = answer["thread_ts"]
    if not content["text"] and len(content) == 1:
        raise SlackError("no_text")
    return content


def _original(workspace: Workspace, target: ResponseUrl) -> tuple[dict[str, Json], str] | None:
    if target.message_ts is None:
        return None
    ephemerals = workspace.screen(target.user_id).ephemerals
    for messages in (ephemerals, workspace.channel(target.channel_id).messages):
        if target.message_ts in messages:
            return messages, target.message_ts
    return None


def _replace_original(workspace: Workspace, target: ResponseUrl, content: Json) -> bool:
    found = _original(workspace, target)
    if found is None:
        return False
    messages, ts = found
    message = messages[ts]
    for gone in ("blocks", "attachments"):
        message.pop(gone, None)
    message.update(content)
    if "channel" in message:
        workspace.note("ephemeral", target.user_id, message)
    else:
        message["edited"] = {"user": workspace.app.bot_user_id, "ts": workspace.next_ts()}
        workspace.note("update", target.channel_id, message)
    return True


def _delete_original(workspace: Workspace, target: ResponseUrl) -> None:
    found = _original(workspace, target)
    if found is not None:
        messages, ts = found
        del messages[ts]
        workspace.changed()


def _error(status: int, code: str) -> Response:
    return Response(json.dumps({"ok": False, "error": code}), status, media_type="application/json")
