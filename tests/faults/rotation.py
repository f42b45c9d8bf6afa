"""Load while signing keys rotate: a client that keeps the key set as long as it may, and the guarded API beside it.

As a command, `python -m tests.faults.rotation SECONDS`, it prints the figures as one JSON object and ends with 1 where
a verification failed. It serves what production serves, on SQLite or on the PostgreSQL that DATABASE_URL names.
"""

import json
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, deque
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import requests
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import extract_compact

from tests.live.person import Person
from tests.live.relying_party import RelyingParty
from tests.live.server import ROOT, LiveServer

SETTINGS: Final = "tests.faults.rotation_settings"
ALGORITHMS: Final = ["RS256", "ES256"]
PEOPLE: Final = 4
BETWEEN_ROTATIONS: Final = 4.0
"""Seconds; a key signs 5 seconds after it was made, so the next is asked for before and after that."""
SCOPE: Final = "openid account:read offline_access"


class CachingClient:
    """Verifies by a key set that it keeps exactly as long as the header allows; an unknown kid is a failure."""

    def __init__(self, address: str) -> None:
        self._address, self._until, self._keys = address, 0.0, KeySet([])
        self._asking = threading.Lock()
        self.fetched = 0

    def verify(self, token: str) -> str:
        """Return what came of it: `verified`, or the name of the error."""
        try:
            jwt.decode(token, self._current(), algorithms=ALGORITHMS)
        except (JoseError, ValueError) as error:
            return type(error).__name__
        return "verified"

    def _current(self) -> KeySet:
        with self._asking:
            asked = time.monotonic()
            if asked >= self._until:
                answer = requests.get(self._address, timeout=30)
                found = re.search(r"max-age=(\d+)", answer.headers["Cache-Control"])
                assert found is not None
                self._keys = KeySet.import_key_set(answer.json())
                self._until, self.fetched = asked + int(found[1]), self.fetched + 1
            return self._keys


class Load:
    """People who refresh without a pause; each token is verified at once and until it expires, and used at the API."""

    def __init__(self, server: LiveServer) -> None:
        self.server, self.party = server, RelyingParty(server, "Sample application")
        self.clients = [CachingClient(self.party.metadata["jwks_uri"]) for _ in range(PEOPLE)]
        self.outcomes: Counter[str] = Counter()
        self.kids: dict[str, set[str]] = {algorithm: set() for algorithm in ALGORITHMS}
        self._counting = threading.Lock()

    def run(self, seconds: float) -> dict[str, Any]:
        """Return the figures."""
        last = time.monotonic() + seconds
        with ThreadPoolExecutor(PEOPLE + 1) as pool:
            people = [pool.submit(self._person, client, last) for client in self.clients]
            rotations = pool.submit(self._rotate, last).result()
            for person in people:
                person.result()
        return {
            "seconds": seconds,
            "rotations": rotations,
            "keys_that_signed": {algorithm: len(kids) for algorithm, kids in self.kids.items()},
            "key_sets_fetched": sum(client.fetched for client in self.clients),
            "outcomes": dict(self.outcomes),
        }

    def _person(self, client: CachingClient, last: float) -> None:
        with Person(self.server).sign_up() as person:
            token = self.party.tokens(person, SCOPE)
        alive: deque[tuple[float, str]] = deque()
        while time.monotonic() < last:
            token = self.party.refresh(token["refresh_token"])
            began = time.monotonic()
            for value in (token["id_token"], token["access_token"]):
                self._note(value)
                self._count(f"new token {client.verify(value)}")
                alive.append((began + token["expires_in"] - 1, value))
            self._count(f"API {self._call(token['access_token'])}")
            while alive and alive[0][0] < time.monotonic():
                alive.popleft()
            if alive:
                self._count(f"old token {client.verify(alive[0][1])}")

    def _call(self, access_token: str) -> int:
        headers = {"Authorization": f"Bearer {access_token}"}
        return requests.get(f"{self.server.issuer}/api/whoami/", headers=headers, timeout=30).status_code

    def _rotate(self, last: float) -> int:
        rotations = 0
        while time.monotonic() < last - BETWEEN_ROTATIONS:
            command = [sys.executable, "manage.py", "rotate_signing_key", "--json"]
            subprocess.run(command, cwd=ROOT, env=self.server.environment, check=True, capture_output=True)
            rotations += 1
            time.sleep(BETWEEN_ROTATIONS)
        return rotations

    def _note(self, token: str) -> None:
        header = extract_compact(token.encode()).headers()
        with self._counting:
            self.kids[header["alg"]].add(header["kid"])

    def _count(self, outcome: str) -> None:
        with self._counting:
            self.outcomes[outcome] += 1


def under_load(folder: Path, seconds: float, *, worker: str = "gw0") -> dict[str, Any]:
    """Serve by two processes, load them while keys rotate, and return the figures."""
    server = LiveServer(folder, worker=worker, DJANGO_SETTINGS_MODULE=SETTINGS)
    parts = urlsplit(server.environment["DATABASE_URL"])
    if parts.scheme != "sqlite":
        server.environment["DATABASE_URL"] = urlunsplit(parts._replace(path=f"{parts.path}_rotation"))
    try:
        server.prepare()
        server.start(workers=2)
        return Load(server).run(seconds)
    finally:
        server.discard()


def failures(figures: dict[str, Any]) -> dict[str, int]:
    """Return the outcomes that are none of the good ones."""
    good = {"new token verified", "old token verified", "API 200"}
    return {outcome: count for outcome, count in figures["outcomes"].items() if outcome not in good}


def main(seconds: float) -> int:
    """Print the figures; return 1 where something failed."""
    with tempfile.TemporaryDirectory() as folder:
        figures = under_load(Path(folder), seconds)
    sys.stdout.write(f"{json.dumps(figures)}\n")
    return 1 if failures(figures) else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
