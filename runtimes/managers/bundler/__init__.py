"""Bundler: ``Gemfile``, its lock, ``*.gemfile``, ``Appraisals`` and gemspecs."""

from runtimes.managers.bundler import extract, gemspec, lock
from runtimes.managers.manager import Manager, Paths

_GEMFILES = frozenset({"gemfile", "gemfile.next", "gems.rb", "appraisals"})
_LOCKS = frozenset({"gemfile.lock", "gemfile.next.lock", "gems.locked"})

MANAGERS = (
    Manager("bundler", Paths(names=_GEMFILES, endings=frozenset({"gemfile"})), extract.find),
    Manager("bundler", Paths(names=_LOCKS), lock.find),
    Manager("bundler", Paths(endings=frozenset({"gemspec"})), gemspec.find),
)
