"""The console script `runtime-upgrade`: `pins` starts without loading the assistant.

A checkout is read in a tenth of a second; loading the whole assistant takes ten times that.
"""

import sys
from importlib import import_module


def main() -> None:
    """Run the command line, loading only what the command needs."""
    alone = sys.argv[1:2] == ["pins"]
    import_module("slackapp.cli.pins" if alone else "slackapp.cli.main").main()
