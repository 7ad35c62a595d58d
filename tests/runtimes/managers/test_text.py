"""Dockerfiles, scripts, Makefiles and environment files."""

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
            "Dockerfile",
            "FROM golang:1.20.5-alpine3.18 AS build\nFROM scratch\nCOPY --from=build /x /x\n",
            [(1, "go", "1.20.5", "yes")],
        ),
        (
            "Dockerfile",
            (
                "ARG GO_VERSION=1.20\n"
                "FROM --platform=$BUILDPLATFORM golang:${GO_VERSION}-alpine${ALPINE} "
                "AS build\n"
                "FROM build\n"
            ),
            [(1, "go", "1.20", "yes"), (2, "go", "${GO_VERSION}", "never")],
        ),
        (
            "Dockerfile",
            "ARG VARIANT=3.2-slim\nFROM ruby:${VARIANT}\n",
            [(1, "ruby", "3.2", "yes"), (2, "ruby", "${VARIANT}", "never")],
        ),
        ("Dockerfile", "FROM ${DEPENDENCY_PROXY}node:24-slim\n", [(1, "node", "24", "yes")]),
        (
            "Dockerfile",
            (
                "FROM golang:1.20@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                "aaaaaaaaaaaaaaaaaa\n"
            ),
            [(1, "go", "1.20", "ask")],
        ),
        (
            "Dockerfile",
            "FROM python:3-slim\nFROM node:lts-alpine\nFROM ruby:latest\n",
            [
                (1, "python", "3", "never"),
                (2, "node", "lts-alpine", "never"),
                (3, "ruby", "latest", "never"),
            ],
        ),
        (
            "Dockerfile",
            (
                "# FROM golang:1.19\n"
                "ENV NODE_VERSION 18.16.0\n"
                "ENV RUBY_VERSION=3.2.2 BUNDLER_VERSION=2.4.1\n"
            ),
            [(2, "node", "18.16.0", "yes"), (3, "ruby", "3.2.2", "yes")],
        ),
        (
            "build/Dockerfile.dev",
            "FROM mcr.microsoft.com/devcontainers/go:1-1.20-bullseye\n",
            [(1, "go", "1.20", "yes")],
        ),
        ("Dockerfile.rebuild", "FROM golang:1.20\n", []),
        ("Dockerfile.5.md", "FROM golang:1.20\n", []),
        (
            "Makefile",
            (
                "GO_VERSION ?= 1.20\n"
                "PYTHON := python3.11\n"
                "GO_VERSIONS := 1.19 1.20\n"
                "GOLANGCI_LINT_VERSION := v1.55.2\n"
            ),
            [(1, "go", "1.20", "yes"), (2, "python", "3.11", "yes"), (3, "go", "1.19|1.20", "ask")],
        ),
        (
            "Makefile",
            (
                "GO_VERSION = 1.20\n"
                "get:\n"
                "\tcurl https://go.dev/dl/go$(GO_VERSION).linux-amd64.tar.gz\n"
            ),
            [(1, "go", "1.20", "yes")],
        ),
        (
            "scripts/install.sh",
            (
                "GO_VERSION=${GO_VERSION:-1.20.5}\n"
                "curl -LO https://go.dev/dl/go1.20.5.linux-amd64.tar.gz\n"
                "curl -sL https://deb.nodesource.com/setup_18.x | bash -\n"
                "nvm install 18.16.0\n"
                "rbenv global 3.2.2\n"
                "pyenv install 3.11.4\n"
                "asdf install golang 1.20.5\n"
                "go install example.com/protoc-gen-go@v1.28\n"
            ),
            [
                (1, "go", "1.20.5", "yes"),
                (2, "go", "1.20.5", "yes"),
                (3, "node", "18.x", "yes"),
                (4, "node", "18.16.0", "yes"),
                (5, "ruby", "3.2.2", "yes"),
                (6, "python", "3.11.4", "yes"),
                (7, "go", "1.20.5", "yes"),
            ],
        ),
        (
            "scripts/install.sh",
            (
                'if [ "$GO_VERSION" = "1.20" ]; then echo "go version go1.19 '
                'linux/386"; fi\n'
                "GO111MODULE=on go test ./...\n"
            ),
            [],
        ),
        (
            "ci/base.ps1",
            "$goVersion = '1.26.3'\nchoco install golang --version=1.26.3\n",
            [(1, "go", "1.26.3", "yes"), (2, "go", "1.26.3", "yes")],
        ),
        (
            "Vagrantfile",
            "'GO_VERSION': ENV['GO_VERSION'] || \"1.22.9\",\n",
            [(1, "go", "1.22.9", "yes")],
        ),
        (
            ".env.ci",
            ("RUBY_VERSION=3.2.2\nNEXT_RUBY=3.3.0\nMIN_GO_VERSION=1.19\nRUBYGEMS_VERSION=3.4.1\n"),
            [(1, "ruby", "3.2.2", "yes"), (2, "ruby", "3.3.0", "ask"), (3, "go", "1.19", "ask")],
        ),
        (
            "docker/VERSIONS",
            "GO_VERSION=1.22.5\nGO_FIPS_VERSION=1.22.4\nNODE_VERSION=20.10.0\n",
            [(1, "go", "1.22.5", "yes"), (2, "go", "1.22.4", "ask"), (3, "node", "20.10.0", "yes")],
        ),
        (
            "Dockerfile",
            "FROM golang:1.21 AS old\nFROM golang:1.22 AS new\n",
            [(1, "go", "1.21", "yes"), (2, "go", "1.22", "yes")],
        ),
        (
            "Dockerfile",
            "FROM registry/ubi8/ruby-31\nFROM registry/ubi8/python-39:1-120\n",
            [(1, "ruby", "31", "yes"), (2, "python", "39", "yes")],
        ),
        ("scripts/x.sh", "NODE_V8_COVERAGE=/x node_modules/.bin/tsc --module node16\n", []),
        ("scripts/x.sh", "node_major=0\nGO111MODULE=on\n", []),
        (
            "Brewfile",
            'brew "go@1.20"\nbrew "node@18"\n',
            [(1, "go", "1.20", "yes"), (2, "node", "18", "yes")],
        ),
        (
            "shell.nix",
            "{ buildInputs = [ pkgs.go_1_20 pkgs.nodejs_18 pkgs.python311 ]; }\n",
            [(1, "go", "1_20", "yes"), (1, "node", "18", "yes"), (1, "python", "311", "yes")],
        ),
        (
            "pom.xml",
            ("<nodeVersion>v18.16.0</nodeVersion>\n<!-- <nodeVersion>v16.1.0</nodeVersion> -->\n"),
            [(1, "node", "18.16.0", "yes")],
        ),
        (
            "scripts/x.sh",
            "wget https://cache.ruby-lang.org/pub/ruby/3.2/ruby-3.2.2.tar.gz\n",
            [(1, "ruby", "3.2|3.2.2", "yes")],
        ),
        (
            "scripts/x.sh",
            (
                "pip install x-cp312-cp312-linux.whl\n"
                "ls /usr/lib/python3.12/site-packages\n"
                "PATH=/usr/local/go1.20/bin\n"
            ),
            [(1, "python", "312", "yes"), (2, "python", "3.12", "yes"), (3, "go", "1.20", "yes")],
        ),
    ],
)
def test_versions_in_free_text_are_pins(path: str, text: str, expected: list[Seen]) -> None:
    assert seen(path, text) == expected
