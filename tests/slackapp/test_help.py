"""The help first shows what someone may do, then who may do the rest."""

import pytest

from campaigns.people.roles import Actor, Role
from slackapp.listeners.show_help import VERBS, list_usable
from slackapp.views.show_help import build_help

SCREEN = 32
FRIDA = Actor("U0FRIDA", "Frida", "frida", frozenset({Role.facilitator}))
GUS = Actor("U0GUS", "Gus", "gus")
STRANGER = Actor("U0NEW", "New")


def lines(actor: Actor) -> list[str]:
    usable = list_usable(actor)
    return build_help(usable, [verb for verb in VERBS if verb not in usable]).text.splitlines()


def test_the_facilitator_may_do_all_but_one() -> None:
    usable = list_usable(FRIDA)

    assert [verb.name for verb in VERBS if verb not in usable] == ["waive"]
    assert lines(FRIDA)[-1] == "Only for the functional lead: `waive`."
    assert lines(FRIDA)[0].startswith("`start &lt;runtime&gt; &lt;version&gt;")


def test_dris_may_act_on_their_components() -> None:
    names = [verb.name for verb in list_usable(GUS)]

    assert names[:3] == ["status", "list", "mine"]
    assert {"block", "unblock", "bump", "note"} <= set(names)
    others = [line.partition("`, ")[0] for line in lines(GUS)[-3:]]
    assert others == [
        "Only for the facilitator: `escalate`.",
        "Only for the facilitator and the functional lead: `assign",
        "Only for the functional lead: `waive`.",
    ]


def test_people_without_a_gitlab_account_may_not_block() -> None:
    assert "block" not in [verb.name for verb in list_usable(STRANGER)]


@pytest.mark.parametrize("actor", [FRIDA, GUS, STRANGER])
def test_it_fits_on_a_screen(actor: Actor) -> None:
    assert len(lines(actor)) <= SCREEN
