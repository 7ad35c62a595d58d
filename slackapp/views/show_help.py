"""The help for all verbs, or for one verb in full."""

from collections.abc import Sequence
from itertools import groupby

from commands.people.actors import name_permitted
from slackapp.verbs import AnyVerb
from slackapp.views.message import Message, context, sections
from slackapp.views.mrkdwn import escape

COMMAND = "/runtime-upgrade"


def build_help(verbs: Sequence[AnyVerb], others: Sequence[AnyVerb]) -> Message:
    """Build the help: the verbs that a person may use, then ``others`` and who may use them."""
    lines = [f"`{escape(verb.usage)}`  {verb.purpose}" for verb in verbs]
    rest = _others(others)
    blocks = [
        *sections(f"What you can do with {COMMAND}", lines),
        *(context(line) for line in rest),
    ]
    return Message("\n".join([*lines, *rest]), blocks)


def _others(verbs: Sequence[AnyVerb]) -> list[str]:
    named = sorted((name_permitted(verb.permission), verb.name) for verb in verbs)
    return [
        f"Only for {who}: {', '.join(f'`{name}`' for _, name in group)}."
        for who, group in groupby(named, key=lambda pair: pair[0])
    ]


def build_verb_help(verb: AnyVerb) -> Message:
    """Build the help for one verb."""
    lines = [f"`{COMMAND} {escape(verb.usage)}`", verb.purpose[0].upper() + verb.purpose[1:] + "."]
    if verb.example:
        lines.append(f"For example `{COMMAND} {verb.example}`")
    return Message("\n".join(lines), sections("", lines))
