"""The locks: each package with its hash, no address of an index, and the bounds that the libraries need."""

import re
import tomllib
from typing import Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.architecture.sources import ROOT

LOCKS: Final = ("requirements.txt", "requirements-test.txt")
ENTRY: Final = re.compile(r"^([a-z0-9-]+)==([^ \\]+)[^\n]*((?:\n    --hash=[^\n]+)*)", re.MULTILINE)


def locked(name: str) -> dict[str, tuple[Version, str]]:
    """Return the version and the hashes of every package in a lock."""
    found = ENTRY.findall((ROOT / name).read_text(encoding="utf-8"))
    return {package: (Version(version), hashes) for package, version, hashes in found}


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_hash_and_no_address(name: str) -> None:
    assert all("sha256:" in hashes for _, hashes in locked(name).values())
    assert not re.search(r"://|--(extra-)?index|--find-links", (ROOT / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", LOCKS)
def test_the_locks_hold_to_the_ranges(name: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    chosen = [*project["dependencies"], *extras["postgres"], *extras["redis"], *extras["demo"]]
    if name == "requirements-test.txt":
        chosen += [*extras["hsm"], *extras["test"], *extras["dev"]]
    packages = locked(name)
    for requirement in map(Requirement, chosen):
        version, _ = packages[canonicalize_name(requirement.name)]
        assert version in requirement.specifier, requirement


def test_the_tests_run_the_versions_that_are_served() -> None:
    tested = locked("requirements-test.txt")
    assert all(tested[package] == entry for package, entry in locked("requirements.txt").items())


def test_the_bounds_that_the_libraries_need_are_kept() -> None:
    versions = {package: version for package, (version, _) in locked("requirements-test.txt").items()}
    assert versions["oauthlib"] < Version("4"), "its 4.0 breaks the device endpoint of django-oauth-toolkit"
    assert versions["pytest"] < Version("9.2"), "schemathesis needs an older one"
    assert "django-zeal" not in versions, "it fails inside the sign-in pages of django-allauth"
