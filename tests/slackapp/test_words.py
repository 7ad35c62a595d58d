"""Reading messages as their authors typed them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slackapp.typed import as_words, mentioned


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("on it", "on it"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("&amp;lt; stays", "&lt; stays"),
        ("ask <@U0MIRA>", "ask @Mira Kovacs"),
        ("ask <@U0MIRA|mira>", "ask @Mira Kovacs"),
        ("ask <@U0NEW>", "ask @U0NEW"),
        ("see <https://example.org/a?b=1&amp;c=2|this page>", "see https://example.org/a?b=1&c=2"),
        ("ask <@W0NEW|new.one>", "ask @new.one"),
        ("in <#C0WG|wg-runtime>, <!here|here>", "in #wg-runtime, @here"),
        ("in <#C0WG|>", "in #C0WG"),
        ("<!channel> <!here>", "@channel @here"),
        ("<!subteam^S1|@backend> <!subteam^S1>", "@backend @group"),
        ("by <!date^1680168600^{date}|30 March>", "by 30 March"),
        ("<https://example.org/a>", "https://example.org/a"),
        ("write to <mailto:a@example.org|a@example.org>", "write to a@example.org"),
        ("&lt;!channel&gt;", "<!channel>"),
        ("<@U0MIRA|<!channel>>", "<@U0MIRA|@channel>"),
        ("<", "<"),
    ],
)
def test_a_message_is_read_as_its_author_saw_it(text: str, words: str) -> None:
    assert as_words(text, {"U0MIRA": "Mira Kovacs"}) == words


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert isinstance(as_words(text, {}), str)
    assert all(found[0] in "UW" for found in mentioned(text))
