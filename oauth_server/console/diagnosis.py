"""Is this installation fit to serve: secrets, issuer, database, cache, keys, mail, administration, audit trail."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from accounts.audit import chain
from oauth_server.protocol.keys import active_kid
from oauth_server.protocol.keys.rotation import is_due
from oauth_server.vocabulary import SigningAlgorithm

SECRET_LENGTH: Final = 32
PRIVATE_CACHES: Final = ("locmem", "dummy")
LATE: Final = timedelta(days=1)
"""What the worker has not done after a day, it does not do."""
NEWEST_LINKS: Final = 10
"""Of the chain over the audit trail; `manage.py audit` walks along the whole of it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `problem` is empty where it is well."""

    subject: str
    problem: str = ""


def diagnose() -> list[Finding]:
    """Return a finding for each subject, in the order in which one depends on the other."""
    return [Finding(subject, _problem(check)) for subject, check in CHECKS.items()]


def _problem(check: Callable[[], Iterator[str]]) -> str:
    return " ".join(check())


def _secrets() -> Iterator[str]:
    named = {"SECRET_KEY": [settings.SECRET_KEY], "SIGNING_KEYS_SECRET": settings.SIGNING_KEYS_SECRET}
    for name, values in named.items():
        if any(len(value) < SECRET_LENGTH for value in values):
            yield f"{name} is shorter than {SECRET_LENGTH} characters."
    if settings.SECRET_KEY in settings.SIGNING_KEYS_SECRET:
        yield "SECRET_KEY and SIGNING_KEYS_SECRET are the same."


def _issuer() -> Iterator[str]:
    if not settings.DEMO and not settings.ISSUER.startswith("https://"):
        yield f"ISSUER {settings.ISSUER} is not https."
    if settings.DEBUG:
        yield "DEBUG is on."


def _database() -> Iterator[str]:
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield f"Not reachable: {type(error).__name__}."
        return
    if missing:
        yield f"{len(missing)} migrations are not applied: manage.py migrate."


def _cache() -> Iterator[str]:
    backend = settings.CACHES["default"]["BACKEND"]
    if any(word in backend for word in PRIVATE_CACHES):
        yield "The cache is not shared between processes, so neither are the limits by address."
    key = f"doctor-{uuid4().hex}"
    try:
        cache.set(key, key, timeout=10)
        if cache.get(key) != key:
            yield "What was written cannot be read."
        cache.delete(key)
    except Exception as error:  # noqa: BLE001 - each backend has its own errors; all of them mean the same here
        yield f"Not reachable: {type(error).__name__}."


def _signing_keys() -> Iterator[str]:
    try:
        for algorithm in SigningAlgorithm:
            kid = active_kid(algorithm)
            if is_due(algorithm, late=LATE):
                yield f"{algorithm}: {kid} should have a successor: manage.py worker, or rotate_signing_key."
    except (DatabaseError, ImproperlyConfigured) as error:
        yield f"{error}"


def _mail() -> Iterator[str]:
    if not settings.DEMO and not settings.EMAIL_BACKEND.endswith(("smtp.EmailBackend", "locmem.EmailBackend")):
        yield "Mail leaves this machine by no means: EMAIL_URL is not set to a mail server."


def _administration() -> Iterator[str]:
    if not settings.DEMO and not settings.ADMIN_MFA:
        yield "ADMIN_MFA is off: a password alone opens /admin/."


def _audit_trail() -> Iterator[str]:
    try:
        verdict = chain.verify(newest=NEWEST_LINKS)
        if not chain.is_guarded():
            yield "The database does not refuse to change events: its triggers are gone."
    except DatabaseError as error:
        yield f"Not readable: {type(error).__name__}."
        return
    yield from verdict.broken


CHECKS: Final[dict[str, Callable[[], Iterator[str]]]] = {
    "secrets": _secrets,
    "issuer": _issuer,
    "database": _database,
    "cache": _cache,
    "signing keys": _signing_keys,
    "mail": _mail,
    "administration": _administration,
    "audit trail": _audit_trail,
}
