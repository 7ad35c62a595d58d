import pytest
from playwright.sync_api import Browser

from tests.browsing import ABSENT, find_chromium, mislabelled, overflow


def test_without_a_browser_a_page_test_is_skipped_and_says_so() -> None:
    with pytest.raises(pytest.skip.Exception, match=ABSENT):
        find_chromium({"CHROMIUM": "/nowhere/chromium"})


def test_without_a_browser_a_required_page_test_fails() -> None:
    with pytest.raises(pytest.fail.Exception, match=ABSENT):
        find_chromium({"CHROMIUM": "/nowhere/chromium", "REQUIRE_PAGE_TESTS": "1"})


@pytest.mark.enable_socket
def test_a_control_whose_name_hides_what_it_says_is_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(
        "<label for=day>Until</label><input id=day type=date aria-label=value>"
        "<button aria-label='Remove the link'>Remove</button><button aria-label=x>Save</button>"
        "<label>Emoji <select><option>one</select></label>"
    )
    found = mislabelled(page)
    page.close()
    assert found == ["'value' is read as 'Until'", "'x' is read as 'Save'"]


@pytest.mark.enable_socket
def test_what_is_wider_than_the_window_is_measured(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 380, "height": 700})
    page.set_content("<body style='margin: 0'><div style='width: 400px'>wide</div>")
    found = overflow(page)
    page.close()
    assert found == 20
