"""The `export` command: writes a report to standard output or to a file."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from commands.errors import InvalidRequestError
from commands.reports.export_paper import PAPERS, export_paper, parse_paper
from slackapp.cli.terminal import As, open_terminal

Paper = Annotated[str, typer.Argument(help=f"One of {', '.join(PAPERS)}.")]
Campaign = Annotated[str, typer.Argument(help="A campaign, such as go-1.20.")]
Output = Annotated[Path | None, typer.Option(help="Write the report to this file.")]


def export(
    paper: Paper, campaign: Campaign = "", *, output: Output = None, as_person: As = None
) -> None:
    """Write one of the working group's reports."""
    with open_terminal(as_person, as_json=False) as (deps, actor):
        request = parse_paper(paper, campaign)
        parts = export_paper(deps.store, deps.catalog, actor, request, now=deps.clock())
        if output is None:
            for part in parts:
                typer.echo(part, nl=False)
            return
        write_paper(output, parts)


def write_paper(output: Path, parts: Iterable[str]) -> None:
    """Write a report's parts to a file.

    Raises:
        InvalidRequestError: the file cannot be written.
    """
    try:
        with output.open("w", encoding="utf-8", newline="") as file:
            file.writelines(parts)
    except OSError as error:
        raise InvalidRequestError(
            f"{output} cannot be written ({error.strerror}): choose another --output."
        ) from error
