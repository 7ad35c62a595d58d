"""All managers, the most exact first: a file is read by the first that takes it."""

from runtimes.managers import (
    bazel,
    braced,
    bundler,
    conda,
    go_mod,
    guides,
    linters,
    npm,
    omnibus,
    python_project,
    rails_config,
    rpm_spec,
    text,
    version_files,
    yaml,
)

MANAGERS = (
    go_mod.MANAGER,
    *version_files.MANAGERS,
    *bundler.MANAGERS,
    *npm.MANAGERS,
    omnibus.MANAGER,
    python_project.MANAGER,
    conda.MANAGER,
    bazel.MANAGER,
    rails_config.MANAGER,
    rpm_spec.MANAGER,
    linters.MANAGER,
    text.MANAGER,
    braced.MANAGER,
    guides.MANAGER,
    text.BUILD_SCRIPTS,
    text.SCRIPTS,
    yaml.MANAGER,
)
