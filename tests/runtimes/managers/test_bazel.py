"""The toolchains of Bazel."""

import pytest

from runtimes.pins import find_pins

Seen = tuple[int, str, str, str]


def seen(path: str, text: str) -> list[Seen]:
    """Line, runtime, raw and edit of each pin."""
    return [(pin.line, pin.runtime, pin.raw, pin.edit) for pin in find_pins(path, text)]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (
            "MODULE.bazel",
            (
                'go_sdk = use_extension("x", "go_sdk")\n'
                'go_sdk.download(version = "1.20.5")\n'
                'python.toolchain(python_version = "3.11")\n'
            ),
            [(2, "go", "1.20.5", "yes"), (3, "python", "3.11", "yes")],
        ),
        (
            "WORKSPACE",
            'go_register_toolchains(\n    version = "1.20.5",\n)\n',
            [(2, "go", "1.20.5", "yes")],
        ),
    ],
)
def test_a_registered_sdk_is_a_pin(path: str, text: str, expected: list[Seen]) -> None:
    assert seen(path, text) == expected
