"""The help: one screen for all verbs, or one verb in full."""

from collections.abc import Sequence

from slackapp.verbs import Verb
from slackapp.views.message import Message, escape, sections

COMMAND = "/runtime-upgrade"


def build_help(verbs: Sequence[Verb]) -> Message:
    """Build the help of all verbs."""
    lines = [f"`{escape(verb.usage)}`  {verb.purpose}" for verb in verbs]
    return Message("\n".join(lines), sections(f"What you can ask {COMMAND}", lines))


def build_verb_help(verb: Verb) -> Message:
    """Build the help of one verb."""
    lines = [f"`{COMMAND} {escape(verb.usage)}`", verb.purpose[0].upper() + verb.purpose[1:] + "."]
    if verb.example:
        lines.append(f"For example `{COMMAND} {verb.example}`")
    return Message("\n".join(lines), sections("", lines))
