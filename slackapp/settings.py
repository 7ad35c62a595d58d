"""Settings, read from the environment or from secret files."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url

from slackapp.connection.proxies import use_proxies
from slackapp.logs import remember_secrets
from slackapp.setting_values import (
    checked_address,
    checked_bundle,
    checked_database,
    checked_gitlab_address,
    checked_gitlab_token,
    checked_slack_token,
    cleaned,
)

SECRETS_FOLDER = Path("/run/secrets")
CREDENTIALS = "CREDENTIALS_DIRECTORY"  # systemd.exec(5), LoadCredential


class SettingsError(Exception):
    """A setting is missing or invalid; the message names it and explains the fix."""


Database = Annotated[str, AfterValidator(checked_database)]
Bundle = Annotated[Path, AfterValidator(checked_bundle)]


class _Common(BaseSettings):
    """The settings that every command uses; values are cleaned before they are checked."""

    model_config = SettingsConfigDict(
        extra="ignore", frozen=True, hide_input_in_errors=True, env_ignore_empty=True
    )

    runtime_upgrade_database_url: Database = "sqlite:///runtime-upgrade.db"
    runtime_upgrade_catalog: Path = Path("catalog")
    runtime_upgrade_ca_file: Bundle | None = None
    https_proxy: SecretStr | None = None
    http_proxy: SecretStr | None = None
    all_proxy: SecretStr | None = None
    no_proxy: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _are_clean(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Clean every value; one of which nothing is left is missing."""
        clean = {k: cleaned(v) if isinstance(v, str) else v for k, v in values.items()}
        return {name: value for name, value in clean.items() if value != ""}


class Settings(_Common):
    """The assistant's settings; the environment variables have the same names in upper case."""

    slack_bot_token: SecretStr = Field(min_length=1)
    slack_app_token: SecretStr = Field(min_length=1)
    slack_api_url: str = "https://slack.com/api/"
    gitlab_url: str
    gitlab_token: SecretStr = Field(min_length=1)
    runtime_upgrade_metrics_port: int | None = Field(default=None, ge=1, le=65535)

    @field_validator("slack_bot_token")
    @classmethod
    def _is_a_bot_token(cls, value: SecretStr) -> SecretStr:
        checked_slack_token(value.get_secret_value(), "xoxb-", "Bot User OAuth Token")
        return value

    @field_validator("slack_app_token")
    @classmethod
    def _is_an_app_token(cls, value: SecretStr) -> SecretStr:
        checked_slack_token(value.get_secret_value(), "xapp-", "App-Level Token")
        return value

    @field_validator("gitlab_token")
    @classmethod
    def _is_a_gitlab_token(cls, value: SecretStr) -> SecretStr:
        checked_gitlab_token(value.get_secret_value())
        return value

    @field_validator("gitlab_url")
    @classmethod
    def _is_a_gitlab(cls, value: str) -> str:
        return checked_gitlab_address(value)

    @field_validator("slack_api_url")
    @classmethod
    def _ends_with_a_slash(cls, value: str) -> str:
        return checked_address(value).rstrip("/") + "/"


class TerminalSettings(_Common):
    """The settings that verbs in a terminal need: the database and the catalog."""

    gitlab_url: str = ""
    gitlab_token: SecretStr = SecretStr("")

    @field_validator("gitlab_url")
    @classmethod
    def _is_a_gitlab(cls, value: str) -> str:
        return checked_gitlab_address(value) if value else ""

    @field_validator("gitlab_token")
    @classmethod
    def _is_a_gitlab_token(cls, value: SecretStr) -> SecretStr:
        checked_gitlab_token(value.get_secret_value())
        return value


Read = TypeVar("Read", Settings, TerminalSettings)


def secrets_folders(given: Path = SECRETS_FOLDER) -> list[Path]:
    """Return the existing secrets folders: systemd's credentials, then the given folder."""
    folders = [Path(os.environ[CREDENTIALS])] if CREDENTIALS in os.environ else []
    return [folder for folder in (*folders, given) if folder.is_dir()]


def read_terminal_settings(secrets_folder: Path = SECRETS_FOLDER) -> TerminalSettings:
    """Read the settings that verbs in a terminal need.

    Raises:
        SettingsError: a setting is missing or invalid; one sentence lists all of them.
    """
    return _read(TerminalSettings, secrets_folder)


def read_settings(secrets_folder: Path = SECRETS_FOLDER) -> Settings:
    """Read the settings.

    Raises:
        SettingsError: a setting is missing or invalid; one sentence lists all of them.
    """
    return _read(Settings, secrets_folder)


def settings_of(**given: object) -> Settings:
    """Return settings with these values; the others are read from the environment.

    Raises:
        SettingsError: a setting is missing or invalid; one sentence lists all of them.
    """
    return _read(Settings, SECRETS_FOLDER, **given)


def _read(kind: type[Read], secrets_folder: Path, **given: Any) -> Read:  # noqa: ANN401 - any field
    """Read settings; from then on their secrets are redacted, and every client uses the proxies."""
    try:
        settings = kind(_secrets_dir=secrets_folders(secrets_folder), **given)
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from None
    except UnicodeDecodeError:
        raise SettingsError("A file of settings is not UTF-8 text: write it again.") from None
    remember_secrets(_secrets_of(settings))
    use_proxies(settings.https_proxy, settings.http_proxy, settings.all_proxy, settings.no_proxy)
    return settings


def _secrets_of(settings: Settings | TerminalSettings) -> Iterator[str]:
    """Yield the tokens, and the passwords in addresses."""
    given = [value for _, value in settings if isinstance(value, SecretStr)]
    yield from (value.get_secret_value() for value in given)
    database = make_url(settings.runtime_upgrade_database_url)
    yield str(database.password or "")
    proxies = (settings.https_proxy, settings.http_proxy, settings.all_proxy)
    yield from (urlsplit(one.get_secret_value()).password or "" for one in proxies if one)


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
