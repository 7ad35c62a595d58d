"""The files that pin Go in each project when the story begins; formats differ by project.

The formats follow the public repositories; the content is written for the sandbox.
"""

from collections.abc import Mapping

GO = "1.19.6"


def files_of(project: str) -> Mapping[str, str]:
    """Return a project's files as a mapping from path to content."""
    name = project.rpartition("/")[2]
    return {
        "README.md": f"# {name}\n\nA small copy for the sandbox.\n",
        **_FILES.get(project, {}),
    }


def _go_mod(module: str, go: str = "1.19", *needs: str) -> str:
    required = "".join(f"\t{need}\n" for need in needs)
    block = f"\nrequire (\n{required})\n" if needs else ""
    return f"module {module}\n\ngo {go}\n{block}"


def _ci(*lines: str) -> str:
    return "\n".join(lines) + "\n"


LABKIT = "gitlab.com/gitlab-org/labkit v1.17.0"
_FILES: Mapping[str, Mapping[str, str]] = {
    "gitlab-org/gitlab": {
        ".tool-versions": f"ruby 3.0.5\ngolang {GO}\nnodejs 18.15.0\nyarn 1.22.19\n",
        "workhorse/go.mod": _go_mod("gitlab.com/gitlab-org/gitlab/workhorse", "1.18", LABKIT),
        ".gitlab-ci.yml": _ci(
            "variables:",
            '  RUBY_VERSION: "3.0"',
            f'  GO_VERSION: "{GO.rpartition(".")[0]}"',
            "include:",
            "  - local: .gitlab/ci/*.gitlab-ci.yml",
        ),
        ".gitlab/ci/workhorse.gitlab-ci.yml": _ci(
            "workhorse:test go:",
            "  image: registry.example.org/build/images/debian-bullseye-golang-${GO_VERSION}",
            "  parallel:",
            "    matrix:",
            '      - GO_VERSION: ["1.18", "1.19"]',
            "  script:",
            "    - make -C workhorse test",
        ),
        "GITALY_SERVER_VERSION": "15.10.0\n",
    },
    "gitlab-org/gitlab-runner": {
        "go.mod": _go_mod("gitlab.com/gitlab-org/gitlab-runner", "1.18", LABKIT),
        ".tool-versions": "golang 1.19.6\n",
        ".gitlab/ci/_common.gitlab-ci.yml": _ci("variables:", '  GO_VERSION: "1.19.6"'),
        "dockerfiles/ci/Dockerfile": _ci(
            "ARG GO_VERSION=1.19.6", "FROM golang:${GO_VERSION}-bullseye", "RUN go version"
        ),
        "ci/.test_windows/base.ps1": _ci('$goVersion = "1.19.3"', "choco install golang"),
    },
    "gitlab-org/gitlab-build-images": {
        "patches/README.md": "Images are built from the version matrix in .gitlab/ci.\n",
        ".gitlab/ci/go.images.yml": _ci(
            "golang:",
            "  parallel:",
            "    matrix:",
            "      - OS: [debian-bullseye]",
            '        GOLANG: ["1.18.10", "1.19.6"]',
        ),
        "scripts/custom-docker-build": _ci(
            "#!/usr/bin/env bash",
            "function print_golang_args() {",
            '  case "$1" in',
            "    1.19) INSTALL_GOLANG_VERSION=1.19.6 ;;",
            "    1.18) INSTALL_GOLANG_VERSION=1.18.10 ;;",
            "  esac",
            "}",
        ),
    },
    "gitlab-org/gitlab-development-kit": {
        ".tool-versions": "ruby 3.0.5\ngolang 1.19.6 1.18.10\nnodejs 18.15.0\nminio 2022-07-15\n",
        "support/gitlab-gitaly.go.mod": _go_mod("gdk", "1.18"),
    },
    "gitlab-org/docker-distribution-pruner": {
        "go.mod": _go_mod("gitlab.com/gitlab-org/docker-distribution-pruner", "1.17"),
        ".gitlab-ci.yml": _ci("image: golang:1.19", "test:", "  script:", "    - go test ./..."),
    },
    "gitlab-org/gitaly": {
        "go.mod": _go_mod("gitlab.com/gitlab-org/gitaly/v15", "1.18", LABKIT),
        ".tool-versions": "golang 1.19.6\nruby 3.0.5\n",
        ".gitlab-ci.yml": _ci(
            "variables:",
            '  GO_VERSION: "1.19"',
            "test:",
            "  parallel:",
            "    matrix:",
            '      - GO_VERSION: ["1.18", "1.19"]',
        ),
        "tools/golangci-lint/go.mod": _go_mod("gitlab.com/gitlab-org/gitaly/tools/golangci-lint"),
    },
    "gitlab-org/gitlab-compose-kit": {
        "Dockerfile": _ci("FROM debian:bullseye", "ENV GO_VERSION=1.19.6", "RUN ./install-go.sh"),
    },
    "gitlab-org/container-registry": {
        "go.mod": _go_mod("github.com/docker/distribution", "1.18", LABKIT),
        ".gitlab-ci.yml": _ci(
            "variables:", '  GO_VERSION: "1.19"', "default:", "  image: golang:${GO_VERSION}"
        ),
        "Dockerfile": _ci("ARG GO_VERSION=1.19", "FROM golang:${GO_VERSION}-alpine AS build"),
        ".tool-versions": "golang 1.19.5\n",
    },
    "gitlab-org/gitlab-elasticsearch-indexer": {
        "go.mod": _go_mod("gitlab.com/gitlab-org/gitlab-elasticsearch-indexer", "1.18", LABKIT),
        ".tool-versions": "golang 1.19.6\n",
        ".gitlab-ci.yml": _ci(
            "test:", "  parallel:", "    matrix:", '      - GO: ["1.18", "1.19"]'
        ),
    },
    "gitlab-org/gitlab-zoekt-indexer": {
        "go.mod": _go_mod("gitlab.com/gitlab-org/gitlab-zoekt-indexer", "1.19"),
        ".tool-versions": "golang 1.19.7\n",
    },
    "gitlab-org/cluster-integration/gitlab-agent": {
        "go.mod": _go_mod(
            "gitlab.com/gitlab-org/cluster-integration/gitlab-agent/v15", "1.19", LABKIT
        ),
        "WORKSPACE": _ci(
            'load("@io_bazel_rules_go//go:deps.bzl", "go_register_toolchains")',
            'go_register_toolchains(version = "1.19.6")',
        ),
        ".tool-versions": "golang 1.19.6\nbazel 6.0.0\n",
    },
    "gitlab-org/gitlab-pages": {
        "go.mod": _go_mod("gitlab.com/gitlab-org/gitlab-pages", "1.18", LABKIT),
        ".tool-versions": "golang 1.19.6\n",
        ".gitlab/ci/prepare.yml": _ci("variables:", "  GO_VERSION: '1.19'"),
    },
    "gitlab-org/gitlab-shell": {
        "go.mod": _go_mod("gitlab.com/gitlab-org/gitlab-shell/v14", "1.18", LABKIT),
        ".tool-versions": "golang 1.19.6\nruby 3.0.5\n",
        ".gitlab-ci.yml": _ci(
            "test:", "  parallel:", "    matrix:", '      - GO_VERSION: ["1.18", "1.19"]'
        ),
    },
    "gitlab-org/labkit": {
        "go.mod": _go_mod("gitlab.com/gitlab-org/labkit", "1.18"),
        ".tool-versions": "golang 1.19.6\n",
        ".gitlab-ci.yml": _ci(
            "test:", "  parallel:", "    matrix:", '      - GO: ["1.18", "1.19"]'
        ),
    },
    "gitlab-org/gl-security/security-engineering/security-automation/spam/spamcheck": {
        "go.mod": _go_mod("gitlab.com/gitlab-org/spamcheck", "1.17"),
        "Dockerfile": _ci("FROM golang:1.19.2-alpine AS build"),
    },
    "gitlab-org/remote-development/gitlab-workspaces-proxy": {
        "go.mod": _go_mod(
            "gitlab.com/gitlab-org/remote-development/gitlab-workspaces-proxy", "1.19"
        ),
        ".tool-versions": "golang 1.19.4\n",
        "Dockerfile": _ci("FROM golang:1.19-alpine AS builder"),
    },
    "gitlab-org/ruby/gems/devfile-gem": {
        "ext/go.mod": _go_mod("gitlab.com/gitlab-org/ruby/gems/devfile-gem/ext", "1.19"),
        ".tool-versions": "golang 1.19.5\nruby 3.0.5\n",
    },
    "gitlab-org/cloud-native/gitlab-operator": {
        "go.mod": _go_mod("gitlab.com/gitlab-org/cloud-native/gitlab-operator", "1.19"),
        "Dockerfile": _ci("FROM golang:1.19 AS builder"),
        ".gitlab-ci.yml": _ci("variables:", '  GO_VERSION: "1.19"'),
    },
    "gitlab-org/gitlab-omnibus-builder": {
        "docker/VERSIONS": _ci(
            "RUBY_VERSION=3.0.5",
            "BUNDLER_VERSION=2.4.11",
            f"GO_VERSION={GO}",
            "NODE_VERSION=18.15.0",
        ),
        "docker/Dockerfile_debian_11": _ci(
            "FROM debian:bullseye", "ARG GO_VERSION", "RUN install-go ${GO_VERSION}"
        ),
    },
    "gitlab-org/build/CNG": {
        "ci_files/variables.yml": _ci(
            "variables:",
            '  RUBY_VERSION: "3.0.5"',
            f'  GO_VERSION: "{GO}"',
            '  ALPINE_VERSION: "3.16"',
        ),
        "gitlab-go/Dockerfile": _ci("ARG GO_VERSION", "FROM golang:${GO_VERSION}-alpine"),
    },
    "gitlab-org/omnibus-gitlab": {
        "gitlab-ci-config/variables.yml": _ci("variables:", "  BUILDER_IMAGE_REVISION: '3.8.0'"),
    },
    "gitlab-org/cli": {
        "go.mod": _go_mod("gitlab.com/gitlab-org/cli", "1.19"),
        ".tool-versions": "golang 1.19.6\n",
        ".goreleaser.yml": _ci("before:", "  hooks:", "    - go mod tidy"),
    },
}
