import re
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.clock import StoryClock
from sandbox.people import CHANNELS, PEOPLE
from sandbox.slack.installed import InstalledApp
from sandbox.slack.page.mrkdwn import Reader
from sandbox.slack.seed import seed_workspace

NOW = datetime(2023, 3, 30, 9, 30, tzinfo=UTC)
WORKSPACE = seed_workspace(InstalledApp(), time.time, StoryClock().now, PEOPLE, CHANNELS)
READER = Reader(WORKSPACE, "U0FRIDA", ZoneInfo("Europe/Berlin"), NOW)
STAMP = int(NOW.timestamp())


def link(url: str, text: str) -> str:
    return f'<a href="{url}" target="_blank" rel="noreferrer">{text}</a>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* _it_ ~gone~", "<strong>bold</strong> <em>it</em> <s>gone</s>"),
        ("2*3*4 snake_case_name", "2*3*4 snake_case_name"),
        ("*all _in_ one*", "<strong>all <em>in</em> one</strong>"),
        ("`*code*`", "<code>*code*</code>"),
        ("```a\n  b```", "<pre>a\n  b</pre>"),
        ("a\nb", "a<br>b"),
        ("&gt; quoted\nnot", "<blockquote>quoted</blockquote>not"),
        ("a &lt; b &amp;&amp; c", "a &lt; b &amp;&amp; c"),
        ("<https://go.dev|Go>", link("https://go.dev", "Go")),
        (
            "<https://go.dev/?a=1&amp;b=2>",
            link("https://go.dev/?a=1&amp;b=2", "https://go.dev/?a=1&amp;b=2"),
        ),
        ("*<https://go.dev|Go>*", f"<strong>{link('https://go.dev', 'Go')}</strong>"),
        ("<javascript:alert(1)|safe>", "safe"),
        ("<@U0DORA>", '<span class="mention">@Dora Nakamura</span>'),
        ("<@U0FRIDA|x>", '<span class="mention mention-me">@Frida Lindqvist</span>'),
        ("<#C0BACKEND>", '<span class="mention">#backend</span>'),
        ("<!here>", '<span class="mention mention-me">@here</span>'),
        ("<script>alert(1)</script>", "scriptalert(1)/script"),
        (":nonsense:", ":nonsense:"),
    ],
)
def test_mrkdwn_is_rendered_as_slack_shows_it(text: str, html: str) -> None:
    assert str(READER.mrkdwn(text)) == html


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{date_num}", "2023-03-30"),
        ("{date_short}", "Mar 30, 2023"),
        ("{date}", "March 30th, 2023"),
        ("{date_long}", "Thursday, March 30th, 2023"),
        ("{date_short_pretty} at {time}", "today at 11:30 AM"),
        ("{time_secs}", "11:30:00 AM"),
        ("{nonsense}", "fallback"),
    ],
)
def test_dates_are_in_the_readers_zone_and_by_the_story(template: str, shown: str) -> None:
    html = str(READER.mrkdwn(f"<!date^{STAMP}^{template}|fallback>"))
    assert html == f'<time title="fallback">{shown}</time>'


def test_known_emoji_are_drawn_by_name_and_as_characters() -> None:
    picture = '<use href="/static/emoji.svg#rocket"/>'
    drawn = f'<svg class="emoji" role="img" aria-label="rocket">{picture}</svg>'
    assert str(READER.mrkdwn(":rocket:")) == drawn
    assert str(READER.plain("\N{ROCKET}")) == drawn


TAGS = re.compile(
    r"</?(?:strong|em|s|code|pre|blockquote|span|a|time|svg|br|use)(?: [a-z-]+=\"[^\"<>]*\")*/?>"
)
PARTS = st.sampled_from(
    [
        "<",
        ">",
        "|",
        "*",
        "_",
        "~",
        "`",
        "```",
        "&lt;",
        "&amp;",
        "<@U0DORA>",
        "<!date^1^{time}|x>",
        "javascript:",
        "https://x.example",
        '"',
        "'",
        "<img src=x onerror=y>",
        "\n",
        ":x:",
        "\ue000",
        "\ue001",
    ]
)


@given(st.lists(PARTS | st.text(max_size=4), max_size=12).map("".join))
def test_no_text_can_bring_its_own_tags_or_links(text: str) -> None:
    html = str(READER.mrkdwn(text))
    assert "<" not in TAGS.sub("", html)
    assert not re.search(r'href="(?!https?://|mailto:|/static/)', html)
