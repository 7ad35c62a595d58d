import pytest

from campaigns.summary.critical_path import END, Step, order_steps, run_steps, trace_back


def steps(*listed: Step) -> dict[str, Step]:
    return {step.key: step for step in listed}


def last(*after: str) -> Step:
    return Step(END, after=after)


def test_a_step_begins_when_its_predecessors_finish_in_each_run() -> None:
    ordered = order_steps(
        steps(
            last("c"),
            Step("c", ("a", "b"), [1.0, 1.0]),
            Step("a", (), [3.0, 1.0]),
            Step("b", (), [2.0, 5.0]),
        )
    )

    assert run_steps(ordered, 2) == {"a": [3, 1], "b": [2, 5], "c": [4, 6], END: [4, 6]}
    assert run_steps(ordered, 2, {"b": 2.0})[END] == [4, 3]


def test_the_critical_path_is_traced_back_from_the_end() -> None:
    ordered = order_steps(
        steps(
            last("c", "d"),
            Step("c", ("a", "b"), [1.0, 1.0]),
            Step("a", (), [3.0, 1.0]),
            Step("b", (), [2.0, 5.0]),
            Step("d", (), [0.5, 0.5]),
        )
    )

    assert trace_back(ordered, run_steps(ordered, 2), 2) == {"a": 0.5, "b": 0.5, "c": 1, END: 1}


def test_items_in_a_blocking_cycle_do_not_wait_for_ever() -> None:
    ordered = order_steps(
        steps(
            last("a", "b", "c"),
            Step("a", (), [1.0], hoped_after=("b",)),
            Step("b", (), [2.0], hoped_after=("c",)),
            Step("c", (), [4.0], hoped_after=("a",)),
        )
    )

    kept = [hope for step in ordered for hope in step.hoped_after]
    assert len(kept) == 2
    assert run_steps(ordered, 1)[END] == [7.0]


def test_an_item_that_waits_for_one_behind_its_gate_does_not_wait_for_ever() -> None:
    ordered = order_steps(
        steps(
            Step("first", (), [1.0], hoped_after=("later",)),
            Step("gate", ("first",)),
            Step("later", ("gate",), [2.0]),
            last("later"),
        )
    )

    assert run_steps(ordered, 1)[END] == [3.0]


def test_steps_that_must_wait_for_each_other_are_an_error() -> None:
    with pytest.raises(ValueError, match="depend on each other"):
        order_steps(steps(Step("a", ("b",)), Step("b", ("a",))))
