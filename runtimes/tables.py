"""Read the packaged tables; the C parser where PyYAML has it, for a quick start."""

from pathlib import Path
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as _Loader
except ImportError:
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


def read_yaml(path: Path) -> dict[str, Any]:
    """A packaged mapping."""
    mapping: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=_Loader)
    return mapping
