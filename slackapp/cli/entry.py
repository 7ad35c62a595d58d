"""The entry point of `runtime-upgrade`, which runs `pins` without loading the assistant.

Reading a checkout takes a tenth of a second; loading the assistant takes ten times as long.
"""

import sys
from importlib import import_module


def main() -> None:
    """Run the command line, loading only what the command needs."""
    alone = sys.argv[1:2] == ["pins"]
    import_module("slackapp.cli.pins" if alone else "slackapp.cli.main").main()
