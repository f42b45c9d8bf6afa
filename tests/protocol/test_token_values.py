"""Tokens as values: their forms, their randomness, and the seal of a successor."""

from oauth_server.protocol.tokens import opaque
from oauth_server.protocol.tokens.digest import digest
from oauth_server.protocol.tokens.refresh_token import RefreshTokenValue


def test_a_digest_is_sha_256_in_hexadecimal() -> None:
    assert digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_an_opaque_token_has_256_bits_and_no_dot() -> None:
    values = {opaque.new() for _ in range(100)}
    assert len(values) == 100
    assert all(len(value) == 43 and opaque.is_opaque(value) for value in values)


def test_a_refresh_token_reads_back_from_the_wire() -> None:
    first = RefreshTokenValue.first()
    assert RefreshTokenValue.read(str(first)) == first
    assert not opaque.is_opaque(str(first))
    assert RefreshTokenValue.read("a.b") is None


def test_a_successor_keeps_the_selector_and_nothing_else() -> None:
    first = RefreshTokenValue.first()
    successor = first.successor()
    assert successor.selector_digest == first.selector_digest
    assert successor.secret != first.secret
    assert successor.checksum != first.checksum


def test_a_seal_opens_under_the_very_token_only() -> None:
    first = RefreshTokenValue.first()
    sealed = first.seal({"refresh_token": "next"})
    assert first.open(sealed) == {"refresh_token": "next"}
    assert first.successor().open(sealed) is None
    assert RefreshTokenValue.first().open(sealed) is None
    assert first.open(sealed[:-1] + bytes([sealed[-1] ^ 1])) is None
    assert first.open(b"") is None
