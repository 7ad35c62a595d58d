"""Wrong settings give one sentence, never a traceback; secrets may be files."""

import json
import subprocess
from pathlib import Path

import pytest

from sandbox.run import Sandbox
from slackapp.cli.demo import EXAMPLE_CATALOG
from slackapp.settings import SettingsError, read_settings, settings_of
from tests import terminal

SEE = "See docs/configuration.md."
NO_FOLDER = "The database cannot be used: its folder /nowhere/at does not exist: create it."
SEE_DATABASE = "See RUNTIME_UPGRADE_DATABASE_URL in docs/configuration.md."
SET_CATALOG = "set RUNTIME_UPGRADE_CATALOG to the folder that contains it."
EXAMPLE = "sqlite:////var/lib/runtime-upgrade/assistant.db"
LIKE = f"give an address like {EXAMPLE}"
GOOD = {
    "SLACK_BOT_TOKEN": "xoxb-secret-bot",
    "SLACK_APP_TOKEN": "xapp-secret-app",
    "GITLAB_URL": "https://gitlab.example",
    "GITLAB_TOKEN": "glpat-secret",
    "RUNTIME_UPGRADE_CATALOG": str(EXAMPLE_CATALOG),
}


def run(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return terminal.run(*words, environment=environment, folder=folder)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            {"GITLAB_TOKEN": "", "SLACK_APP_TOKEN": ""},
            f"Set SLACK_APP_TOKEN, GITLAB_TOKEN in the environment. {SEE}",
        ),
        (
            {"RUNTIME_UPGRADE_CATALOG": "nowhere"},
            f"The catalog has no working-group.yml in nowhere: {SET_CATALOG}",
        ),
        (
            {"RUNTIME_UPGRADE_DATABASE_URL": "sqlite:////nowhere/at/all.db"},
            f"{NO_FOLDER} {SEE_DATABASE}",
        ),
    ],
)
def test_a_wrong_setting_is_one_sentence_in_the_log(
    tmp_path: Path, changed: dict[str, str], sentence: str
) -> None:
    done = run(tmp_path, "serve", **{**GOOD, **changed})

    line = json.loads(done.stderr)
    assert (done.returncode, done.stdout) == (2, "")
    assert (line["level"], line["event"], line["why"]) == ("error", "cannot_start", sentence)


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("GITLAB_URL", "gitlab.example", "give an address that starts with https://"),
        ("GITLAB_URL", "http://[::1", "give an address that starts with https://"),
        ("GITLAB_URL", "https://gitlab.example:port", "give an address that starts with https://"),
        (
            "GITLAB_URL",
            "https://me:secret@gitlab.example",
            "remove the user name and the password from the address",
        ),
        ("GITLAB_URL", "https://gitlab.example/?a", "give an address without spaces, ? and #"),
        ("GITLAB_URL", "https://gitlab.example/api/v4", "remove /api and what follows it"),
        ("SLACK_BOT_TOKEN", "xapp-1", "give the Bot User OAuth Token, which starts with xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-1", "give the App-Level Token, which starts with xapp-"),
        (
            "GITLAB_TOKEN",
            "gldt-secret",
            "this is a deploy token: give a personal, group or project access token",
        ),
        (
            "GITLAB_TOKEN",
            "glpat-sec\nret",
            "it contains a space, a line break or a special character: copy it again",
        ),
        (
            "RUNTIME_UPGRADE_CA_FILE",
            "nowhere.pem",
            "nowhere.pem cannot be read (No such file or directory)",
        ),
        (
            "RUNTIME_UPGRADE_CA_FILE",
            __file__,
            f"{__file__} contains no certificates in PEM format",
        ),
        (
            "RUNTIME_UPGRADE_DATABASE_URL",
            "mysql://secret@host/x",
            LIKE,
        ),
        *(
            (
                "RUNTIME_UPGRADE_DATABASE_URL",
                url,
                f"a database in memory is lost when the program ends: {LIKE}",
            )
            for url in ("sqlite:///", "sqlite://", "sqlite:///:memory:")
        ),
        (
            "RUNTIME_UPGRADE_DATABASE_URL",
            "postgresql+psycopg://me:secret@host/x",
            "the driver psycopg of postgresql+psycopg is not installed: install it, or use SQLite",
        ),
    ],
)
def test_each_wrong_value_says_what_to_do(name: str, value: str, why: str) -> None:
    with pytest.raises(SettingsError) as error:
        settings_of(**{n.lower(): v for n, v in {**GOOD, name: value}.items()})

    assert str(error.value) == f"{name} is invalid: {why}. {SEE}"


def test_a_wrong_setting_is_one_sentence_in_a_terminal(tmp_path: Path) -> None:
    done = run(tmp_path, "list", RUNTIME_UPGRADE_CATALOG="nowhere")

    sentence = f"The catalog has no working-group.yml in nowhere: {SET_CATALOG}"
    assert (done.returncode, done.stdout, done.stderr.strip()) == (2, "", sentence)


def test_a_verb_in_a_terminal_needs_only_the_catalog(tmp_path: Path) -> None:
    done = run(tmp_path, "list", RUNTIME_UPGRADE_CATALOG=GOOD["RUNTIME_UPGRADE_CATALOG"])

    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "runtime-upgrade.db").stat().st_mode & 0o077 == 0


def test_secrets_come_from_systemds_credentials_too(tmp_path: Path, box: Sandbox) -> None:
    for name in ("slack_bot_token", "slack_app_token", "gitlab_token"):
        (tmp_path / name).write_text(
            {
                "slack_bot_token": box.slack.bot_token,
                "slack_app_token": box.slack.app_token,
                "gitlab_token": box.gitlab.token,
            }[name]
        )

    done = run(
        tmp_path,
        "doctor",
        CREDENTIALS_DIRECTORY=str(tmp_path),
        SLACK_API_URL=box.slack.api_url,
        GITLAB_URL=box.gitlab.url,
        RUNTIME_UPGRADE_CATALOG=GOOD["RUNTIME_UPGRADE_CATALOG"],
    )

    assert "SLACK_BOT_TOKEN belongs to runtime-upgrade" in done.stdout
    assert "GITLAB_TOKEN belongs to runtime-upgrade-bot" in done.stdout


def test_secrets_come_from_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in GOOD:
        monkeypatch.delenv(name, raising=False)
    for name, value in GOOD.items():
        (tmp_path / name.lower()).write_text(f"{value}\n")

    settings = read_settings(tmp_path)

    assert settings.slack_bot_token.get_secret_value() == "xoxb-secret-bot"
    assert "secret" not in repr(settings)


@pytest.mark.parametrize("around", ["{}\n", "\ufeff{}", " {} ", '"{}"', "'{}'\n"])
def test_what_copying_adds_to_a_value_is_removed(around: str) -> None:
    values = {name.lower(): around.format(value) for name, value in GOOD.items()}

    assert settings_of(**values) == settings_of(**{n.lower(): v for n, v in GOOD.items()})
