"""The public holidays of a country or a part of it, from a package that needs no network."""

from datetime import date
from functools import cache

import holidays

# Campaigns last months; dates are compared with the story's clock, which may lie back.
YEARS = range(2015, 2051)
EVERYWHERE = frozenset(date(year, *day) for year in YEARS for day in ((1, 1), (12, 25)))
"""The days off of a made-up country, besides its own: New Year's Day and Christmas Day."""


def is_known_country(code: str) -> bool:
    """Return whether the holidays of a country (`DE`) or its subdivision (`DE-BY`) are known.

    Codes are those of ISO 3166.
    """
    country, _, part = code.partition("-")
    parts = _supported().get(country)
    return parts is not None and (not part or part in parts)


def parts_of(code: str) -> tuple[str, ...]:
    """List the codes of the known subdivisions of a code's country."""
    country = code.partition("-")[0]
    return tuple(f"{country}-{part}" for part in _supported().get(country, ()))


@cache
def _supported() -> dict[str, list[str]]:
    return holidays.list_supported_countries(include_aliases=False)


@cache
def public_holidays(code: str) -> frozenset[date]:
    """Return the public holidays of a country or its subdivision; empty for an unknown one."""
    if not is_known_country(code):
        return frozenset()
    country, _, part = code.partition("-")
    return frozenset(holidays.country_holidays(country, subdiv=part or None, years=YEARS))


def holidays_of_made_up(code: str, default: str) -> frozenset[date]:
    """Return the public holidays of a code that only the catalog knows.

    They are those of the country it begins with (`DE-ACME`), else of the ``default`` country.
    """
    country = code.partition("-")[0]
    return public_holidays(country) or public_holidays(default) or EVERYWHERE
