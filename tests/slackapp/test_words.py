"""Reading messages as their authors typed them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slackapp.grammar import as_words, mentioned


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("on it", "on it"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("&amp;lt; stays", "&lt; stays"),
        ("ask <@U0MIRA>", "ask @Mira Kovacs"),
        ("ask <@U0MIRA|mira>", "ask @mira"),
        ("ask <@U0NEW>", "ask @U0NEW"),
        ("see <https://example.org/a?b=1&amp;c=2|this page>", "see https://example.org/a?b=1&c=2"),
        ("in <#C0WG|wg-runtime>, <!here|here>", "in wg-runtime, here"),
        ("<", "<"),
    ],
)
def test_a_message_is_read_as_its_author_saw_it(text: str, words: str) -> None:
    assert as_words(text, {"U0MIRA": "Mira Kovacs"}) == words


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert isinstance(as_words(text, {}), str)
    assert all(found[0] in "UW" for found in mentioned(text))
