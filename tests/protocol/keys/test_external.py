"""Keys in a token that speaks PKCS #11, shown against SoftHSM: they sign there, and only public halves come out."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

import pkcs11
import pytest
from django.core.exceptions import ImproperlyConfigured
from pkcs11 import Attribute, KeyType, ObjectClass

from oauth_server.protocol import keys
from oauth_server.protocol.keys.external import ExternalKeys
from oauth_server.protocol.keys.port import key_port
from oauth_server.protocol.keys.rotation import ensure_signing_key, revoke, rotate
from oauth_server.protocol.keys.token_address import TokenAddress
from oauth_server.protocol.models import SigningKey
from oauth_server.protocol.tokens import jws
from oauth_server.vocabulary import MediaType, SigningAlgorithm
from tests.flows.oauth import ISSUER
from tests.protocol.keys.conftest import ES256

pytestmark = [pytest.mark.django_db, pytest.mark.hsm]
PIN: Final = "8642"
PLACES: Final = (
    "/usr/lib/softhsm",
    "/usr/lib64/softhsm",
    "/usr/lib64/pkcs11",
    "/usr/local/lib/softhsm",
    "/opt/homebrew/lib/softhsm",
)


def module() -> str:
    """Return the library of SoftHSM; without it these tests fail and say what is missing."""
    found = next((path for place in PLACES if (path := Path(place) / "libsofthsm2.so").exists()), None)
    if found is None or shutil.which("softhsm2-util") is None:
        pytest.fail("SoftHSM is missing (Debian: apt-get install softhsm2)")
    return str(found)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A token of this run, as SIGNING_KEYS names it."""
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "pin").write_text(f"{PIN}\n")
    configuration = folder / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    library = module()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(configuration))
        initialise = ["softhsm2-util", "--init-token", "--free", "--label", "signing keys", "--pin", PIN]
        subprocess.run([*initialise, "--so-pin", PIN], check=True, capture_output=True)
        yield f"pkcs11:token=signing%20keys?module-path={library}&pin-source=file:{folder / 'pin'}"
        pkcs11.unload(library)


@pytest.fixture
def token(address: str, settings: Any, another_process: Callable[[], None]) -> Iterator[ExternalKeys]:
    """The token, with a key of each algorithm that a migration of an empty database has made in it."""
    SigningKey.objects.all().delete()
    settings.SIGNING_KEYS = address
    another_process()
    ensure_signing_key()
    port = key_port()
    assert isinstance(port, ExternalKeys)
    yield port
    port._session.close()


def destroy(kind: ObjectClass, identifier: bytes, session: Any) -> None:
    """Take one half of a pair away, as another administrator of the token may."""
    session.get_key(object_class=kind, id=identifier).destroy()


@pytest.mark.parametrize("algorithm", SigningAlgorithm)
def test_the_token_signs_and_the_database_keeps_nothing_of_it(token: ExternalKeys, algorithm: SigningAlgorithm) -> None:
    signed = jws.sign({"iss": ISSUER}, typ=MediaType.ID_TOKEN, algorithm=algorithm)
    assert jws.read(signed, typ=MediaType.ID_TOKEN) == {"iss": ISSUER}
    assert {key["alg"] for key in keys.public_keys()} == set(SigningAlgorithm)
    assert all(not bytes(row.sealed_private_key) for row in SigningKey.objects.all())


def test_the_private_half_does_not_leave_the_token(token: ExternalKeys) -> None:
    private = token._use(lambda session: list(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})))
    assert len(private) >= len(SigningAlgorithm)
    for key in private:
        assert (key[Attribute.SENSITIVE], key[Attribute.EXTRACTABLE]) == (True, False)


def test_rotation_makes_the_next_key_in_the_token_and_revocation_puts_it_in_place(token: ExternalKeys) -> None:
    old, made = keys.active_kid(ES256), rotate(ES256)
    assert old == keys.active_kid(ES256) != made.kid
    assert {old, made.kid} <= {key["kid"] for key in keys.public_keys()}
    revoke(old)
    assert keys.active_kid(ES256) == made.kid
    assert jws.sign({"iss": ISSUER}, typ=MediaType.ID_TOKEN, algorithm=ES256)


def test_a_pair_that_waits_in_the_token_is_taken_before_another_is_made(token: ExternalKeys) -> None:
    first, _ = token.make(ES256, {key.kid for key in token.public_keys()})
    assert token.make(ES256, {key.kid for key in token.public_keys()} - {first.kid})[0].kid == first.kid


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the library tidies up what is gone
def test_a_session_that_broke_is_opened_again(token: ExternalKeys) -> None:
    kid = keys.active_kid(ES256)
    token._session.close()
    assert keys.sign(kid, b"input")
    assert keys.sign(kid, b"input")


def test_a_pair_that_is_not_of_the_algorithm_it_names_is_refused(token: ExternalKeys) -> None:
    curve = bytes.fromhex("06052b81040022")  # secp384r1
    token._use(lambda session: session.create_domain_parameters(
        KeyType.EC, {Attribute.EC_PARAMS: curve}, local=True
    ).generate_keypair(label="ES256-wrong", id=b"wrong", store=True))  # fmt: skip
    with pytest.raises(ImproperlyConfigured, match="ES256-wrong"):
        token.public_keys()
    for kind in (ObjectClass.PUBLIC_KEY, ObjectClass.PRIVATE_KEY):
        token._use(partial(destroy, kind, b"wrong"))
    assert token.public_keys()


@pytest.mark.parametrize(
    "change", [("signing%20keys", "another"), ("libsofthsm2", "nothing"), ("pin-source=file:", "pin-value=")]
)
def test_a_token_that_does_not_answer_says_so_without_its_pin(address: str, change: tuple[str, str]) -> None:
    token = ExternalKeys(address.partition(":")[2].replace(*change))
    with pytest.raises(ImproperlyConfigured, match="does not answer") as refused:
        token.public_keys()
    assert PIN not in str(refused.value)
    assert PIN not in repr(TokenAddress("module", "token", PIN))


@pytest.mark.parametrize(
    "place",
    ["", "token=x", "module-path=x", "token=x?module-path=x&slot=1", "token=x?module-path=x&pin-source=/nowhere"],
)
def test_an_address_that_names_no_token_is_refused(place: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SIGNING_KEYS"):
        TokenAddress.of(place)
