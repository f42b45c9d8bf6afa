"""Private keys in files: a directory of PEM files, or one JSON Web Key Set (RFC 7468, RFC 7517 section 5).

The operator puts the files there, on every node, and says by `rotate_signing_key` that a new one may follow.
"""

import hashlib
import json
import os
import stat
from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives import serialization
from django.core.exceptions import ImproperlyConfigured
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from oauth_server.protocol.keys import algorithms
from oauth_server.protocol.keys.port import HeldKey, NoNewKey
from oauth_server.vocabulary import SigningAlgorithm

OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
OTHERS_MAY_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH


class FileKeys:
    """The keys of a path. A PEM file's name begins with its algorithm (`ES256-2026.pem`); a JWK has `alg`."""

    def __init__(self, place: str) -> None:
        self._path = Path(place)
        self._read: dict[bytes, list[tuple[HeldKey, Any]]] = {}
        self._private: dict[str, tuple[SigningAlgorithm, Any]] = {}

    def public_keys(self) -> list[HeldKey]:
        """Return the keys that are there now; a file that was seen before is not parsed again."""
        found = [pair for name, content in self._contents() for pair in self._keys(name, content)]
        self._private |= {key.kid: (key.algorithm, private) for key, private in found}
        return [key for key, _ in found]

    def sign(self, kid: str, signing_input: bytes) -> bytes:
        """Sign, without a look at the files."""
        algorithm, private = self._private[kid]
        return algorithms.sign(algorithm, private, signing_input)

    def make(self, algorithm: SigningAlgorithm, known: Collection[str]) -> tuple[HeldKey, bytes]:
        """Return a key of this algorithm that nothing is known of yet; the row keeps nothing of it."""
        for key in self.public_keys():
            if key.algorithm == algorithm and key.kid not in known:
                return key, b""
        raise NoNewKey(f"{self._path} holds no new key for {algorithm}: put one there first, on every node.")

    def _contents(self) -> list[tuple[str, bytes]]:
        if not self._path.is_dir():
            return [(self._path.name, _owners(self._path))]
        if self._path.stat().st_mode & OTHERS_MAY_WRITE:
            raise ImproperlyConfigured(f"{self._path} may be written by others than its owner.")
        return [(file.name, _owners(file)) for file in sorted(self._path.glob("*.pem"))]

    def _keys(self, name: str, content: bytes) -> list[tuple[HeldKey, Any]]:
        digest = hashlib.sha256(name.encode() + b"\0" + content).digest()
        if digest not in self._read:
            try:
                read = _of_pem(name, content) if name.endswith(".pem") else _of_set(content)
                self._read[digest] = [
                    (HeldKey.of(algorithm, private.public_key()), private) for algorithm, private in read
                ]
            except (ValueError, TypeError, KeyError, AttributeError, JoseError, algorithms.UnfitKey):
                raise ImproperlyConfigured(f"{name} does not hold private keys of the algorithms it names.") from None
        return self._read[digest]


def _of_pem(name: str, content: bytes) -> list[tuple[SigningAlgorithm, Any]]:
    algorithm = SigningAlgorithm(name.removesuffix(".pem").partition("-")[0])
    return [(algorithm, serialization.load_pem_private_key(content, password=None))]


def _of_set(content: bytes) -> list[tuple[SigningAlgorithm, Any]]:
    keys = KeySet.import_key_set(json.loads(content)).keys
    return [(SigningAlgorithm(str(key.alg)), key.private_key) for key in keys]


def _owners(path: Path) -> bytes:
    """Return what a file holds; raise ImproperlyConfigured where anybody but its owner, who is us, may read it."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise ImproperlyConfigured(f"{path} cannot be read: {error.strerror}.") from None
    with open(descriptor, "rb") as file:  # noqa: PTH123 - the very file that was opened is looked at
        seen = os.fstat(descriptor)
        if not stat.S_ISREG(seen.st_mode) or seen.st_mode & OTHERS or seen.st_uid != os.geteuid():
            raise ImproperlyConfigured(
                f"{path} must be a file of its owner, {os.geteuid()}, that nobody else may read."
            )
        return file.read()
