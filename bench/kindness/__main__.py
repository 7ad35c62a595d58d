"""Run by `make kindness`: simulate four weeks and print the report."""

import random
import tempfile
from pathlib import Path

from bench.kindness.report import report
from bench.kindness.world import SEED, blocks, create_world, live
from storage.lifecycle.campaigns import get_view


def main() -> None:
    """Simulate four weeks and print the report."""
    rng = random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder:
        world = create_world(Path(folder))
        with world.store.read() as session:
            components = [item.component for item in get_view(session, 1).items]
        drawn = blocks(rng, components)
        live(world, drawn)
        report(world, drawn)
        world.store.dispose()


if __name__ == "__main__":
    main()
