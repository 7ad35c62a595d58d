"""Logging: one JSON line per event on standard error, without tokens."""

import logging
import re
import sys
import threading
from collections.abc import Iterable
from types import TracebackType
from typing import Any

import structlog
from structlog.stdlib import ProcessorFormatter
from websockets.exceptions import WebSocketException

_TOKENS = re.compile(
    r"xox[a-z](?:\.xox[a-z])?-[\w-]+|xapp-[\w-]+"
    r"|gl(?:pat|dt|rt|ptt|cbt|ft|imt|agent|oas|soat|ffct)-[\w.-]+"
    r"|(?i:bearer|basic)\s+[\w.~+/=-]+|whsec_[\w+/=]+"
    r"|(?<=ticket=)[^&\s\"']+|(?<=private_token=)[^&\s\"']+|(?<=access_token=)[^&\s\"']+"
    r"|(?<=://)[^/\s:@\"']*:[^/\s@\"']+(?=@)"
)
SHORTEST = 6  # a shorter secret may be part of any word
CONNECTION_ERRORS = (WebSocketException, OSError)
REDACTED = "[redacted]"
OURS = "assistant"  # Bolt changes the level of the logger that is named after the app

log = structlog.get_logger()
_secrets: set[str] = set()


def remember_secrets(secrets: Iterable[str]) -> None:
    """Redact these values from now on, whatever they look like."""
    _secrets.update(secret for secret in secrets if len(secret) >= SHORTEST)


def redact(text: str) -> str:
    """Redact every known secret in a text, and everything that looks like a token."""
    for secret in sorted(_secrets, key=len, reverse=True):
        text = text.replace(secret, REDACTED)
    return _TOKENS.sub(REDACTED, text)


def set_up_logs(level: int = logging.INFO) -> None:
    """Log events at ``level`` or above, and library warnings, as lines of JSON.

    Python warnings and uncaught exceptions in any thread are logged in the same format.
    """
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: logging.getLogger(OURS),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        _Redacting(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
            processors=[
                ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[handler], force=True)
    logging.getLogger(OURS).setLevel(level)
    logging.captureWarnings(capture=True)
    _log_uncaught()


class _WithoutLosses(logging.Filter):
    """Drops a library's reports of a lost connection, which the client logs in one line."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not (record.exc_info and isinstance(record.exc_info[1], CONNECTION_ERRORS))


_WITHOUT_LOSSES = _WithoutLosses()


def connection_logger() -> logging.Logger:
    """Return the logger for the Socket Mode connection, which breaks routinely.

    No events are lost, because Slack redelivers those that were not acknowledged.
    """
    logger = logging.getLogger("slackapp.connection")
    logger.addFilter(_WITHOUT_LOSSES)
    return logger


class _Redacting(ProcessorFormatter):
    """Removes tokens from the whole line, tracebacks and nested values included."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def _log_uncaught() -> None:
    """Log what Python would otherwise print as a traceback of many lines."""
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = _unraisable


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    log.critical("uncaught", exc_info=(kind, error, trace))


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_type is not SystemExit:  # a thread may end this way
        name = args.thread.name if args.thread else None
        log.critical(
            "uncaught", thread=name, exc_info=(args.exc_type, args.exc_value, args.exc_traceback)
        )


def _unraisable(args: "sys.UnraisableHookArgs") -> None:
    log.error(
        "unraisable",
        where=repr(args.object),
        why=args.err_msg,
        exc_info=(args.exc_type, args.exc_value, args.exc_traceback),
    )
