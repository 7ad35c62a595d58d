"""The speed of the sandbox's Slack, compared with a bare Starlette app returning the same bytes.

Run with ``python bench/sandbox_slack.py``. The load comes from other processes over loopback, for
a few seconds.
"""

import http.client
import json
import multiprocessing
import os
import statistics
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from shutil import which

from playwright.sync_api import sync_playwright
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.run import start_sandbox, start_slack
from sandbox.serving import listen, serve

POSTS = 3_000
CONNECTIONS = 4
CHANNEL = "C0WGRUNTIME"
TOKEN = "xoxb-sandbox-bot-token"  # noqa: S105 - the sandbox's own
HEADERS = {"content-type": "application/json; charset=utf-8", "authorization": f"Bearer {TOKEN}"}


def post_many(url: str, count: int) -> None:
    """Post ``count`` short messages over one connection, without pauses."""
    connection = http.client.HTTPConnection("127.0.0.1", int(url.rpartition(":")[2]))
    body = json.dumps({"channel": CHANNEL, "text": "a short message"})
    for _ in range(count):
        connection.request("POST", "/api/chat.postMessage", body, HEADERS)
        connection.getresponse().read()
    connection.close()


def posts_a_second(url: str) -> float:
    """Measure posts per second from separate processes."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(CONNECTIONS) as pool:
        pool.starmap(post_many, [(url, 20)] * CONNECTIONS)
        started = time.perf_counter()
        pool.starmap(post_many, [(url, POSTS // CONNECTIONS)] * CONNECTIONS, chunksize=1)
        return POSTS / (time.perf_counter() - started)


def one_answer() -> bytes:
    """Return the bytes of one real response, for the bare app."""
    with start_slack() as slack:
        body = json.dumps({"channel": CHANNEL, "text": "a short message"}).encode()
        request = urllib.request.Request(f"{slack.api_url}chat.postMessage", body, HEADERS)  # noqa: S310
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - loopback
            return bytes(answer.read())


def bare_app(answer: bytes) -> Starlette:
    """Build an app that reads a JSON body and returns fixed bytes."""

    async def endpoint(request: Request) -> Response:
        json.loads(await request.body())
        return Response(answer, media_type="application/json; charset=utf-8")

    return Starlette(routes=[Route("/api/{method:path}", endpoint, methods=["POST"])])


def median_ms(act: Callable[[], object], times: int) -> float:
    """Return the median time of an action in milliseconds."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        act()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken) * 1000


def start_and_stop() -> None:
    """Start a new sandbox with Slack and GitLab, and stop it again, as tests do."""
    with start_sandbox():
        pass


def card() -> list[dict[str, object]]:
    """Build the blocks of a campaign of 29 items, each with a button."""
    button = {"type": "button", "text": {"type": "plain_text", "text": "Unblocked"}}
    return [
        {
            "type": "section",
            "text": {"type": "mrkdwn", "text": f":no_entry: *Item {n}* · blocked · <@U0GUS>"},
            "accessory": button | {"action_id": f"unblock-{n}", "value": str(n)},
        }
        for n in range(29)
    ]


@contextmanager
def page_of_a_campaign() -> Iterator[str]:
    """Serve the page of a channel with a 29-item card, and yield its URL."""
    with start_slack() as slack:
        body = json.dumps({"channel": CHANNEL, "text": "card", "blocks": card()}).encode()
        request = urllib.request.Request(f"{slack.api_url}chat.postMessage", body, HEADERS)  # noqa: S310
        urllib.request.urlopen(request).close()  # noqa: S310 - loopback
        yield slack.url


def page_ms() -> float:
    """Measure the milliseconds until the page is received."""
    with page_of_a_campaign() as url:
        return median_ms(lambda: urllib.request.urlopen(url).read(), 20)  # noqa: S310 - loopback


def shown_ms() -> float | None:
    """Measure the milliseconds until Chromium shows the page; None if it is not installed."""
    chromium = os.environ.get("CHROMIUM") or which("chromium") or which("google-chrome")
    if chromium is None:
        return None
    with page_of_a_campaign() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()

        def show() -> None:
            page.goto(url, wait_until="load")
            page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")

        show()
        taken = median_ms(show, 20)
        browser.close()
    return taken


def main() -> None:
    """Print the table."""
    with serve(bare_app(one_answer()), listen()) as served:
        bare = posts_a_second(served.url)
    with start_slack() as slack:
        ours = posts_a_second(slack.url)
    fresh, page, shown = median_ms(start_and_stop, 20), page_ms(), shown_ms()
    rows = [
        ("what", "measured", "bound", "ratio"),
        ("posts per second, limits off", f"{ours:.0f}", "1000", f"{ours / bare:.2f} of bare"),
        ("the same from a bare Starlette app", f"{bare:.0f}", "", "1.00"),
        ("a new sandbox, both services (ms)", f"{fresh:.1f}", "50", f"{fresh / 50:.2f} of it"),
        ("the page of a 29-item card, sent (ms)", f"{page:.1f}", "", ""),
        (
            "the same, shown by Chromium (ms)",
            f"{shown:.1f}" if shown else "skipped",
            "200",
            f"{shown / 200:.2f} of it" if shown else "",
        ),
    ]
    for what, measured, bound, ratio in rows:
        print(f"{what:<40}{measured:>12}{bound:>12}{ratio:>16}")


if __name__ == "__main__":
    main()
