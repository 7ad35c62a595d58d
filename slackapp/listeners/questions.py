"""The buttons under a verb's question: one acts, the other changes nothing."""

from collections.abc import Iterable
from functools import partial

from slackapp.listeners.pressing import Action, Press
from slackapp.verbs import AnyVerb, Asks, Call, Request, Verb
from slackapp.views.message import sentence
from slackapp.views.questions import Buttons, parse_ticked


def question_buttons(verbs: Iterable[AnyVerb]) -> dict[str, Action]:
    """Map the action ids of all questions to their handlers."""
    actions: dict[str, Action] = {}
    for verb in verbs:
        if verb.asks is not None:
            confirm = partial(on_confirm, verb=verb, asks=verb.asks)
            actions[verb.asks.buttons.confirm] = confirm
            actions[verb.asks.buttons.keep] = partial(on_keep, buttons=verb.asks.buttons)
    return actions


def question_ticks(verbs: Iterable[AnyVerb]) -> tuple[str, ...]:
    """List the action ids of all tick boxes."""
    return tuple(t.action_id for verb in verbs if verb.asks for t in verb.asks.buttons.ticks)


def on_confirm(press: Press, verb: Verb[Request], asks: Asks[Request]) -> None:
    """Act on the confirmed question; permission is checked again."""
    call = Call(press.actor, press.deps, parse_ticked(asks.buttons, press.state))
    verb.require_permission(call)
    reply = verb.act(call, asks.read(press.value))
    press.answer(reply.message, replace=True)


def on_keep(press: Press, buttons: Buttons) -> None:
    """Change nothing."""
    press.answer(sentence(buttons.kept), replace=True)
