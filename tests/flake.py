"""`make flake`: repeat the tests that start a server, and count the failures of each.

A test that fails once in fifty runs is a defect with a cause. The output of every run that
failed is kept in `build/flake`.
"""

import argparse
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

KEPT = Path("build/flake")
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+::(?:[^\[\n]*\[.*\]|\S+))(?: - .*)?$", re.MULTILINE)
BUSY = "while True: pass"
BUSY_PROCESSES = 2


def main() -> int:
    options = _options()
    failures: Counter[str] = Counter()
    with busy_machine() if options.load else nullcontext():
        for run in range(1, options.runs + 1):
            found = repeat_once(options.files, KEPT / f"run-{run}.log")
            failures.update(found)
            print(f"run {run} of {options.runs}: {len(found)} failed", flush=True)
    print(report(failures, options.runs))
    return 1 if failures else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--load", action="store_true", help="beside two busy processes")
    parser.add_argument("files", nargs="*", help="by default every file that starts a server")
    return parser.parse_args()


def repeat_once(files: Sequence[str], log: Path) -> list[str]:
    """Run the tests once; return the failed ones, and keep the output if there are any."""
    command = [sys.executable, "-m", "pytest", "-m", "server", "-q", "-n", "4", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = failed_tests(done.returncode, done.stdout)
    if found:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(done.stdout + done.stderr)
    return found


def failed_tests(exit_code: int, output: str) -> list[str]:
    """Parse the failures from pytest's summary; any other broken run counts as one."""
    if exit_code == 0:
        return []
    return FAILED.findall(output) or [f"pytest itself, with exit code {exit_code}"]


def report(failures: Counter[str], runs: int) -> str:
    """Return a line for each test that failed, the most frequent first."""
    if not failures:
        return f"No test failed in {runs} runs."
    rows = [f"{count:4} of {runs}  {test}" for test, count in failures.most_common()]
    return "\n".join(["Failures by test:", *rows, f"The output is in {KEPT}."])


@contextmanager
def busy_machine() -> Iterator[None]:
    """Keep two processes busy until the block ends."""
    command = [sys.executable, "-c", BUSY]
    busy = [subprocess.Popen(command) for _ in range(BUSY_PROCESSES)]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
