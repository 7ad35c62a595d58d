"""files.getUploadURLExternal, files.completeUploadExternal and files.info."""

from sandbox.slack.access import visible_channel
from sandbox.slack.calls import Call, Method, missing_argument
from sandbox.slack.files import StoredFile, file_object
from sandbox.slack.messages import app_message
from sandbox.slack.records import Channel
from sandbox.slack.wire import Json, SlackError


def get_upload_url(call: Call) -> Json:
    """Issue an upload URL for a file (docs.slack.dev, files.getUploadURLExternal)."""
    name, length = call.required("filename"), call.required("length")
    if not length.isdecimal() or int(length) == 0:
        raise missing_argument("length")
    workspace = call.workspace
    file = workspace.files.hand_out(
        workspace.next_id("F"), name.rpartition("/")[2], int(length), call.text("alt_txt")
    )
    return {"upload_url": f"{call.base_url}/upload/v1/{file.secret}", "file_id": file.id}


def complete_upload(call: Call) -> Json:
    """Complete uploads, and share the files if a channel is given."""
    wanted = call.json("files", "invalid_arguments")
    if not isinstance(wanted, list) or not all(isinstance(one, dict) for one in wanted):
        raise missing_argument("files")
    workspace = call.workspace
    files = [_uploaded(call, str(one.get("id", ""))) for one in wanted]
    channel = _channel(call)
    for file, one in zip(files, wanted, strict=True):
        file.completed = workspace.wire_now()
        file.title = str(one.get("title") or file.name)
        file.channels = [channel.id] if channel else []
    shown = [_shown(call, file) for file in files]
    if channel is not None:
        _share(call, channel, shown)
    return {"files": shown}


def _uploaded(call: Call, file_id: str) -> StoredFile:
    file = call.workspace.files.by_id.get(file_id)
    if file is None or file.content is None or file.completed is not None:
        raise SlackError("file_not_found")
    return file


def _channel(call: Call) -> Channel | None:
    if not call.text("channel_id"):
        return None
    channel = visible_channel(call, call.text("channel_id"))
    if channel.is_archived:
        raise SlackError("is_archived")
    if call.workspace.app.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _share(call: Call, channel: Channel, shown: list[Json]) -> None:
    content: Json = {"text": call.text("initial_comment"), "files": shown}
    if call.text("thread_ts"):
        content["thread_ts"] = call.text("thread_ts")
    message = app_message(call.workspace, content, call.workspace.next_ts())
    call.workspace.add_message(channel, message | {"subtype": "file_share"})


def _shown(call: Call, file: StoredFile) -> Json:
    return file_object(call.workspace.files, file, call.base_url, call.workspace.wire_now())


def info(call: Call) -> Json:
    """Return a file, whose ``mimetype`` is empty until it has been processed (files.info)."""
    file = call.workspace.files.get(call.required("file", "file_not_found"))
    return {"file": _shown(call, file), "comments": [], "response_metadata": {"next_cursor": ""}}


METHODS = {
    "files.getUploadURLExternal": Method(
        get_upload_url,
        frozenset({"filename", "length", "alt_txt", "snippet_type"}),
        ("files:write",),
        100,
    ),
    "files.completeUploadExternal": Method(
        complete_upload,
        frozenset({"files", "channel_id", "channels", "thread_ts", "initial_comment", "blocks"}),
        ("files:write",),
        100,
    ),
    "files.info": Method(
        info, frozenset({"file", "count", "cursor", "limit", "page"}), ("files:read",), 100
    ),
}
