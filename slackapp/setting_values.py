"""Cleaning and checking the values of settings; a ValueError's message is part of a sentence."""

import ssl
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

SQLITE = "sqlite"
DATABASES = (SQLITE, "postgresql")
BYTE_ORDER_MARK = "\ufeff"
QUOTES = ('"', "'")

# docs.gitlab.com, "Token overview": tokens of other kinds; administrators may change the prefixes.
OTHER_TOKENS = {
    "gldt-": "a deploy token",
    "glrt-": "a runner token",
    "glptt-": "a pipeline trigger token",
    "glcbt-": "a CI/CD job token",
    "glft-": "a feed token",
    "glimt-": "an incoming mail token",
    "glagent-": "an agent token",
    "gloas-": "the secret of an OAuth application",
    "xox": "a token of Slack",
    "xapp-": "a token of Slack",
}


def cleaned(value: str) -> str:
    """Return a value without what copying adds: white space, a byte order mark, quotes."""
    bare = value.strip().strip(BYTE_ORDER_MARK).strip()
    if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in QUOTES:
        return bare[1:-1].strip()
    return bare


def checked_address(value: str) -> str:
    """Return the address of a server unchanged."""
    try:
        parts = urlsplit(value)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in ("https", "http") or not host:
        raise ValueError("give an address that starts with https://")
    if parts.username or parts.password:
        raise ValueError("remove the user name and the password from the address")
    if parts.query or parts.fragment or any(character.isspace() for character in value):
        raise ValueError("give an address without spaces, ? and #")
    return value


def checked_gitlab_address(value: str) -> str:
    """Return the address of a GitLab, which does not include the path of its API."""
    bare = checked_address(value).rstrip("/")
    if bare.endswith(("/api", "/api/v4", "/api/graphql")):
        raise ValueError("remove /api and what follows it")
    return bare


def checked_token(value: str) -> str:
    """Return a token unchanged if it can be part of an HTTP header."""
    if not value.isascii() or not value.isprintable() or " " in value:
        raise ValueError("it contains a space, a line break or a special character: copy it again")
    return value


def checked_slack_token(value: str, prefix: str, title: str) -> str:
    """Return a token of Slack unchanged; one with rotation begins with `xoxe.`."""
    if not checked_token(value).removeprefix("xoxe.").startswith(prefix):
        raise ValueError(f"give the {title}, which starts with {prefix}")
    return value


def checked_gitlab_token(value: str) -> str:
    """Return a token of GitLab unchanged unless its prefix is that of another kind."""
    for prefix, kind in OTHER_TOKENS.items():
        if checked_token(value).startswith(prefix):
            raise ValueError(f"this is {kind}: give a personal, group or project access token")
    return value


def checked_database(value: str) -> str:
    """Return a database URL unchanged, or reject a database that cannot be used."""
    example = "give an address like sqlite:////var/lib/runtime-upgrade/assistant.db"
    try:
        url = make_url(value)
    except (ArgumentError, ValueError):
        raise ValueError(example) from None
    if url.get_backend_name() not in DATABASES:
        raise ValueError(example)
    if url.get_backend_name() == SQLITE and "memory" in (url.database or ":memory:"):
        raise ValueError(f"a database in memory is lost when the program ends: {example}")
    _require_driver(value)
    return value


def _require_driver(value: str) -> None:
    url = make_url(value)
    try:
        url.get_dialect().import_dbapi()
    except NoSuchModuleError:
        raise ValueError(f"there is no driver {url.drivername}") from None
    except ImportError as error:
        raise ValueError(
            f"the driver {error.name} of {url.drivername} is not installed: install it, or use "
            "SQLite"
        ) from None


def checked_bundle(value: Path) -> Path:
    """Return the path of a file of certificates unchanged."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(value)
    except ssl.SSLError:
        raise ValueError(f"{value} contains no certificates in PEM format") from None
    except OSError as error:
        raise ValueError(f"{value} cannot be read ({error.strerror})") from None
    return value
