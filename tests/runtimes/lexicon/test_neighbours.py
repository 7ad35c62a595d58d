"""Whether a token names a runtime is decided with its left and right neighbours."""

import pytest

from runtimes.pins import find_pins


@pytest.mark.parametrize(
    "line",
    [
        "docker pull acme/django:$(VERSION)",
        "docker pull acme/cargo:${VERSION}",
        "docker pull acme/hugo:1.22",
        "docker pull acme/mango:1.20",
        "docker pull x/argo:${TAG}",
        "docker pull acme/hello-go:v1.20.3",
        "docker pull acme/lsp-go:v1.19",
        "docker pull kindest/node:v18.3",
        "docker pull acme/k8s-node:18.3",
        "docker pull acme/sdk-python:3.11",
        "go install x/protoc-gen-go@v1.28",
        "npm install @types/node@18.11",
        "export GOLANGCI_LINT_VERSION=1.22",
        "export NODE_V8_COVERAGE=18",
    ],
)
def test_a_word_within_another_name_is_no_runtime(line: str) -> None:
    assert find_pins("scripts/run.sh", f"VERSION=1.22.1\nTAG=1.22\n{line}\n") == []


@pytest.mark.parametrize(
    ("line", "runtime", "raw"),
    [
        ("docker pull debian-go:1.20", "go", "1.20"),
        ("docker pull registry.example.org/cimg/go:1.20", "go", "1.20"),
        ("docker pull acme/ci-golang:1.20", "go", "1.20"),
        ("docker pull library/node:18-slim", "node", "18"),
        ("docker pull x/debian-ruby-3.1-golang-1.20:2", "ruby", "3.1"),
        ("export GOVERSION=1.22.1", "go", "1.22.1"),
    ],
)
def test_a_word_among_systems_and_roles_is_one(line: str, runtime: str, raw: str) -> None:
    assert [pin.raw for pin in find_pins("scripts/run.sh", f"{line}\n", runtime)] == [raw]
