"""Settings, from the environment or from files of secrets; wrong ones are one sentence."""

from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SECRETS_FOLDER = Path("/run/secrets")


class SettingsError(Exception):
    """A setting is missing or wrong; the message names it and says what to do."""


class Settings(BaseSettings):
    """What the assistant is told from outside; each name is the variable's, in capitals."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    slack_bot_token: SecretStr = Field(min_length=1)
    slack_app_token: SecretStr = Field(min_length=1)
    slack_api_url: str = "https://slack.com/api/"
    gitlab_url: str
    gitlab_token: SecretStr = Field(min_length=1)
    runtime_upgrade_database_url: str = "sqlite:///runtime-upgrade.db"
    runtime_upgrade_catalog: Path = Path("catalog")

    @field_validator("gitlab_url", "slack_api_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if not value.startswith(("https://", "http://")):
            raise ValueError("give an address that starts with https://")
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _ends_with_a_slash(cls, value: str) -> str:
        return value if value.endswith("/") else f"{value}/"


class TerminalSettings(BaseSettings):
    """What the verbs on a terminal need: the database and the catalog."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    gitlab_url: str = ""
    gitlab_token: SecretStr = SecretStr("")
    runtime_upgrade_database_url: str = "sqlite:///runtime-upgrade.db"
    runtime_upgrade_catalog: Path = Path("catalog")


def read_settings(secrets_folder: Path = SECRETS_FOLDER) -> Settings:
    """Read the settings.

    Raises:
        SettingsError: names what is missing or wrong, one sentence.
    """
    folder = secrets_folder if secrets_folder.is_dir() else None
    try:
        return Settings(_secrets_dir=folder)
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from None


def _sentence(error: ValidationError) -> str:
    missing = [_name(e["loc"]) for e in error.errors() if e["type"] == "missing"]
    wrong = [
        f"{_name(e['loc'])} is wrong: {e['msg'].removeprefix('Value error, ')}"
        for e in error.errors()
        if e["type"] != "missing"
    ]
    parts = [f"Set {', '.join(missing)} in the environment"] if missing else []
    return "; ".join([*parts, *wrong]) + ". See docs/configuration.md."


def _name(location: tuple[int | str, ...]) -> str:
    return str(location[0]).upper()
