"""The public holidays of a country, from a package that works offline."""

from datetime import date
from functools import cache

import holidays

# Campaigns last for months, and the story clock, which dates are compared with, may run behind.
YEARS = range(2015, 2051)


def is_known_country(country: str) -> bool:
    """Return whether a country's holidays are known, by its ISO 3166 code (`DE`)."""
    return country in holidays.list_supported_countries(include_aliases=False)


@cache
def public_holidays(country: str) -> frozenset[date]:
    """Return a country's public holidays; empty for an unknown country."""
    if not is_known_country(country):
        return frozenset()
    return frozenset(holidays.country_holidays(country, years=YEARS))
