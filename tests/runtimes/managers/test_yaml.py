"""CI pipelines and other YAML."""

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
            ".gitlab-ci.yml",
            (
                "variables:\n"
                '  GO_VERSION: "1.20"\n'
                '  RUBY_IMAGE: "ruby:3.0"\n'
                "  IMAGE: registry/debian-ruby-3.1-golang-1.20-node-18.16:1\n"
                "build:\n"
                "  image: golang:${GO_VERSION}\n"
                "  services: [postgres:14]\n"
            ),
            [
                (2, "go", "1.20", "yes"),
                (3, "ruby", "3.0", "yes"),
                (4, "go", "1.20", "yes"),
                (4, "node", "18.16", "yes"),
                (4, "ruby", "3.1", "yes"),
                (6, "go", "${GO_VERSION}", "never"),
            ],
        ),
        (
            ".gitlab-ci.yml",
            (
                "variables:\n"
                "  RUBY_VERSION: .ruby-version\n"
                "  GO_VERSION: golang-1.22\n"
                "test:\n"
                "  parallel:\n"
                "    matrix:\n"
                "      - GO_VERSION: ['1.19', '1.20']\n"
            ),
            [
                (2, "ruby", ".ruby-version", "never"),
                (3, "go", "1.22", "yes"),
                (7, "go", "1.19|1.20", "ask"),
            ],
        ),
        (
            ".gitlab-ci.yml",
            "test:\n  parallel:\n    matrix:\n      - GO_VERSION: ['1.20']\n",
            [(4, "go", "1.20", "yes")],
        ),
        (
            ".gitlab-ci.yml",
            (
                "test:\n"
                "  parallel:\n"
                "    matrix:\n"
                "      - GO_VERSION: '1.19'\n"
                "      - GO_VERSION: '1.20'\n"
            ),
            [(4, "go", "1.19", "ask"), (5, "go", "1.20", "ask")],
        ),
        (
            ".gitlab-ci.yml",
            "spec:\n  inputs:\n    go_version:\n      description: Go\n      default: '1.20'\n",
            [(5, "go", "1.20", "yes")],
        ),
        (
            "gitlab-ci-config/variables.yml",
            "variables:\n  BUILDER_IMAGE_REVISION: 5.57.0\n",
            [
                (2, "go", "5.57.0", "never"),
                (2, "node", "5.57.0", "never"),
                (2, "ruby", "5.57.0", "never"),
            ],
        ),
        (
            ".github/workflows/ci.yml",
            (
                "on:\n"
                "  workflow_dispatch:\n"
                "    inputs:\n"
                "      go-version:\n"
                "        default: '1.20'\n"
                "jobs:\n"
                "  a:\n"
                "    container: golang:1.20\n"
                "    steps:\n"
                "      - name: Set up Go 1.20\n"
                "        uses: actions/setup-go@v5\n"
                "        with:\n"
                "          go-version: 1.20\n"
                "      - uses: actions/setup-node@v4\n"
                "        with:\n"
                "          node-version-file: .nvmrc\n"
            ),
            [
                (5, "go", "1.20", "yes"),
                (8, "go", "1.20", "yes"),
                (10, "go", "1.20", "yes"),
                (13, "go", "1.20", "yes"),
                (16, "node", ".nvmrc", "never"),
            ],
        ),
        (
            ".github/workflows/ci.yml",
            (
                "jobs:\n"
                "  a:\n"
                "    strategy:\n"
                "      matrix:\n"
                "        python-version: ['3.8', '3.10']\n"
                "        ruby:\n"
                "          - 3.1\n"
                "          - '3.2'\n"
                "        include:\n"
                "          - go: 1.19\n"
                "          - go: '1.20'\n"
                "    steps:\n"
                "      - uses: actions/setup-python@v4\n"
                "        with:\n"
                "          python-version: ${{ matrix.python-version }}\n"
                "      - if: matrix.go == '1.20'\n"
                "        run: make\n"
            ),
            [
                (5, "python", "3.8|3.10", "ask"),
                (7, "ruby", "3.1", "ask"),
                (8, "ruby", "3.2", "ask"),
                (10, "go", "1.19", "ask"),
                (11, "go", "1.20", "ask"),
                (15, "python", "${{ matrix.python-version }}", "never"),
                (16, "go", "1.20", "ask"),
            ],
        ),
        (
            ".circleci/config.yml",
            (
                "orbs:\n"
                "  go: circleci/go@1.12.0\n"
                "jobs:\n"
                "  a:\n"
                "    docker:\n"
                "      - image: cimg/go:1.20.5\n"
                "    steps:\n"
                "      - go/install:\n"
                "          version: 1.20.5\n"
            ),
            [(6, "go", "1.20.5", "yes"), (9, "go", "1.20.5", "yes")],
        ),
        (
            ".travis.yml",
            "language: python\npython:\n  - '3.8'\n  - '3.9'\nnode_js:\n- 18\n",
            [(3, "python", "3.8", "ask"), (4, "python", "3.9", "ask"), (6, "node", "18", "yes")],
        ),
        (
            ".travis.yml",
            "go:\n  - 1.19\n  - 1.20.x\nrvm:\n- 3.1\n- 3.2\n",
            [
                (2, "go", "1.19", "ask"),
                (3, "go", "1.20.x", "ask"),
                (5, "ruby", "3.1", "ask"),
                (6, "ruby", "3.2", "ask"),
            ],
        ),
        (
            "azure-pipelines.yml",
            (
                "steps:\n"
                "- task: GoTool@0\n"
                "  inputs:\n"
                "    version: '1.20'\n"
                "- task: UsePythonVersion@0\n"
                "  inputs:\n"
                "    versionSpec: '3.9'\n"
            ),
            [(4, "go", "1.20", "yes"), (7, "python", "3.9", "yes")],
        ),
        (
            ".promu.yml",
            "go:\n    # the builder\n    version: 1.20\nrepository:\n    path: x\n",
            [(3, "go", "1.20", "yes")],
        ),
        (
            ".readthedocs.yaml",
            "version: 2\nbuild:\n  tools:\n    python: '3.11'\n",
            [(4, "python", "3.11", "yes")],
        ),
        (
            "render.yaml",
            (
                "services:\n"
                "  - envVars:\n"
                "      - key: NODE_VERSION\n"
                "        value: 18.16.0\n"
                "      - key: PORT\n"
                "        value: 8080\n"
            ),
            [(4, "node", "18.16.0", "yes")],
        ),
        (
            "values.yaml",
            "image:\n  repository: golang\n  tag: 1.20-alpine\n",
            [(3, "go", "1.20", "yes")],
        ),
        (
            "docker-compose.yml",
            (
                "services:\n"
                "  web:\n"
                "    image: ruby:3.2.2-slim\n"
                "    build:\n"
                "      args:\n"
                "        NODE_VERSION: 18\n"
            ),
            [(3, "ruby", "3.2.2", "yes"), (6, "node", "18", "yes")],
        ),
        (
            ".pre-commit-config.yaml",
            (
                "default_language_version:\n"
                "  python: python3.11\n"
                "repos:\n"
                "  - repo: x\n"
                "    hooks:\n"
                "      - args: [--py38-plus]\n"
            ),
            [(2, "python", "3.11", "yes"), (6, "python", "38", "ask")],
        ),
        (
            "config/software_versions.yml",
            (
                "ruby:\n"
                "  current: 3.3.11\n"
                "  next: 3.4.9\n"
                "  checksums:\n"
                "    3.3.11: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                "aaaaaa\n"
            ),
            [(2, "ruby", "3.3.11", "yes"), (3, "ruby", "3.4.9", "ask")],
        ),
        (
            ".circleci/config.yml",
            "- image: cimg/go:<< parameters.go-version >>\n",
            [(1, "go", "<< parameters.go-version >>", "never")],
        ),
        (
            "build/dependencies.yaml",
            (
                "dependencies:\n"
                '  - name: "golang: release"\n'
                "    version: 1.20.13\n"
                '  - name: "golang: upstream"\n'
                "    version: 1.22.1\n"
            ),
            [(3, "go", "1.20.13", "yes"), (5, "go", "1.22.1", "yes")],
        ),
        (
            ".gitlab-ci.yml",
            "test ruby 3.1:\n  image: ruby:3.1\ntest ruby 3.2:\n  image: ruby:3.2\n",
            [(2, "ruby", "3.1", "ask"), (4, "ruby", "3.2", "ask")],
        ),
        (
            ".gitlab-ci.yml",
            (
                "test-3.6:\n  variables:\n    PY_VERSION: '3.6'\n"
                "test-3.7:\n  variables:\n    PY_VERSION: '3.7'\n"
            ),
            [(3, "python", "3.6", "ask"), (6, "python", "3.7", "ask")],
        ),
        (
            "ci.yml",
            "matrix:\n  node: ['18.14.0', '*']\n  exclude:\n    - os: mac\n      node: '18.14.0'\n",
            [(2, "node", "18.14.0", "ask"), (5, "node", "18.14.0", "ask")],
        ),
        (
            ".gitlab-ci.yml",
            ".pythons: &python_versions\n  - '3.8'\npython_versions: &p\n  - '3.8'\n  - '3.9'\n",
            [(4, "python", "3.8", "ask"), (5, "python", "3.9", "ask")],
        ),
        ("ci.yml", 'go-version: ["~1.23", "~1.22"]\n', [(1, "go", "1.23|1.22", "ask")]),
        (
            "ci.yml",
            "image: quay.io/x/build-image:2021w14_go1.16-afe06f021\n",
            [(1, "go", "1.16", "ask")],
        ),
        ("ci.yml", "image: quay.io/deis/go-dev:v1.19.1\n", [(1, "go", "1.19.1", "ask")]),
        (
            "pnpm-workspace.yaml",
            "catalog:\n  '@vue/compiler-sfc': ^3.5.4\n  vue: ^3.5.4\n",
            [(2, "vue", "^3.5.4", "ask"), (3, "vue", "^3.5.4", "ask")],
        ),
        (
            "ci.yml",
            "- name: Build with Go 1.20\n- name: Needs Go 1.19 or later\n",
            [(1, "go", "1.20", "yes"), (2, "go", "1.19", "ask")],
        ),
        ("app.yaml", "runtime: go120\n", [(1, "go", "120", "yes")]),
        ("serverless.yml", "provider:\n  runtime: nodejs18.x\n", [(2, "node", "18.x", "yes")]),
        (
            "ci.yml",
            (
                "a: &go '1.20'\n"
                "b: !!str 1.20\n"
                "c: {{ template }}\n"
                "version: 2.1\n"
                'go_version: &v "1.20"\n'
            ),
            [(5, "go", "1.20", "yes")],
        ),
    ],
)
def test_keys_and_scalars_are_read_as_text(path: str, text: str, expected: list[Seen]) -> None:
    assert seen(path, text) == expected
