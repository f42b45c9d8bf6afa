"""`rotate_signing_key`: the next key, or one at once; a compromised one withdrawn; each said (contract: Commands)."""

from io import StringIO
from unittest.mock import Mock

import pytest
from django.core.management import CommandError, call_command

from oauth_server.protocol.keys.port import NoNewKey
from oauth_server.protocol.models import SigningKey
from oauth_server.vocabulary import SigningAlgorithm
from tests.console.conftest import run

pytestmark = pytest.mark.django_db


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("rotate_signing_key", *arguments, stdout=out)
    return out.getvalue()


def test_it_makes_the_next_key_of_each_algorithm_and_says_where_each_stands() -> None:
    report = run("rotate_signing_key")
    stand = {(key["algorithm"], key["state"]) for key in report["keys"]}
    assert stand == {(str(name), state) for name in SigningAlgorithm for state in ("active", "next")}
    assert len(report["told"]) == len(SigningAlgorithm)
    assert run("rotate_signing_key")["keys"] == report["keys"], "a second time makes no other"


def test_it_takes_one_algorithm() -> None:
    before = SigningKey.objects.count()
    words = said("--algorithm", "ES256")
    assert SigningKey.objects.count() == before + 1
    assert "ES256: the next key is " in words
    assert ": next, signs from " in words
    assert "until it asks again" not in words


def test_at_once_it_says_plainly_whom_that_fails() -> None:
    assert "a client that keeps the key set does not know it" in said("--algorithm", "ES256", "--now")
    states = [key["state"] for key in run("rotate_signing_key", "--algorithm", "RS256")["keys"]]
    assert states.count("retired") == 1


def test_it_withdraws_a_compromised_key_and_names_the_one_in_its_place() -> None:
    old = SigningKey.objects.get(algorithm="ES256")
    words = said(f"--revoke={old.kid}")
    assert f"{old.kid} is withdrawn" in words
    new = SigningKey.objects.get(algorithm="ES256", withdrawn_at=None)
    assert f"{new.kid} signs in its place" in words
    assert said(f"--revoke={old.kid}").startswith(f"{old.kid} is withdrawn")
    assert SigningKey.objects.filter(algorithm="ES256").count() == 2


def test_what_it_cannot_do_it_says_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="no such key"):
        said("--revoke", "nothing")
    with pytest.raises(CommandError, match="leave --algorithm out"):
        said("--revoke", "nothing", "--algorithm", "ES256")
    with pytest.raises(CommandError, match="not allowed with"):
        said("--revoke", "nothing", "--now")
    port = Mock(return_value=Mock(make=Mock(side_effect=NoNewKey("put one there first"))))
    monkeypatch.setattr("oauth_server.protocol.keys.rotation.key_port", port)
    with pytest.raises(CommandError, match="put one there first"):
        said()
