"""Keys in files: the owner's alone, of the algorithm that they name; a new one follows when its operator says so."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.exceptions import ImproperlyConfigured
from joserfc.jwk import KeySet

from oauth_server.protocol import keys
from oauth_server.protocol.keys import algorithms
from oauth_server.protocol.keys.file import FileKeys
from oauth_server.protocol.keys.port import NoNewKey
from oauth_server.protocol.keys.rotation import ensure_signing_key, rotate
from oauth_server.protocol.models import SigningKey
from oauth_server.protocol.tokens import jws
from oauth_server.vocabulary import MediaType, SigningAlgorithm
from tests.flows.oauth import ISSUER
from tests.protocol.keys.conftest import ES256

pytestmark = pytest.mark.django_db
PEM = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def put(folder: Path, name: str, private: Any, *, mode: int = 0o600) -> Path:
    """Write a PEM file as an operator does."""
    path = folder / name
    path.write_bytes(private.private_bytes(*PEM))
    path.chmod(mode)
    return path


@pytest.fixture
def folder(tmp_path: Path, settings: Any, another_process: Callable[[], None]) -> Path:
    """A directory with a key of each algorithm, taken in by a migration of an empty database."""
    SigningKey.objects.all().delete()
    for algorithm in SigningAlgorithm:
        put(tmp_path, f"{algorithm}-2026.pem", algorithms.generate(algorithm))
    settings.SIGNING_KEYS = f"file:{tmp_path}"
    another_process()
    ensure_signing_key()
    return tmp_path


@pytest.mark.parametrize("algorithm", SigningAlgorithm)
def test_a_file_signs_and_the_database_keeps_nothing_of_it(folder: Path, algorithm: SigningAlgorithm) -> None:
    token = jws.sign({"iss": ISSUER}, typ=MediaType.ID_TOKEN, algorithm=algorithm)
    assert jws.read(token, typ=MediaType.ID_TOKEN) == {"iss": ISSUER}
    assert {key["alg"] for key in keys.public_keys()} == set(SigningAlgorithm)
    assert all(not bytes(row.sealed_private_key) for row in SigningKey.objects.all())


def test_a_new_file_follows_once_the_operator_says_so(folder: Path) -> None:
    with pytest.raises(NoNewKey, match="put one there first"):
        rotate(ES256)
    put(folder, "ES256-2027.pem", ec.generate_private_key(ec.SECP256R1()))
    assert len(keys.public_keys()) == len(SigningAlgorithm)
    made = rotate(ES256)
    assert made.kid in {key["kid"] for key in keys.public_keys()}
    assert keys.active_kid(ES256) != made.kid


def test_going_over_to_files_and_back_retires_what_the_other_port_held(
    folder: Path, settings: Any, another_process: Callable[[], None]
) -> None:
    in_files = keys.active_kid(ES256)
    settings.SIGNING_KEYS = "database"
    another_process()
    with pytest.raises(ImproperlyConfigured, match="migrate"):
        keys.active_kid(ES256)
    ensure_signing_key()
    in_rows = keys.active_kid(ES256)
    assert in_rows != in_files
    put(folder, "ES256-2027.pem", ec.generate_private_key(ec.SECP256R1()))
    settings.SIGNING_KEYS = f"file:{folder}"
    another_process()
    ensure_signing_key()
    assert keys.active_kid(ES256) not in {in_rows, in_files}
    assert keys.active_kid(ES256) in {key["kid"] for key in keys.public_keys()}


def test_a_file_that_is_gone_is_published_no_more(folder: Path, another_process: Callable[[], None]) -> None:
    kid = keys.active_kid(ES256)
    (folder / "ES256-2026.pem").unlink()
    another_process()
    assert keys.public_key(kid) is None


def test_a_key_set_holds_them_too(tmp_path: Path) -> None:
    pairs = [(algorithm, algorithms.SCHEMES[algorithm].generate()) for algorithm in SigningAlgorithm]
    private = [algorithms.SCHEMES[name].jwk.import_key(pair).as_dict(private=True) for name, pair in pairs]
    path = tmp_path / "keys.json"
    named = [{**jwk, "alg": str(name)} for jwk, (name, _) in zip(private, pairs, strict=True)]
    path.write_text(json.dumps({"keys": named}))
    path.chmod(0o400)
    port = FileKeys(str(path))
    for key in port.public_keys():
        assert keys.is_signed(key, port.sign(key.kid, b"input"), b"input")
        assert not keys.is_signed(key, port.sign(key.kid, b"input"), b"another input")
        assert not {"d", "p", "q", "k"} & set(key.jwk)
    assert KeySet.import_key_set({"keys": [dict(key.jwk) for key in port.public_keys()]})
    assert port.make(ES256, ())[0].algorithm == ES256


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610, 0o601])
def test_a_file_that_others_may_use_is_refused(tmp_path: Path, mode: int) -> None:
    path = put(tmp_path, "ES256.pem", ec.generate_private_key(ec.SECP256R1()), mode=mode)
    with pytest.raises(ImproperlyConfigured, match="nobody else may read"):
        FileKeys(str(tmp_path)).public_keys()
    path.chmod(0o600)
    assert FileKeys(str(tmp_path)).public_keys()


def test_a_directory_that_others_may_write_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "ES256.pem", ec.generate_private_key(ec.SECP256R1()))
    tmp_path.chmod(0o770)
    with pytest.raises(ImproperlyConfigured, match="written by others"):
        FileKeys(str(tmp_path)).public_keys()


def test_a_file_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "ES256.pem", ec.generate_private_key(ec.SECP256R1()))
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)
    with pytest.raises(ImproperlyConfigured, match="nobody else may read"):
        FileKeys(str(tmp_path)).public_keys()


def test_what_is_no_file_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ES256.pem", 0o600)
    with pytest.raises(ImproperlyConfigured, match="must be a file"):
        FileKeys(str(tmp_path)).public_keys()
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        FileKeys(str(tmp_path / "nowhere.json")).public_keys()


def test_a_key_that_is_not_of_the_algorithm_it_names_is_refused(tmp_path: Path) -> None:
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - the point of the test
    unfit = {
        "ES256.pem": ec.generate_private_key(ec.SECP384R1()),
        "RS256.pem": short,
        "EdDSA-1.pem": ec.generate_private_key(ec.SECP256R1()),
        "HS256.pem": ec.generate_private_key(ec.SECP256R1()),
        "key.pem": ec.generate_private_key(ec.SECP256R1()),
    }
    for name, private in unfit.items():
        path = put(tmp_path, name, private)
        with pytest.raises(ImproperlyConfigured, match=name):
            FileKeys(str(tmp_path)).public_keys()
        path.unlink()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "{}",
        "null",
        '{"keys": 1}',
        '{"keys": [1]}',
        '{"keys": [{"kty": "oct", "k": "c2VjcmV0c2VjcmV0c2VjcmV0", "alg": "HS256"}]}',
        '{"keys": [{"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "x": "%s"}]}' % ("A" * 43),
    ],
    ids=range(9),
)
def test_a_file_that_holds_no_private_keys_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(ImproperlyConfigured, match=r"keys\.json"):
        FileKeys(str(path)).public_keys()
