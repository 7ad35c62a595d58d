"""The intervals of the periodic jobs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ticks:
    """Intervals of the jobs in seconds; ``home_rest`` is the minimum between a Home's updates."""

    send: float = 1
    work: float = 1
    remind: float = 5
    summarise: float = 2
    home: float = 5
    home_rest: float = 10
    listen: float = 5
    audit: float = 30
    database: float = 20


AS_USUAL = Ticks()
# In the sandbox people wait for every step, and there is no rate limit.
IN_THE_SANDBOX = Ticks(remind=1, summarise=1, home=1, home_rest=1, database=2)
