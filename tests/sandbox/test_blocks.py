import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.slack.blocks.block_rules import block_problems
from sandbox.slack.blocks.view_rules import view_problems
from sandbox.slack.server import SlackServer

from .conftest import GENERAL, Json, actions, button, modal, section, text_input


def option(text: str = "One", value: str = "one") -> Json:
    return {"text": {"type": "plain_text", "text": text}, "value": value}


def header(text: str, kind: str = "plain_text") -> Json:
    return {"type": "header", "text": {"type": kind, "text": text}}


def element(kind: str, **more: object) -> Json:
    return {"type": kind, "action_id": "a", **more}


def context(*elements: Json) -> Json:
    return {"type": "context", "elements": list(elements)}


def fields(count: int, text: str = "x") -> Json:
    return {"type": "section", "fields": [{"type": "mrkdwn", "text": text}] * count}


CONFIRM = {
    "title": {"type": "plain_text", "text": "Sure?"},
    "text": {"type": "plain_text", "text": "x" * 301},
    "confirm": {"type": "plain_text", "text": "Yes"},
    "deny": {"type": "plain_text", "text": "No"},
}
MRKDWN = {"type": "mrkdwn", "text": "x"}
REFUSED: list[tuple[list[Json], str]] = [
    ([section("x")] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ([section("x" * 3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    ([fields(11)], "no more than 10 items allowed [json-pointer:/blocks/0/fields]"),
    (
        [fields(1, "x" * 2001)],
        "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
    ),
    ([{"type": "section"}], "missing required field: text or fields [json-pointer:/blocks/0]"),
    ([header("x" * 151)], "must be less than 151 characters [json-pointer:/blocks/0/text/text]"),
    ([header("x", "mrkdwn")], "must be one of: plain_text [json-pointer:/blocks/0/text/type]"),
    ([context(*[MRKDWN] * 11)], "no more than 10 items allowed [json-pointer:/blocks/0/elements]"),
    (
        [actions(*[button(f"a{n}", "x") for n in range(26)])],
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ),
    (
        [actions(button("a", "x" * 76))],
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    ),
    (
        [actions(button("a", "x", "v" * 2001))],
        "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ),
    (
        [actions(button("a", "x") | {"confirm": CONFIRM})],
        "must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]",
    ),
    (
        [actions(button("a", "x"), button("a", "y"))],
        '`action_id` "a" already exists [json-pointer:/blocks/0/elements/1/action_id]',
    ),
    (
        [actions(button("a", "x")), actions(button("b", "y"))],
        '`block_id` "actions" already exists [json-pointer:/blocks/1/block_id]',
    ),
    (
        [section("x") | {"block_id": "b" * 256}],
        "must be less than 256 characters [json-pointer:/blocks/0/block_id]",
    ),
    (
        [actions(element("static_select", options=[option()] * 101))],
        "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    (
        [actions(element("static_select"))],
        "missing required field: options [json-pointer:/blocks/0/elements/0]",
    ),
    (
        [actions(element("overflow", options=[option(value=str(n)) for n in range(6)]))],
        "no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    (
        [actions(element("checkboxes", options=[option()], initial_options=[option("Two", "2")]))],
        "must be one of the options [json-pointer:/blocks/0/elements/0/initial_options]",
    ),
    (
        [actions(element("radio_buttons", options=[option("x" * 76)]))],
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]",
    ),
    (
        [actions(element("datepicker", initial_date="30.11.2023"))],
        "must be a date such as 1990-04-28 [json-pointer:/blocks/0/elements/0/initial_date]",
    ),
    (
        [actions(element("plain_text_input"))],
        "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]",
    ),
    ([{"type": "marquee"}], "unsupported type: marquee [json-pointer:/blocks/0/type]"),
    (
        [section("x") | {"colour": "red"}],
        "invalid additional property: colour [json-pointer:/blocks/0]",
    ),
    (
        [{"type": "image", "image_url": "https://x.example/a.png"}],
        "missing required field: alt_text [json-pointer:/blocks/0]",
    ),
    (
        [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 21]}],
        "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]",
    ),
]


@pytest.mark.parametrize(("blocks", "error"), REFUSED)
def test_a_block_that_slack_refuses_is_refused_by_name(blocks: list[Json], error: str) -> None:
    assert error in list(block_problems(blocks, "message"))


def test_the_refusal_carries_the_problems_as_slack_does(
    client: WebClient, slack: SlackServer
) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(
            channel=GENERAL, text="x", blocks=[section("ok"), header("x" * 151)]
        )
    says = "must be less than 151 characters [json-pointer:/blocks/1/text/text]"
    assert refused.value.response.data == {
        "ok": False,
        "error": "invalid_blocks",
        "errors": [says],
        "response_metadata": {"messages": [f"[ERROR] {says}"]},
    }
    assert slack.messages(GENERAL) == ()


ACCEPTED: list[Json] = [
    section("x" * 3000),
    fields(10, "x" * 2000),
    header("x" * 150),
    {"type": "divider"},
    context(*[MRKDWN] * 10),
    actions(*[button(f"a{n}", "x" * 75, "v" * 2000) for n in range(25)]),
    actions(element("users_select"), element("datepicker", action_id="b")),
    text_input("why", "Reason"),
    {"type": "image", "image_url": "https://x.example/a.png", "alt_text": "a"},
    {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]},
    {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 20] * 20},
]


@pytest.mark.parametrize("block", ACCEPTED)
def test_a_block_at_its_limits_is_accepted(block: Json) -> None:
    assert list(block_problems([block], "message")) == []


@pytest.mark.parametrize(
    ("view", "error"),
    [
        (
            modal(section("x"), title={"type": "plain_text", "text": "x" * 25}),
            "must be less than 25 characters [json-pointer:/view/title/text]",
        ),
        (
            modal(section("x"), private_metadata="x" * 3001),
            "must be less than 3001 characters [json-pointer:/view/private_metadata]",
        ),
        (
            modal(text_input("a", "A"), submit=None),
            "missing required field: submit [json-pointer:/view]",
        ),
        (
            modal(*[section("x")] * 101),
            "no more than 100 items allowed [json-pointer:/view/blocks]",
        ),
        (modal(), "no fewer than 1 items allowed [json-pointer:/view/blocks]"),
        (
            modal({"type": "table", "rows": []}),
            "unsupported type: table [json-pointer:/view/blocks/0/type]",
        ),
    ],
)
def test_a_view_that_slack_refuses_is_refused_by_name(view: Json, error: str) -> None:
    assert error in list(view_problems(view, "modal"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["type", "text", "elements", "options", "accessory", "element", "rows"]
            ),
            inner | st.sampled_from(["section", "actions", "button", "input", "mrkdwn", "table"]),
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.lists(st.dictionaries(st.sampled_from(["type", "text", "elements"]), JSON), max_size=3))
def test_checking_never_fails_on_odd_blocks(blocks: list[Json]) -> None:
    problems = list(block_problems(blocks, "message"))
    assert all("[json-pointer:/blocks" in problem for problem in problems)


@given(st.dictionaries(st.sampled_from(["type", "title", "blocks", "submit"]), JSON))
def test_checking_never_fails_on_odd_views(view: Json) -> None:
    assert all("[json-pointer:/view" in problem for problem in view_problems(view, "modal"))


def test_blocks_of_more_than_13200_characters_are_refused(client: WebClient) -> None:
    blocks = [section("x" * 3000) for _ in range(4)]
    client.chat_postMessage(channel=GENERAL, text="x", blocks=[*blocks, section("x" * 1200)])
    with pytest.raises(SlackApiError, match="msg_blocks_too_long"):
        client.chat_postMessage(channel=GENERAL, text="x", blocks=[*blocks, section("x" * 1201)])
    with pytest.raises(SlackApiError, match="msg_blocks_too_long"):
        client.chat_postMessage(
            channel=GENERAL, text="x", blocks=[*blocks, header("x"), section("x" * 1100)]
        )
