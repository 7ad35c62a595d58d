"""Words for people in Slack, as a terminal prints them."""

import pytest

from slackapp.cli.plain import plain_sentence, plain_text
from slackapp.views.message import Message


@pytest.mark.parametrize(
    ("mrkdwn", "printed"),
    [
        ("*Gitaly*  ·  _no owner_", "Gitaly  ·  no owner"),
        ("`not_started` and snake_case_words", "not_started and snake_case_words"),
        ("see `/runtime-upgrade list`.", "see runtime-upgrade list."),
        ("What you can do with /runtime-upgrade", "What you can do with runtime-upgrade"),
        (
            "ask them to run `/runtime-upgrade link @me`",
            "ask them to run /runtime-upgrade link @me",
        ),
        ("https://gitlab.example/x/runtime-upgrade", "https://gitlab.example/x/runtime-upgrade"),
        (":warning: a &lt;b&gt; &amp; c", "! a <b> & c"),
    ],
)
def test_slacks_markup_is_not_printed(mrkdwn: str, printed: str) -> None:
    assert plain_text(Message(mrkdwn, [])) == printed


def test_a_sentence_names_people() -> None:
    words = "ask <@U0FRIDA> or <@U0X|x>: see `/runtime-upgrade list`."

    assert plain_sentence(words, {"U0FRIDA": "Frida"}) == (
        "ask Frida or U0X: see `runtime-upgrade list`."
    )
