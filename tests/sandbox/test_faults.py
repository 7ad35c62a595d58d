import http.client
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from sandbox.faults import Fault, FaultKind, FaultMiddleware, Faults, JournalEntry
from sandbox.serving import Served, listen, serve


@dataclass
class Counter:
    """A service that counts its calls."""

    acted: list[str] = field(default_factory=list)

    async def __call__(self, scope, receive, send) -> None:  # type: ignore[no-untyped-def]  # as ASGI calls it  # noqa: ANN001
        body = await Request(scope, receive).body()
        self.acted.append(body.decode())
        response: Response = PlainTextResponse(f"act {len(self.acted)} done")
        await response(scope, receive, send)


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def counter() -> Counter:
    return Counter()


@pytest.fixture
def served(counter: Counter, faults: Faults) -> Iterator[Served]:
    app = FaultMiddleware(counter, faults, lambda method, path: f"{method} {path}")
    with serve(app, listen()) as address:
        yield address


def post(served: Served, body: str = "x") -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
    try:
        connection.request("POST", "/act", body)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("kind", "answer", "acts"),
    [
        (FaultKind.STATUS, (500, "Internal Server Error"), 0),
        (FaultKind.RATE_LIMITED, (429, "Retry later\n"), 0),
        (FaultKind.STATUS_AFTER, (500, "Internal Server Error"), 1),
        (FaultKind.SLOW_BODY, (200, "act 1 done"), 1),
    ],
)
def test_some_faults_answer(
    served: Served,
    faults: Faults,
    counter: Counter,
    kind: FaultKind,
    answer: tuple[int, str],
    acts: int,
) -> None:
    faults.plan(Fault("POST /act", kind, seconds=0.01))
    assert post(served) == answer
    assert len(counter.acted) == acts


@pytest.mark.parametrize(
    ("kind", "acts"),
    [
        (FaultKind.RESET, 0),
        (FaultKind.HANG, 0),
        (FaultKind.LOSE_REPLY, 1),
        (FaultKind.HANG_AFTER, 1),
        (FaultKind.HALF_BODY, 1),
    ],
)
def test_some_faults_go_silent(
    served: Served, faults: Faults, counter: Counter, kind: FaultKind, acts: int
) -> None:
    faults.plan(Fault("POST /act", kind, seconds=0.01))
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        post(served)
    assert len(counter.acted) == acts
    assert post(served) == (200, f"act {acts + 1} done")


def test_a_fault_strikes_as_often_as_planned_after_letting_calls_pass(
    served: Served, faults: Faults
) -> None:
    faults.plan(Fault("*", FaultKind.STATUS, times=2, skip=1))
    assert [post(served)[0] for _ in range(4)] == [200, 500, 500, 200]


def test_a_fault_without_an_end_strikes_until_it_is_cleared(served: Served, faults: Faults) -> None:
    faults.plan(Fault("*", FaultKind.STATUS, times=None))
    assert [post(served)[0] for _ in range(3)] == [500, 500, 500]
    faults.clear()
    assert post(served)[0] == 200


def test_a_probable_fault_strikes_the_same_calls_for_the_same_seed() -> None:
    def strikes(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.plan(Fault("*", FaultKind.STATUS, times=None, probability=0.5))
        return [faults.next_fault("x") is not None for _ in range(20)]

    assert strikes(7) == strikes(7)
    assert set(strikes(7)) == {True, False}


def test_a_fault_for_another_operation_leaves_this_one_alone(
    served: Served, faults: Faults
) -> None:
    faults.plan(Fault("POST /other", FaultKind.STATUS))
    assert post(served)[0] == 200


def test_the_journal_keeps_every_call_and_how_it_was_answered(
    served: Served, faults: Faults
) -> None:
    faults.plan(Fault("*", FaultKind.STATUS, skip=1))
    post(served, "first")
    post(served, "second")
    assert faults.journal("POST /act") == (
        JournalEntry("POST /act", "POST", "/act", "", b"first", 200),
        JournalEntry("POST /act", "POST", "/act", "", b"second", 500, FaultKind.STATUS),
    )
    faults.forget()
    assert faults.journal() == ()
