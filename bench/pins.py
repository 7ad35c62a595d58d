"""The speed of finding pins: in memory, in a large checkout, and compared with Renovate.

Run with ``python bench/pins.py``; Renovate is measured if ``renovate`` is on the path. The files
are generated in the supported formats, at realistic sizes.
"""

import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from runtimes.checkout import find_pins_in
from runtimes.pins import find_pins

REPOSITORIES = 1_000
CHECKOUT_FILES = 10_000
FILLER = "      - run: ./scripts/check --all --output build/report-{} # keep the log for a week\n"
CODE = "func handle{}(w http.ResponseWriter, r *http.Request) error {{ return nil }}\n"


def shapes(rng: random.Random) -> dict[str, str]:
    """Generate the candidate files of one repository."""
    go, node = f"1.{rng.randint(18, 26)}", rng.choice([16, 18, 20, 22])
    ruby = rng.choice(["3.1.4", "3.2.2"])
    packages = "".join(f'  "package-{at}": "^1.{at}.0",\n' for at in range(60))
    filler = "".join(FILLER.format(at) for at in range(60))
    requires = "".join(f"\tgithub.com/acme/module{at} v1.{at}.0 // indirect\n" for at in range(80))
    return {
        "go.mod": f"module example.com/x\n\ngo {go}\n\nrequire (\n{requires})\n",
        "Dockerfile": f"ARG GO_VERSION={go}\nFROM golang:${{GO_VERSION}}-alpine AS build\n"
        + "RUN apk add --no-cache git make\nCOPY . .\n" * 12,
        ".gitlab-ci.yml": f'variables:\n  GO_VERSION: "{go}"\ntest:\n  image: golang:{go}\n'
        f"  script:\n{filler}",
        ".github/workflows/ci.yml": "jobs:\n  a:\n    steps:\n      - uses: actions/setup-node@v4\n"
        f"        with:\n          node-version: {node}\n{filler}",
        "Makefile": f"GO_VERSION ?= {go}\n" + "build:\n\tgo build ./...\n\tgo vet ./...\n" * 40,
        "README.md": f"# X\n\n- Go {go}\n\n"
        + "Run the tests with go test and read the output.\n" * 80,
        "package.json": f'{{"engines": {{"node": ">={node}"}},\n'
        f'"dependencies": {{\n{packages}"z": "1"}}}}',
        "Gemfile": f'ruby "{ruby}"\n' + 'gem "acme", "~> 1.0", require: false\n' * 60,
        "scripts/install.sh": f"curl -LO https://go.dev/dl/go{go}.5.linux-amd64.tar.gz\n"
        + "set -e; make deps; make test\n" * 40,
        ".tool-versions": f"golang {go}.3\nruby {ruby}\n",
        "charts/values.yaml": "image:\n  repository: acme/web\n  tag: 2.1.0\n" * 30,
        "config/settings.yml": "limits:\n  cpu: 500m\n  memory: 128Mi\n" * 60,
    }


def from_memory(count: int = REPOSITORIES) -> tuple[int, float, int]:
    """Return the number of files, the seconds on one core, and the number of characters."""
    rng = random.Random(1)
    repositories = [shapes(rng) for _ in range(count)]
    find_pins("go.mod", "go 1.20\n")
    start = time.process_time()
    for files in repositories:
        for path, text in files.items():
            find_pins(path, text)
    seconds = time.process_time() - start
    sizes = [len(text) for files in repositories for text in files.values()]
    return len(sizes), seconds, sum(sizes)


def with_present_finder(tag: str = "v0.1.0") -> float | None:
    """Return the time for the same files relative to the finder of a tag; None without the tag."""
    git = shutil.which("git")
    if git is None:
        return None
    with tempfile.TemporaryDirectory() as name:
        archive = Path(name) / "before.tar"
        archiving = [git, "archive", "--output", str(archive), tag, "runtimes"]
        if subprocess.run(archiving, capture_output=True, check=False).returncode:  # noqa: S603 - git
            return None
        shutil.unpack_archive(archive, name)
        return _alone(Path(__file__).parents[1]) / _alone(Path(name))


def _alone(folder: Path) -> float:
    """Return the seconds that a folder's finder takes in a separate process, the best of three."""
    return min(_run("--alone", folder) for _ in range(3))


def _run(part: str, folder: Path) -> float:
    """Run a part of this benchmark with a folder's finder, and return the number that it prints."""
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    command = [sys.executable, __file__, part]
    done = subprocess.run(command, env=environment, check=True, capture_output=True)  # noqa: S603
    return float(done.stdout)


def in_one_file() -> tuple[float, float]:
    """Return the time for 2 MB of YAML relative to parsing it, and for ten copies to one."""
    from runtimes.syntax.grammars import parse  # noqa: PLC0415 - a tag's finder lacks it

    rng = random.Random(3)
    line = "      - run: ./scripts/check --all --output build/report # keep the log for a week\n"
    large = "test:\n  script:\n" + line * 23_000 + "    image: golang:1.20\n"
    bare = _best(lambda: parse("yaml", large))
    whole = _best(lambda: find_pins(".gitlab-ci.yml", large))
    small = "".join(f"j{at}:\n  image: golang:1.{rng.randint(18, 26)}\n" for at in range(1_000))
    once = _best(lambda: find_pins(".gitlab-ci.yml", small))
    tenfold = _best(lambda: find_pins(".gitlab-ci.yml", small * 10))
    return whole / bare, tenfold / once


def peak_memory() -> float:
    """Return the peak MB of a process that reads 2 MB of YAML."""
    line = "      - run: ./scripts/check --all --output build/report # keep the log for a week\n"
    find_pins(".gitlab-ci.yml", "test:\n  script:\n" + line * 23_000 + "    image: golang:1.20\n")
    status = Path("/proc/self/status")
    if status.exists():
        # getrusage returns at least the peak of the parent process.
        line = next(each for each in status.read_text().splitlines() if each.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _best(work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(3):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return min(seconds)


def make_checkout(folder: Path) -> None:
    """Create a checkout that is mostly code, with the candidate files of forty modules."""
    rng = random.Random(2)
    written = 0
    for module in range(40):
        for path, text in shapes(rng).items():
            target = folder / f"module{module}" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
            written += 1
    code = "".join(CODE.format(at) for at in range(30))
    for number in range(CHECKOUT_FILES - written):
        target = folder / f"module{number % 40}" / f"pkg{number % 97}" / f"file{number}.go"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(code, "utf-8")


def in_checkout(folder: Path) -> tuple[float, float]:
    """Measure the seconds in this process, and of the whole command ``runtime-upgrade pins``."""
    start = time.perf_counter()
    find_pins_in(folder)
    warm = time.perf_counter() - start
    command = [str(Path(sys.executable).with_name("runtime-upgrade")), "pins", str(folder)]
    return warm, statistics.median(_seconds([*command, "--json"]) for _ in range(3))


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own
    return time.perf_counter() - start


def with_renovate(folder: Path) -> float | None:
    """Measure Renovate's extraction from the same checkout; None if it is not installed."""
    renovate, git = shutil.which("renovate"), shutil.which("git")
    if renovate is None or git is None:
        return None
    author = ["-c", "user.name=bench", "-c", "user.email=bench@example.com"]
    for command in (["init", "-q"], ["add", "-A"], [*author, "commit", "-qm", "bench"]):
        subprocess.run([git, *command], cwd=folder, check=True, capture_output=True)  # noqa: S603
    options = ["--platform=local", "--dry-run=extract", "--onboarding=false"]
    start = time.perf_counter()
    ran = subprocess.run(  # noqa: S603 - a fixed command
        [renovate, *options, "--require-config=optional"],
        cwd=folder,
        capture_output=True,
        check=False,
        timeout=600,
    )
    return time.perf_counter() - start if ran.returncode == 0 else None


def main() -> None:
    """Measure and print the table."""
    if "--alone" in sys.argv:
        sys.stdout.write(f"{from_memory(100)[1]}")
        return
    if "--peak" in sys.argv:
        sys.stdout.write(f"{peak_memory()}")
        return
    files, seconds, characters = from_memory()
    size = f"{characters / files:,.0f} characters each"
    rows = [("what", "measured", "bound")]
    rows.append((f"files per second from memory, {size}", f"{files / seconds:,.0f}", "2,000"))
    with tempfile.TemporaryDirectory() as name:
        make_checkout(Path(name))
        warm, cold = in_checkout(Path(name))
        renovate = with_renovate(Path(name))
    rows.append((f"pins of {CHECKOUT_FILES:,} files, with start-up (s)", f"{cold:.2f}", "1"))
    rows.append(("the same in a running process (s)", f"{warm:.2f}", ""))
    measured = "skipped: not installed" if renovate is None else f"{renovate / cold:,.0f} times"
    rows.append(("faster than Renovate's extract", measured, "20 times"))
    ratio = with_present_finder()
    measured = "skipped: no tag v0.1.0" if ratio is None else f"{ratio:.2f} times"
    rows.append(("time relative to the finder of v0.1.0", measured, "1.3 times"))
    parsed, tenfold = in_one_file()
    peak = _run("--peak", Path(__file__).parents[1])
    rows.append(("time for 2 MB of YAML relative to parsing it", f"{parsed:.1f}", "3"))
    rows.append(("time for ten copies of a text relative to one", f"{tenfold:.1f}", "11"))
    rows.append(("peak memory (MB)", f"{peak:.0f}", "80"))
    for what, result, bound in rows:
        print(f"{what:<60}{result:>24}{bound:>12}")


if __name__ == "__main__":
    main()
