"""One way for every modal that is submitted: who submits is checked again, errors are sentences."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from slack_bolt import Ack, App
from slack_sdk.models.views import View

from slackapp.deps import Deps
from slackapp.door import explain
from slackapp.listeners.pressing import Press, actor_of
from slackapp.views.modals import build_refused


class WrongInputError(Exception):
    """What was entered does not fit; ``errors`` says why by block."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(str(dict(errors)))
        self.errors = dict(errors)


@dataclass(frozen=True)
class Form:
    """What submitting a modal does: the next step's view, or None to close it.

    A sentence that refuses it stands at the input ``block``, or takes the modal's place
    where it has none.
    """

    submit: Callable[[Press], View | None]
    block: str | None = None


def listen_to_form(app: App, deps: Deps, callback_id: str, form: Form) -> None:
    """Register what a modal does when it is submitted."""
    app.view(callback_id)(partial(_on_submitted, deps=deps, form=form))


def _on_submitted(
    ack: Ack, body: dict[str, Any], view: dict[str, Any], deps: Deps, form: Form
) -> None:
    try:
        press = Press(
            deps=deps,
            actor=actor_of(deps, body),
            value=view["private_metadata"],
            state=view["state"]["values"],
        )
        following = form.submit(press)
    except WrongInputError as error:
        ack(response_action="errors", errors=error.errors)
    except Exception as error:  # noqa: BLE001 - the door turns every error into a sentence
        _refuse(ack, view, form, explain(error))
    else:
        if following is None:
            ack()
        else:
            ack(response_action="update", view=following)


def _refuse(ack: Ack, view: Mapping[str, Any], form: Form, sentence: str) -> None:
    if form.block is not None:
        ack(response_action="errors", errors={form.block: sentence})
    else:
        ack(response_action="update", view=build_refused(view["title"]["text"], sentence))
