# ruff: noqa: S310 - only loopback addresses are opened
import urllib.error
import urllib.request

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.faults import Fault, FaultKind
from sandbox.run import start_slack
from sandbox.slack.installed import BOT_SCOPES, InstalledApp
from sandbox.slack.server import SlackServer

from .conftest import GENERAL, client_of

PNG = b"\x89PNG\r\n\x1a\n" + b"pixels"


def refusal(client: WebClient, method: str, **arguments: object) -> str:
    with pytest.raises(SlackApiError) as refused:
        client.api_call(method, json=arguments)
    return str(refused.value.response["error"])


def post(url: str, content: bytes) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, content)) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def upload(client: WebClient, name: str = "go.png", content: bytes = PNG) -> str:
    return str(
        client.files_upload_v2(filename=name, content=content, title="Go 1.20")["file"]["id"]
    )


def picture(file_id: str) -> dict[str, object]:
    return {"type": "image", "slack_file": {"id": file_id}, "alt_text": "Go 1.20, half done"}


def problems(client: WebClient, block: dict[str, object]) -> list[str]:
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=GENERAL, text="x", blocks=[block])
    errors = refused.value.response["errors"]
    assert isinstance(errors, list)
    return errors


def test_a_picture_is_uploaded_processed_and_shown(slack: SlackServer, client: WebClient) -> None:
    slack.process_files_after(0)
    file_id = upload(client)
    file = client.files_info(file=file_id)["file"]
    client.chat_postMessage(channel=GENERAL, text="x", blocks=[picture(file_id)])

    assert (file["mimetype"], file["title"], file["size"]) == ("image/png", "Go 1.20", len(PNG))
    with urllib.request.urlopen(file["url_private"]) as shown:
        assert (shown.headers["content-type"], shown.read()) == ("image/png", PNG)
    assert slack.messages(GENERAL)[-1].plain == "[picture: Go 1.20, half done]"
    with urllib.request.urlopen(f"{slack.url}/?as=U0FRIDA&channel={GENERAL}") as page:
        assert f'src="/files-pri/{file_id}/go.png"' in page.read().decode()


def test_a_file_that_is_not_processed_yet_cannot_be_shown(
    slack: SlackServer, client: WebClient
) -> None:
    slack.process_files_after(None)
    file_id = upload(client)

    assert client.files_info(file=file_id)["file"]["mimetype"] == ""
    assert problems(client, picture(file_id)) == [
        "invalid slack file [json-pointer:/blocks/0/slack_file]"
    ]


@pytest.mark.parametrize(("name", "content"), [("go.csv", b"a,b"), ("go.png", b"no picture")])
def test_what_is_no_picture_cannot_be_shown_and_is_only_saved(
    slack: SlackServer, client: WebClient, name: str, content: bytes
) -> None:
    slack.process_files_after(0)
    file_id = upload(client, name, content)
    address = client.files_info(file=file_id)["file"]["url_private"]

    assert problems(client, picture(file_id)) == [
        "invalid slack file [json-pointer:/blocks/0/slack_file]"
    ]
    with urllib.request.urlopen(address) as saved:
        assert saved.headers["content-disposition"] == "attachment"


@pytest.mark.parametrize(
    ("slack_file", "says"),
    [
        ({"id": "x"}, "input must match regex pattern: ^[F][A-Z0-9]{8,}$"),
        ({"id": "F00000001", "url": "https://x.example"}, "must have either id or url"),
        ("F00000001", "must be an object"),
    ],
)
def test_a_slack_file_has_its_shape(client: WebClient, slack_file: object, says: str) -> None:
    block = {"type": "image", "slack_file": slack_file, "alt_text": "x"}

    assert any(problem.startswith(says) for problem in problems(client, block))


def test_a_file_can_be_shared_with_a_channel(slack: SlackServer, client: WebClient) -> None:
    client.files_upload_v2(
        filename="items.csv", content=b"a,b", channel=GENERAL, initial_comment="The items"
    )

    assert slack.messages(GENERAL)[-1].plain == "The items\n[file: items.csv]"


def test_the_steps_are_checked(slack: SlackServer, client: WebClient) -> None:
    asked = client.files_getUploadURLExternal(filename="a.png", length=len(PNG))
    url, file_id = str(asked["upload_url"]), asked["file_id"]
    done = [{"id": file_id}]

    assert refusal(client, "files.completeUploadExternal", files=done) == "file_not_found"
    assert refusal(client, "files.info", file=file_id) == "file_not_found"
    assert post(url, b"short") == (400, f"expected {len(PNG)} bytes")
    assert post(f"{slack.url}/upload/v1/guessed", PNG) == (404, "Not Found")
    assert post(url, PNG) == (200, f"OK - {len(PNG)}")
    missing = {"files": done, "channel_id": "C0"}
    assert refusal(client, "files.completeUploadExternal", **missing) == "channel_not_found"
    assert client.files_completeUploadExternal(files=done)["files"][0]["id"] == file_id
    assert post(url, PNG) == (404, "Not Found")
    assert refusal(client, "files.completeUploadExternal", files=done) == "file_not_found"
    assert refusal(client, "files.getUploadURLExternal", filename="a") == "invalid_arguments"
    assert refusal(client, "files.completeUploadExternal", files="a") == "invalid_arguments"


def test_files_ask_for_their_scopes() -> None:
    scopes = BOT_SCOPES - {"files:read", "files:write"}
    with start_slack(installed=InstalledApp(scopes=scopes)) as slack:
        client = client_of(slack)
        asked = {"filename": "a", "length": 1}

        assert refusal(client, "files.getUploadURLExternal", **asked) == "missing_scope"
        assert refusal(client, "files.completeUploadExternal", files=[]) == "missing_scope"
        assert refusal(client, "files.info", file="F00000001") == "missing_scope"


def test_uploads_can_be_refused_and_can_fail(slack: SlackServer, client: WebClient) -> None:
    slack.faults.plan(Fault("upload", FaultKind.STATUS))
    with pytest.raises(urllib.error.HTTPError) as failed:
        upload(client)
    failed.value.close()
    slack.refuse_files("file_uploads_disabled")
    asked = {"filename": "a", "length": 1}

    assert refusal(client, "files.getUploadURLExternal", **asked) == "file_uploads_disabled"
    slack.refuse_files("")
    assert upload(client).startswith("F")
