"""Settings, read from the environment or from secret files."""

import os
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SECRETS_FOLDER = Path("/run/secrets")
CREDENTIALS = "CREDENTIALS_DIRECTORY"  # systemd.exec(5), LoadCredential
DATABASES = ("sqlite:///", "postgresql")


class SettingsError(Exception):
    """A setting is missing or invalid; the message names it and explains the fix."""


class Settings(BaseSettings):
    """The assistant's settings; the environment variables have the same names in upper case."""

    model_config = SettingsConfigDict(
        extra="ignore", frozen=True, hide_input_in_errors=True, env_ignore_empty=True
    )

    slack_bot_token: SecretStr = Field(min_length=1)
    slack_app_token: SecretStr = Field(min_length=1)
    slack_api_url: str = "https://slack.com/api/"
    gitlab_url: str
    gitlab_token: SecretStr = Field(min_length=1)
    runtime_upgrade_database_url: str = "sqlite:///runtime-upgrade.db"
    runtime_upgrade_catalog: Path = Path("catalog")
    runtime_upgrade_metrics_port: int | None = Field(default=None, ge=1, le=65535)

    @field_validator("gitlab_url", "slack_api_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if not value.startswith(("https://", "http://")):
            raise ValueError("give an address that starts with https://")
        return value

    @field_validator("runtime_upgrade_database_url")
    @classmethod
    def _is_a_database(cls, value: str) -> str:
        return checked_database(value)

    @field_validator("slack_api_url")
    @classmethod
    def _ends_with_a_slash(cls, value: str) -> str:
        return value if value.endswith("/") else f"{value}/"


class TerminalSettings(BaseSettings):
    """The settings that verbs in a terminal need: the database and the catalog."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True)

    gitlab_url: str = ""
    gitlab_token: SecretStr = SecretStr("")
    runtime_upgrade_database_url: str = "sqlite:///runtime-upgrade.db"
    runtime_upgrade_catalog: Path = Path("catalog")

    @field_validator("runtime_upgrade_database_url")
    @classmethod
    def _is_a_database(cls, value: str) -> str:
        return checked_database(value)


def checked_database(value: str) -> str:
    """Return a database URL unchanged, or raise ValueError if the database is not supported."""
    if not value.startswith(DATABASES):
        raise ValueError("give an address like sqlite:////var/lib/runtime-upgrade/assistant.db")
    return value


def secrets_folders(given: Path = SECRETS_FOLDER) -> list[Path]:
    """Return the existing secrets folders: systemd's credentials, then the given folder."""
    folders = [Path(os.environ[CREDENTIALS])] if CREDENTIALS in os.environ else []
    return [folder for folder in (*folders, given) if folder.is_dir()]


def read_terminal_settings(secrets_folder: Path = SECRETS_FOLDER) -> TerminalSettings:
    """Read the settings that verbs in a terminal need.

    Raises:
        SettingsError: a setting is missing or invalid; one sentence lists all of them.
    """
    try:
        return TerminalSettings(_secrets_dir=secrets_folders(secrets_folder))
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from None


def read_settings(secrets_folder: Path = SECRETS_FOLDER) -> Settings:
    """Read the settings.

    Raises:
        SettingsError: a setting is missing or invalid; one sentence lists all of them.
    """
    try:
        return Settings(_secrets_dir=secrets_folders(secrets_folder))
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from None


def _sentence(error: ValidationError) -> str:
    missing = [_name(e["loc"]) for e in error.errors() if e["type"] == "missing"]
    wrong = [
        f"{_name(e['loc'])} is invalid: {e['msg'].removeprefix('Value error, ')}"
        for e in error.errors()
        if e["type"] != "missing"
    ]
    parts = [f"Set {', '.join(missing)} in the environment"] if missing else []
    return "; ".join([*parts, *wrong]) + ". See docs/configuration.md."


def _name(location: tuple[int | str, ...]) -> str:
    return str(location[0]).upper()
