"""Logs: one JSON line an event, on standard error, with tokens taken out."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_TOKENS = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|glpat-[\w.-]+|(?i:bearer)\s+[\w.~+/=-]+|whsec_[\w+/=]+"
)
REDACTED = "[redacted]"


def redact(text: str) -> str:
    """Take everything that looks like a token out of a text."""
    return _TOKENS.sub(REDACTED, text)


def _redact_event(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    return {key: redact(v) if isinstance(v, str) else v for key, v in event.items()}


def set_up_logs(level: int = logging.INFO) -> None:
    """Set up structlog, and send the libraries' own warnings the same way."""
    processors: list[Any] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _redact_event,
        structlog.processors.JSONRenderer(),
    ]
    structlog.configure(
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Redacting("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


class _Redacting(logging.Formatter):
    """Formats a library's record and takes tokens out of it, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))
