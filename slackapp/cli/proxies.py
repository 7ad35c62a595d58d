"""Proxies that a command in a terminal cannot use."""

import typer

from slackapp.connection.proxies import ignore_other_proxies


def tell_ignored_proxies() -> None:
    """Ignore proxies that are not HTTP proxies, and name each one on standard error."""
    for name in ignore_other_proxies():
        typer.echo(f"{name} is ignored: only HTTP proxies are supported.", err=True)
