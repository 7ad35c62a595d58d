import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from sandbox.run import start_slack
from sandbox.slack.acting.inputs import NotOnScreenError
from sandbox.slack.installed import InstalledApp
from sandbox.slack.server import SlackServer

from .conftest import GENERAL, Json, actions, button, modal, section, socket_app, text_input

FRIDA, DORA = "U0FRIDA", "U0DORA"
CHOICES = [{"text": {"type": "plain_text", "text": t}, "value": t.lower()} for t in ("One", "Two")]


def select(kind: str, **more: object) -> Json:
    return {"type": kind, "action_id": kind, **more}


def test_a_command_is_answered_to_its_author_only(slack: SlackServer) -> None:
    with socket_app(slack, lambda _type, _payload: {"text": "Hello"}):
        reply = slack.command(FRIDA, GENERAL, "/runtime-upgrade", "help")
    assert (reply.acked, reply.text) == (True, "Hello")
    assert [m.plain for m in slack.ephemerals(FRIDA)] == ["Hello"]
    assert slack.ephemerals(DORA) == ()
    assert slack.messages(GENERAL) == ()


def test_a_command_can_be_answered_in_the_channel(slack: SlackServer) -> None:
    answer = {"text": "Hello all", "response_type": "in_channel"}
    with socket_app(slack, lambda _type, _payload: answer):
        slack.command(FRIDA, GENERAL, "/runtime-upgrade", "status")
    assert [m.plain for m in slack.messages(GENERAL)] == ["Hello all"]


def test_typed_names_channels_and_links_are_sent_as_ids(slack: SlackServer) -> None:
    typed = "assign gitaly @dora and @gus-sandbox in #backend, see https://x.example/1 <@U0LEO|leo>"
    with socket_app(slack) as app:
        slack.command(FRIDA, GENERAL, "/runtime-upgrade", typed)
    assert app.envelopes[0]["payload"]["text"] == (
        "assign gitaly <@U0DORA|dora-sandbox> and <@U0GUS|gus-sandbox> "
        "in <#C0BACKEND|backend>, see <https://x.example/1> <@U0LEO|leo>"
    )


def test_without_a_connection_slack_says_that_the_command_failed(slack: SlackServer) -> None:
    reply = slack.command(FRIDA, GENERAL, "/runtime-upgrade", "help")
    assert (reply.acked, reply.error) == (False, "dispatch_failed")
    assert [m.plain for m in slack.ephemerals(FRIDA)] == [
        '/runtime-upgrade failed with the error "dispatch_failed"'
    ]


def test_a_missed_acknowledgement_is_a_timeout_for_the_person(slack: SlackServer) -> None:
    with socket_app(slack, lambda _type, _payload: None):
        reply = slack.command(FRIDA, GENERAL, "/runtime-upgrade", "help")
    assert (reply.acked, reply.error) == (False, "operation_timeout")


def test_a_button_is_pressed_by_its_words_or_its_id(slack: SlackServer, client: WebClient) -> None:
    blocks = [section("card"), actions(button("go", "Start", "1"), button("no", "Cancel"))]
    ts = client.chat_postMessage(channel=GENERAL, text="card", blocks=blocks)["ts"]
    with socket_app(slack) as app:
        assert slack.click(DORA, GENERAL, ts, "Start").acked
        assert slack.click(DORA, GENERAL, ts, "no").acked
    pressed = [payload["actions"][0] for payload in app.interactions()]
    assert [(a["action_id"], a["block_id"], a.get("value")) for a in pressed] == [
        ("go", "actions", "1"),
        ("no", "actions", ""),
    ]
    payload = app.interactions()[0]
    assert payload["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": GENERAL,
        "is_ephemeral": False,
    }
    assert payload["user"]["id"] == DORA
    assert payload["message"]["ts"] == ts


def test_what_is_not_there_cannot_be_pressed(slack: SlackServer, client: WebClient) -> None:
    ts = client.chat_postMessage(
        channel=GENERAL, text="card", blocks=[actions(button("go", "Start"))]
    )["ts"]
    with pytest.raises(NotOnScreenError, match="available: go \\(Start\\)"):
        slack.click(DORA, GENERAL, ts, "Stop")
    with pytest.raises(NotOnScreenError, match="cannot see message"):
        slack.click(DORA, GENERAL, "1.0", "Start")
    with pytest.raises(NotOnScreenError, match="cannot see the direct messages"):
        slack.click(DORA, client.conversations_open(users=FRIDA)["channel"]["id"], ts, "Start")


def test_choices_in_a_message_travel_with_the_next_press(
    slack: SlackServer, client: WebClient
) -> None:
    boxes = select("checkboxes", options=CHOICES, initial_options=CHOICES[:1])
    day = select("datepicker", initial_date="2023-11-30")
    blocks = [actions(boxes, day, button("go", "Start"))]
    ts = client.chat_postMessage(channel=GENERAL, text="card", blocks=blocks)["ts"]
    with socket_app(slack) as app:
        slack.choose(DORA, GENERAL, ts, "checkboxes", ["One", "two"])
        slack.click(DORA, GENERAL, ts, "Start")
        slack.click(FRIDA, GENERAL, ts, "Start")
    chosen, dora, frida = app.interactions()
    assert chosen["actions"][0]["selected_options"] == CHOICES
    values = {
        "checkboxes": {"type": "checkboxes", "selected_options": CHOICES},
        "datepicker": {"type": "datepicker", "selected_date": "2023-11-30"},
    }
    assert dora["state"]["values"] == {"actions": values}
    values["checkboxes"] = {"type": "checkboxes", "selected_options": CHOICES[:1]}
    assert frida["state"]["values"] == {"actions": values}


def test_an_overflow_says_which_entry_was_chosen(slack: SlackServer, client: WebClient) -> None:
    menu = select("overflow", options=CHOICES)
    block = section("item") | {"block_id": "item", "accessory": menu}
    ts = client.chat_postMessage(channel=GENERAL, text="x", blocks=[block])["ts"]
    with socket_app(slack) as app:
        slack.click(DORA, GENERAL, ts, "overflow", "Two")
    assert app.interactions()[0]["actions"][0]["selected_option"] == CHOICES[1]


def test_of_several_menus_the_one_with_that_entry_is_meant(
    slack: SlackServer, client: WebClient
) -> None:
    def menu(number: int) -> Json:
        options = [choice | {"value": f"{choice['value']}:{number}"} for choice in CHOICES]
        return actions(select("overflow", options=options)) | {"block_id": f"menu {number}"}

    ts = client.chat_postMessage(channel=GENERAL, text="x", blocks=[menu(1), menu(2)])["ts"]
    with socket_app(slack) as app:
        slack.click(DORA, GENERAL, ts, "overflow", "two:2")
        with pytest.raises(NotOnScreenError, match="more than one element"):
            slack.click(DORA, GENERAL, ts, "overflow")
    assert app.interactions()[0]["actions"][0]["selected_option"]["value"] == "two:2"


def test_a_response_url_replaces_what_was_pressed_five_times(
    slack: SlackServer, client: WebClient
) -> None:
    client.chat_postEphemeral(
        channel=GENERAL, user=DORA, text="plan", blocks=[actions(button("go", "Start"))]
    )
    ts = slack.ephemerals(DORA)[0].ts
    with socket_app(slack) as app:
        slack.click(DORA, GENERAL, ts, "Start")
    payload = app.interactions()[0]
    assert payload["container"]["is_ephemeral"] is True
    answers = WebhookClient(payload["response_url"], retry_handlers=[])
    sent = [answers.send(text=f"step {n}", replace_original=True) for n in range(6)]
    assert [(s.status_code, s.body) for s in sent[:5]] == [(200, "ok")] * 5
    assert (sent[5].status_code, sent[5].body) == (404, '{"ok": false, "error": "used_url"}')
    assert [m.plain for m in slack.ephemerals(DORA)] == ["step 4"]
    assert slack.messages(GENERAL) == ()


def test_a_response_url_can_delete_and_can_speak_to_all(slack: SlackServer) -> None:
    with socket_app(slack) as app:
        slack.command(DORA, GENERAL, "/runtime-upgrade", "status")
    answers = WebhookClient(app.envelopes[0]["payload"]["response_url"], retry_handlers=[])
    answers.send(text="for you")
    answers.send(text="for all", response_type="in_channel")
    assert [m.plain for m in slack.ephemerals(DORA)] == ["for you"]
    assert [m.plain for m in slack.messages(GENERAL)] == ["for all"]


def open_modal(slack: SlackServer, client: WebClient, view: Json, user: str = FRIDA) -> str:
    with socket_app(slack) as app:
        slack.command(user, GENERAL, "/runtime-upgrade", "edit")
        trigger = app.envelopes[0]["payload"]["trigger_id"]
        return str(client.views_open(trigger_id=trigger, view=view)["view"]["id"])


def test_a_trigger_opens_one_modal(slack: SlackServer, client: WebClient) -> None:
    with socket_app(slack) as app:
        slack.command(FRIDA, GENERAL, "/runtime-upgrade", "edit")
    trigger = app.envelopes[0]["payload"]["trigger_id"]
    client.views_open(trigger_id=trigger, view=modal(section("first")))
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        client.views_open(trigger_id=trigger, view=modal(section("second")))
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        client.views_open(trigger_id="1.2.abc", view=modal(section("third")))


def test_triggers_and_response_urls_expire() -> None:
    now = [1_700_000_000.0]
    with start_slack(wire_now=lambda: now[0]) as slack:
        with socket_app(slack) as app:
            slack.command(FRIDA, GENERAL, "/runtime-upgrade", "edit")
        payload = app.envelopes[0]["payload"]
        client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        answers = WebhookClient(payload["response_url"], retry_handlers=[])
        now[0] += 4
        with pytest.raises(SlackApiError, match="expired_trigger_id"):
            client.views_open(trigger_id=payload["trigger_id"], view=modal(section("late")))
        now[0] += 29 * 60
        assert answers.send(text="in time").body == "ok"
        now[0] += 2 * 60
        late = answers.send(text="late")
        assert (late.status_code, late.body) == (404, '{"ok": false, "error": "expired_url"}')


def test_a_modal_is_filled_in_by_label_or_id_and_submitted(
    slack: SlackServer, client: WebClient
) -> None:
    view_id = open_modal(
        slack, client, modal(text_input("why", "Reason"), text_input("who", "Who"))
    )
    with socket_app(slack) as app:
        assert slack.submit(FRIDA, view_id, {"Reason": "late", "who/value": "me"}).acked
    view = app.envelopes[0]["payload"]["view"]
    assert view["state"]["values"] == {
        "why": {"value": {"type": "plain_text_input", "value": "late"}},
        "who": {"value": {"type": "plain_text_input", "value": "me"}},
    }
    assert slack.view(FRIDA) is None


def test_a_required_input_that_is_empty_is_not_submitted(
    slack: SlackServer, client: WebClient
) -> None:
    view_id = open_modal(slack, client, modal(text_input("why", "Reason")))
    with pytest.raises(NotOnScreenError, match="please complete this required field: Reason"):
        slack.submit(FRIDA, view_id)


@pytest.mark.parametrize(
    ("answer", "titles"),
    [
        ({}, []),
        ({"response_action": "clear"}, []),
        ({"response_action": "errors", "errors": {"why": "too short"}}, ["Edit"]),
        (
            {
                "response_action": "update",
                "view": modal(section("done"), title={"type": "plain_text", "text": "Done"}),
            },
            ["Done"],
        ),
        (
            {
                "response_action": "push",
                "view": modal(section("next"), title={"type": "plain_text", "text": "Next"}),
            },
            ["Next"],
        ),
    ],
)
def test_the_answer_to_a_submission_decides_what_is_shown(
    slack: SlackServer, client: WebClient, answer: Json, titles: list[str]
) -> None:
    view_id = open_modal(slack, client, modal(text_input("why", "Reason")))
    with socket_app(slack, lambda _type, _payload: answer):
        reply = slack.submit(FRIDA, view_id, {"Reason": "late"})
    shown = slack.view(FRIDA)
    assert ([] if shown is None else [shown.title]) == titles
    assert reply.errors == answer.get("errors", {})
    if shown is not None and answer.get("errors"):
        assert shown.errors == {"why": "too short"}


def test_a_submission_that_is_not_acknowledged_keeps_the_modal_and_says_so(
    slack: SlackServer, client: WebClient
) -> None:
    view_id = open_modal(slack, client, modal(text_input("why", "Reason")))
    reply = slack.submit(FRIDA, view_id, {"Reason": "late"})
    assert (reply.acked, reply.error) == (False, "dispatch_failed")
    assert slack.view(FRIDA) is not None
    assert slack.notices(FRIDA) == ("We had some trouble connecting. Try again?",)


def test_closing_a_modal_is_told_to_those_who_asked(slack: SlackServer, client: WebClient) -> None:
    view_id = open_modal(slack, client, modal(section("x"), notify_on_close=True))
    with socket_app(slack) as app:
        slack.close(FRIDA, view_id)
    assert [(e["payload"]["type"], e["payload"]["is_cleared"]) for e in app.envelopes] == [
        ("view_closed", False)
    ]
    assert slack.view(FRIDA) is None


def test_views_stack_three_deep(slack: SlackServer, client: WebClient) -> None:
    view = modal(section("x"), actions(button("more", "More")))
    view_id = open_modal(slack, client, view)
    for depth in (2, 3):
        with socket_app(slack) as app:
            slack.press(FRIDA, view_id, "More")
            trigger = app.envelopes[0]["payload"]["trigger_id"]
            pushed = client.views_push(trigger_id=trigger, view=view)["view"]
        assert pushed["previous_view_id"] == view_id, depth
        view_id = pushed["id"]
    with socket_app(slack) as app:
        slack.press(FRIDA, view_id, "More")
        trigger = app.envelopes[0]["payload"]["trigger_id"]
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        client.views_push(trigger_id=trigger, view=view)


def test_an_update_keeps_what_was_entered_and_minds_the_hash(
    slack: SlackServer, client: WebClient
) -> None:
    view = modal(text_input("why", "Reason", dispatch_action=True))
    view_id = open_modal(slack, client, view)
    with socket_app(slack):
        slack.press(FRIDA, view_id, "Reason", "typed")
    first = client.views_update(view_id=view_id, view=view)["view"]
    assert first["state"]["values"]["why"]["value"]["value"] == "typed"
    client.views_update(view_id=view_id, view=view, hash=first["hash"])
    with pytest.raises(SlackApiError, match="hash_conflict"):
        client.views_update(view_id=view_id, view=view, hash=first["hash"])


def test_home_is_published_for_one_person(slack: SlackServer, client: WebClient) -> None:
    client.views_publish(user_id=DORA, view={"type": "home", "blocks": [section("*yours*")]})
    home = slack.home(DORA)
    assert home is not None
    assert home.plain == "*yours*"
    assert slack.home(FRIDA) is None


def test_the_transcript_tells_who_saw_what(slack: SlackServer, client: WebClient) -> None:
    with socket_app(slack, lambda _type, _payload: {"text": "Ready, <@U0FRIDA>?"}):
        slack.command(FRIDA, GENERAL, "/runtime-upgrade", "start go 1.20")
        ts = client.chat_postMessage(
            channel=GENERAL,
            text="card",
            blocks=[section("Go 1.20"), actions(button("go", "Start"))],
        )["ts"]
        slack.click(DORA, GENERAL, ts, "Start")
    assert slack.transcript().splitlines() == [
        "#wg-runtime-update-process · Frida Lindqvist types",
        "    /runtime-upgrade start go 1.20",
        "#wg-runtime-update-process · Runtime Upgrade · only visible to Frida Lindqvist",
        "    Ready, @Frida Lindqvist?",
        "#wg-runtime-update-process · Runtime Upgrade",
        "    Go 1.20",
        "    [Start]",
        "Dora Nakamura presses [Start]",
    ]


def test_the_transcript_tells_each_message_as_it_reads_in_the_end(
    slack: SlackServer, client: WebClient
) -> None:
    card = client.chat_postMessage(channel=GENERAL, text="0 of 29")["ts"]
    same = client.chat_postMessage(channel=GENERAL, text="Pinned")["ts"]
    before = len(slack.workspace.log)
    news = client.chat_postMessage(channel=GENERAL, text="Starting")["ts"]
    for text in ("1 of 29", "2 of 29"):
        client.chat_update(channel=GENERAL, ts=card, text=text)
    client.chat_update(channel=GENERAL, ts=news, text="Started")
    client.chat_update(channel=GENERAL, ts=same, text="Pinned")

    assert slack.transcript(before, final=True).splitlines() == [
        "#wg-runtime-update-process · Runtime Upgrade (updated)",
        "    2 of 29",
        "#wg-runtime-update-process · Runtime Upgrade",
        "    Started",
    ]


def test_an_app_with_a_read_only_messages_tab_cannot_be_written_to() -> None:
    app = InstalledApp(can_be_messaged=False)
    with start_slack(installed=app) as slack, pytest.raises(NotOnScreenError, match="turned off"):
        slack.say(DORA, "U0BOT", "hello")
