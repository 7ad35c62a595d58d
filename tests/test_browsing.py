import pytest

from tests.browsing import ABSENT, find_chromium


def test_without_a_browser_a_page_test_is_skipped_and_says_so() -> None:
    with pytest.raises(pytest.skip.Exception, match=ABSENT):
        find_chromium({"CHROMIUM": "/nowhere/chromium"})


def test_without_a_browser_a_required_page_test_fails() -> None:
    with pytest.raises(pytest.fail.Exception, match=ABSENT):
        find_chromium({"CHROMIUM": "/nowhere/chromium", "REQUIRE_PAGE_TESTS": "1"})
