"""Snapshots: a copy has the sandbox's content at its own addresses, and is independent."""

import gitlab
import pytest
from slack_sdk import WebClient

from sandbox.run import Sandbox, start_sandbox
from sandbox.snapshots import Addresses, Snapshot, start_from, take_snapshot

CHANNEL = "C0WGRUNTIME"
GITALY = "gitlab-org/gitaly"


@pytest.fixture(scope="module")
def kept() -> Snapshot:
    """A sandbox with one issue, and one message that links to it."""
    with start_sandbox() as box:
        say(box, f"See {create_issue(box, 'Update Go')}")
        return take_snapshot(box)


def create_issue(box: Sandbox, title: str) -> str:
    with gitlab.Gitlab(box.gitlab.url, private_token=box.gitlab.token) as client:
        return str(client.projects.get(GITALY).issues.create({"title": title}).web_url)


def say(box: Sandbox, words: str) -> None:
    client = WebClient(box.slack.bot_token, base_url=box.slack.api_url, retry_handlers=[])
    client.chat_postMessage(channel=CHANNEL, text=words)


def said(box: Sandbox) -> list[str]:
    return [message.text for message in box.slack.messages(CHANNEL)]


def titles(box: Sandbox) -> list[str]:
    found = [issue for issue in box.gitlab.state.issues.values() if "Go" in issue.title]
    return [issue.title for issue in found if issue.project.full_path == GITALY]


def test_a_copy_holds_the_same_at_its_own_addresses(kept: Snapshot) -> None:
    with start_from(kept) as box:
        assert titles(box)[-1] == "Update Go"
        [link] = said(box)
        assert f"{box.gitlab.url}/{GITALY}/-/issues/" in link
        assert box.clock.now() >= kept.story


def test_copies_go_their_own_way_and_count_on(kept: Snapshot) -> None:
    with start_from(kept) as one, start_from(kept) as other:
        first, second = create_issue(one, "Go 1.20"), create_issue(other, "Go 1.21")
        say(one, "Only here.")

        assert first.removeprefix(one.gitlab.url) == second.removeprefix(other.gitlab.url)
        assert (titles(one)[-1], titles(other)[-1]) == ("Go 1.20", "Go 1.21")
        assert (len(said(one)), len(said(other))) == (2, 1)


def test_an_address_of_another_length_is_refused() -> None:
    old, new = Addresses("http://127.0.0.1:40000", ""), Addresses("http://127.0.0.1:80", "")
    with pytest.raises(ValueError, match="cannot move the snapshot"):
        old.move(b"", new)
