"""The key set: public keys of four algorithms, each with its name, cacheable, at no statement (RFC 7517)."""

from typing import Any

import pytest
from django.test import Client
from joserfc.jwk import KeySet

from tests.flows.rfc7517.conftest import KEY_SET, key_set, rotate

pytestmark = [pytest.mark.spec("RFC 7517 section 5"), pytest.mark.django_db]
DISCOVERY = ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"]
MEMBERS = {
    "RS256": {"kty", "n", "e"},
    "PS256": {"kty", "n", "e"},
    "ES256": {"kty", "crv", "x", "y"},
    "EdDSA": {"kty", "crv", "x"},
}


@pytest.mark.spec("RFC 7517 section 4")
def test_each_key_has_its_members_and_none_of_its_private_half() -> None:
    found = {key["alg"]: set(key) for key in key_set()}
    assert found == {name: members | {"kid", "use", "alg"} for name, members in MEMBERS.items()}
    assert {key["use"] for key in key_set()} == {"sig"}


@pytest.mark.spec("RFC 7518 section 3.3")
def test_an_rsa_key_has_2048_bits_and_serves_one_algorithm() -> None:
    moduli = [key["n"] for key in key_set() if key["kty"] == "RSA"]
    assert all(len(modulus) >= 2048 // 8 * 4 // 3 for modulus in moduli)
    assert len(set(moduli)) == 2


@pytest.mark.spec("RFC 7517 section 4.5")
def test_a_kid_is_the_thumbprint_of_its_key_and_stands_once() -> None:
    rotate()
    found = key_set()
    assert len(found) == 2 * len(MEMBERS)
    assert len({key["kid"] for key in found}) == len(found)
    for key in KeySet.import_key_set({"keys": found}).keys:
        assert key.kid == key.thumbprint()


def test_the_media_type_is_that_of_key_sets() -> None:
    assert Client().get(KEY_SET)["Content-Type"] == "application/jwk-set+json"


@pytest.mark.parametrize("path", [KEY_SET, *DISCOVERY])
def test_a_document_is_cacheable_and_costs_no_statement(path: str, django_assert_num_queries: Any) -> None:
    client = Client()
    with django_assert_num_queries(0):
        answer = client.get(path)
        head = client.head(path)
        unchanged = [getattr(client, verb)(path, headers={"if-none-match": answer["ETag"]}) for verb in ("get", "head")]
        changed = client.get(path, headers={"if-none-match": '"another"'})
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", answer["ETag"])
    assert head["Content-Length"] == str(len(answer.content))
    for response in unchanged:
        assert (response.status_code, response.content) == (304, b"")
        assert (response["ETag"], response["Cache-Control"]) == (answer["ETag"], answer["Cache-Control"])
    assert (changed.status_code, changed.content) == (200, answer.content)
    assert client.get(path, headers={"if-none-match": f'"x", W/{answer["ETag"]}'}).status_code == 304


@pytest.mark.parametrize("path", [KEY_SET, *DISCOVERY])
def test_a_document_is_read_only(path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    assert {client.generic(verb, path).status_code for verb in ("POST", "PUT", "PATCH", "DELETE")} == {405}


def test_a_new_key_changes_the_tag(client: Client) -> None:
    before = client.get(KEY_SET)["ETag"]
    rotate(algorithm=["ES256"])
    answer = client.get(KEY_SET, headers={"if-none-match": before})
    assert answer.status_code == 200
    assert answer["ETag"] != before
