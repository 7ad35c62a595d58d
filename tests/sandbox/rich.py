"""Rich content for a page: every kind of block, long words, wide tables."""

from .conftest import Json, actions, button, section

WORD = "w" * 120
PATH = "gitlab-org/cloud-native/components/" + "deeply/" * 12 + "nested.yml"


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(text: str) -> Json:
    return {"text": plain(text), "value": text[:20]}


def chosen_from(kind: str, action_id: str, **more: object) -> Json:
    return {"type": kind, "action_id": action_id, **more}


SELECT = chosen_from(
    "static_select", "pick", placeholder=plain("Choose one"), options=[option(WORD[:75])]
)
OVERFLOW = chosen_from("overflow", "more", options=[option("Snooze until Monday"), option("Drop")])
DATE = chosen_from("datepicker", "until")
BOXES = chosen_from("checkboxes", "boxes", options=[option("Verified"), option(WORD[:75])])
MANY = chosen_from("multi_users_select", "people", placeholder=plain("Choose people"))
EVERYWHERE = [
    {"type": "header", "text": plain(f"Go 1.20 {WORD}")},
    section(f"*Gitaly* {WORD} `{PATH}` <https://x.example/{WORD}|a link> <@U0GUS>"),
    section("Item") | {"accessory": button("open", "Open merge request of this component")},
    section("More") | {"accessory": OVERFLOW},
    {"type": "section", "fields": [{"type": "mrkdwn", "text": f"*{WORD}*"}] * 4},
    actions(button("go", "Start"), button("long", WORD[:75]), SELECT, DATE, BOXES),
    {"type": "context", "elements": [{"type": "mrkdwn", "text": f":eyes: {PATH}"}]},
]
TABLE = {"type": "table", "rows": [[{"type": "raw_text", "text": "component"}] * 12] * 3}
PRE = {
    "type": "rich_text",
    "elements": [
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": WORD}]},
        {
            "type": "rich_text_section",
            "elements": [{"type": "link", "url": f"https://x.example/{WORD}"}],
        },
    ],
}
MESSAGE = [*EVERYWHERE, TABLE, PRE]


def labelled(label: str, element: Json, **more: object) -> Json:
    return {"type": "input", "label": plain(label), "element": element, **more}


INPUTS = [
    labelled(f"Reason {WORD}", {"type": "plain_text_input", "action_id": "why", "multiline": True}),
    labelled("Until", DATE | {"action_id": "day"}, hint=plain(PATH), optional=True),
    labelled("At", chosen_from("timepicker", "time")),
    labelled("Component", SELECT | {"action_id": "component"}),
    labelled("Owners", MANY),
    labelled("Done", BOXES | {"action_id": "done"}),
    labelled("How many", {"type": "number_input", "action_id": "n", "is_decimal_allowed": False}),
]
