"""Asking first in a terminal: what would follow is printed, then a question, then it happens."""

import sys
from collections.abc import Callable
from typing import Annotated

import typer

from slackapp.cli.terminal import show
from slackapp.verbs import Reply

Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


def confirmed(question: str) -> bool:
    """Ask a question that only a person at a terminal can answer with yes."""
    return sys.stdin.isatty() and typer.confirm(question)


def ask_first(
    preview: Reply, question: str, act: Callable[[], Reply], *, yes: bool, as_json: bool
) -> None:
    """Show the preview, ask, and act; ``--json`` without ``--yes`` shows and does nothing."""
    if not yes:
        show(preview, as_json=as_json)
    if yes or (not as_json and confirmed(question)):
        show(act(), as_json=as_json)
