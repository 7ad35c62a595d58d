"""The console script in a separate process, forked from one that has it loaded.

Loading takes longer than most commands do; the process, its environment and its exit are real.
"""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from sandbox.run import Sandbox
from slackapp.cli.demo import EXAMPLE_CATALOG
from slackapp.cli.entry import main
from tests.slackapp.started import Campaign

PATIENCE_SECONDS = 60
LOADED = multiprocessing.get_context("forkserver")
LOADED.set_forkserver_preload(["slackapp.cli.main", "slackapp.cli.entry"])


def run(
    *words: str, environment: Mapping[str, str], folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `runtime-upgrade` with these arguments; ``environment`` is all it has besides PATH."""
    with TemporaryDirectory() as kept:
        out, err = Path(kept) / "out", Path(kept) / "err"
        env = {"PATH": os.environ["PATH"], **environment}
        process = LOADED.Process(target=_become, args=(words, env, folder or Path.cwd(), out, err))
        process.start()
        process.join(PATIENCE_SECONDS)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(words, PATIENCE_SECONDS)
        return subprocess.CompletedProcess(
            words, process.exitcode, out.read_text(), err.read_text()
        )


def environment_of(box: Sandbox, **changed: str) -> dict[str, str]:
    """Return the settings of an assistant in a sandbox, as environment variables."""
    return {
        "SLACK_BOT_TOKEN": box.slack.bot_token,
        "SLACK_APP_TOKEN": box.slack.app_token,
        "SLACK_API_URL": box.slack.api_url,
        "GITLAB_URL": box.gitlab.url,
        "GITLAB_TOKEN": box.gitlab.token,
        "RUNTIME_UPGRADE_CATALOG": str(EXAMPLE_CATALOG),
        **changed,
    }


def run_beside(campaign: Campaign, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `runtime-upgrade` on the database of an assistant that is running."""
    url = campaign.assistant.deps.store.engine.url.render_as_string()
    return run(*words, environment={"RUNTIME_UPGRADE_DATABASE_URL": url})


def _become(
    words: tuple[str, ...], env: Mapping[str, str], folder: Path, out: Path, err: Path
) -> None:
    os.environ.clear()
    os.environ.update(env)
    os.chdir(folder)
    for path, descriptor in ((Path(os.devnull), 0), (out, 1), (err, 2)):
        flags = os.O_RDONLY if descriptor == 0 else os.O_WRONLY | os.O_CREAT
        os.dup2(os.open(path, flags, 0o600), descriptor)
    sys.argv = ["runtime-upgrade", *words]
    main()
