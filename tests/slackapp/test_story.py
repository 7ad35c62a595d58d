"""The story: a campaign from the first word to its last issue, as people live it."""

from sandbox.run import Sandbox
from slackapp.assistant import Assistant
from slackapp.cli.play import play_story


def test_the_demo_plays_to_its_end(box: Sandbox, assistant: Assistant) -> None:
    said: list[str] = []

    play_story(box, said.append)

    assert assistant.deps.store.engine.dialect.name == "sqlite"
    assert "*Gitaly*: state not started → In dev" in said[0]
    assert "Started Go 1.20: 29 issues" in said[0]
