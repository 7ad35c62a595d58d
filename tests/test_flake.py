"""Counting failures: every broken run is counted, and a good run is not."""

from collections import Counter

import pytest

from tests.flake import failed_tests, report

SUMMARY = """
=========================== short test summary info ============================
FAILED tests/a.py::test_one[x - y] - AssertionError: assert 1 == 2
ERROR tests/b.py::test_two - RuntimeError
2 failed, 3 passed in 1.00s
"""


@pytest.mark.parametrize(
    ("exit_code", "output", "failed"),
    [
        (0, "3 passed in 1.00s", []),
        (1, SUMMARY, ["tests/a.py::test_one[x - y]", "tests/b.py::test_two"]),
        (3, "INTERNALERROR", ["pytest itself, with exit code 3"]),
        (5, "no tests ran", ["pytest itself, with exit code 5"]),
    ],
)
def test_every_failure_is_counted(exit_code: int, output: str, failed: list[str]) -> None:
    assert failed_tests(exit_code, output) == failed


def test_the_most_frequent_comes_first() -> None:
    assert report(Counter({"a": 1, "b": 2}), 3) == (
        "Failures by test:\n   2 of 3  b\n   1 of 3  a\nThe output is in build/flake."
    )
    assert report(Counter(), 3) == "No test failed in 3 runs."
