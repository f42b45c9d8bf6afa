"""The environment of the tests: every variable that the settings read, set before Django is.

pytest loads it as a plugin (`-p tests.environment`), so neither the shell's variables nor the demo's `.env` reach
a test. As a command, `python -m tests.environment [NAME=value ...] arguments`, it runs Python with these variables,
for checks that need settings.
"""

import os
import sys
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit, urlunsplit

VARIABLES: Final[Mapping[str, str]] = {
    "ADDRESS_LIMITS": "on",
    "ADMIN_MFA": "off",
    "ALLOWED_HOSTS": "localhost,127.0.0.1,id.example.org",
    "API_KEY_HEADER": "X-API-Key",
    "BASIC_AUTHENTICATION": "off",
    "CACHE_URL": "locmemcache://tests",
    "DATABASE_URL": "sqlite:///var/tests.sqlite3",
    "DEBUG": "off",
    "DEFAULT_FROM_EMAIL": "no-reply@id.example.org",
    "DEMO": "off",
    "EMAIL_URL": "memorymail://",
    "EMAIL_VERIFICATION": "optional",
    "FETCH_ALLOWED_HOSTS": "",
    "ISSUER": "http://localhost:8000",
    "LOG_FORMAT": "json",
    "LOG_LEVEL": "WARNING",
    "PASSWORD_DOORS": "on",
    "REGISTRATION": "off",
    "REMOTE_USER_HEADER": "",
    "SECRET_KEY": "tests-only-secret-key-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH",
    "SECRET_KEY_FALLBACKS": "",
    "SIGNING_KEYS": "database",
    "SIGNING_KEYS_SECRET": "tests-only-signing-keys-secret-0123456789-abcdefghijklmnopqrstuvwxyz",
    "TRUSTED_PROXIES": "",
}
SERVICES: Final = ("CACHE_URL", "DATABASE_URL")
"""What the caller may choose: the suite runs on SQLite and again on PostgreSQL and Redis."""


def variables(given: Mapping[str, str]) -> dict[str, str]:
    """Return `given` with every variable of the settings replaced, except the services that it names."""
    environment = {name: value for name, value in given.items() if name.removesuffix("_FILE") not in VARIABLES}
    environment.update(VARIABLES)
    environment.update({name: given[name] for name in SERVICES if given.get(name)})
    environment["CACHE_URL"] = _cache_of_worker(environment["CACHE_URL"], given.get("PYTEST_XDIST_WORKER", "gw0"))
    return environment


def _cache_of_worker(url: str, worker: str) -> str:
    """One Redis serves parallel workers as one database each, so that no worker clears the counters of another."""
    parts = urlsplit(url)
    if not parts.scheme.startswith("redis"):
        return url
    return urlunsplit(parts._replace(path=f"/{worker.removeprefix('gw')}"))


def main(arguments: list[str]) -> None:
    """Replace this process by Python with `arguments` under the variables of the tests."""
    environment = variables(os.environ)
    while arguments and arguments[0].partition("=")[0] in VARIABLES:
        name, _, environment[name] = arguments.pop(0).partition("=")
    os.execve(sys.executable, [sys.executable, *arguments], environment)  # noqa: S606 - the arguments are the Makefile's


if __name__ == "__main__":
    main(sys.argv[1:])
else:
    changed = variables(os.environ)
    os.environ.clear()
    os.environ.update(changed)
