"""The projects, labels and unrelated issues in a fresh sandbox.

Paths: docs.gitlab.com/development/go_guide/go_upgrade, the list of components.
"""

from collections.abc import Mapping
from dataclasses import dataclass

GROUP_NAMES: Mapping[str, str] = {
    "gitlab-org": "GitLab.org",
    "cluster-integration": "Cluster Integration",
    "gl-security": "GitLab Security",
    "security-engineering": "Security Engineering",
    "security-automation": "Security Automation",
    "spam": "Spam",
    "remote-development": "Remote Development",
    "ruby": "Ruby",
    "gems": "Gems",
    "cloud-native": "Cloud Native",
    "build": "Build",
}

PROJECTS: Mapping[str, tuple[str, str]] = {
    "gitlab-org/gitlab": ("GitLab", "The GitLab application, with Workhorse"),
    "gitlab-org/gitlab-runner": ("GitLab Runner", "Runs CI jobs"),
    "gitlab-org/gitlab-build-images": ("GitLab Build Images", "Images that CI jobs run in"),
    "gitlab-org/gitlab-development-kit": ("GitLab Development Kit", "GitLab on a laptop"),
    "gitlab-org/docker-distribution-pruner": (
        "Docker Distribution Pruner",
        "Removes unused container registry data",
    ),
    "gitlab-org/gitaly": ("Gitaly", "Git over RPC"),
    "gitlab-org/gitlab-compose-kit": ("GitLab Compose Kit", "GitLab in containers, for developers"),
    "gitlab-org/container-registry": ("Container Registry", "Stores container images"),
    "gitlab-org/gitlab-elasticsearch-indexer": (
        "GitLab Elasticsearch Indexer",
        "Indexes repositories for advanced search",
    ),
    "gitlab-org/gitlab-zoekt-indexer": (
        "GitLab Zoekt Indexer",
        "Indexes repositories for exact code search",
    ),
    "gitlab-org/cluster-integration/gitlab-agent": (
        "GitLab Agent for Kubernetes",
        "The agent and its server, KAS",
    ),
    "gitlab-org/gitlab-pages": ("GitLab Pages", "Serves static sites"),
    "gitlab-org/gitlab-shell": ("GitLab Shell", "Git over SSH"),
    "gitlab-org/labkit": ("LabKit", "What GitLab's Go services share"),
    "gitlab-org/gl-security/security-engineering/security-automation/spam/spamcheck": (
        "Spamcheck",
        "Classifies spam",
    ),
    "gitlab-org/remote-development/gitlab-workspaces-proxy": (
        "GitLab Workspaces Proxy",
        "Lets people into their workspaces",
    ),
    "gitlab-org/ruby/gems/devfile-gem": ("Devfile Gem", "Reads devfiles, with a Go core"),
    "gitlab-org/cloud-native/gitlab-operator": ("GitLab Operator", "Runs GitLab on Kubernetes"),
    "gitlab-org/gitlab-omnibus-builder": (
        "GitLab Omnibus Builder",
        "Images that Linux packages are built in",
    ),
    "gitlab-org/build/CNG": ("CNG", "Cloud Native GitLab: container images"),
    "gitlab-org/cli": ("GitLab CLI", "GitLab in a terminal: glab"),
    "gitlab-org/omnibus-gitlab": ("Omnibus GitLab", "Linux packages"),
}

LABELS: tuple[tuple[str, str, str], ...] = (
    ("workflow::In dev", "#1f75cb", "Being worked on"),
    ("workflow::In review", "#9400d3", "Reviewed by wider Engineering"),
    ("workflow::blocked", "#dd2b0e", "Blocked by another issue"),
    ("workflow::production", "#108548", "Done, should be closed"),
    ("type::maintenance", "#6699cc", "Upkeep"),
    ("type::bug", "#c9302c", "Something is wrong"),
    ("golang", "#428bca", "About Go"),
    ("backend", "#5843ad", "Backend work"),
)


@dataclass(frozen=True)
class SeedIssue:
    """An issue that exists before the story begins."""

    project: str
    iid: int
    title: str
    description: str
    author: str
    days_ago: int
    labels: tuple[str, ...] = ()


ISSUES: tuple[SeedIssue, ...] = (
    SeedIssue(
        "gitlab-org/gitaly",
        4712,
        "Flaky test: TestServer_PackObjects times out on slow runners",
        "It fails about once in forty runs.\n\n- [ ] find the slow step\n- [ ] fix it",
        "gus-sandbox",
        21,
        ("type::bug", "backend"),
    ),
    SeedIssue(
        "gitlab-org/labkit",
        38,
        "Compile error with newer crypto/tls: deprecated cipher suite names",
        "Our TLS configuration uses names that newer Go versions no longer have.",
        "mira-sandbox",
        12,
        ("type::bug", "golang"),
    ),
    SeedIssue(
        "gitlab-org/gitlab",
        396001,
        "Document how to run Workhorse's tests",
        "New contributors ask for this every month.",
        "mira-sandbox",
        60,
        ("type::maintenance",),
    ),
    SeedIssue(
        "gitlab-org/build/CNG",
        771,
        "Alpine base image: update to the next stable release",
        "",
        "uma-sandbox",
        33,
        ("type::maintenance",),
    ),
)
