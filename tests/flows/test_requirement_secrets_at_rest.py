"""After every flow the database holds no secret that was handed out or taken (OWASP ASVS 5.0 section 6.5.2)."""

import base64
from urllib.parse import quote

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from tests.flows.conftest import PASSWORD, sign_in
from tests.flows.guarded_api.callers import nobody
from tests.flows.oauth import RelyingParty
from tests.flows.second_factor.enrolment import enrol_app, enrol_key, signed_in
from tests.flows.the_switch.holdings import Holdings
from tests.flows.the_switch.people import held
from tests.soft_authenticator import SoftAuthenticator

__all__ = ["held"]
NEW = "another horse, another battery"
MISTYPED = "what somebody typed by mistake"


def dump() -> bytes:
    """Return every column of every row of every table, as the database gives it and as text."""
    with connection.cursor() as cursor:
        values = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"select * from {connection.ops.quote_name(table)}")  # noqa: S608 - a table of the database
            values += [value for row in cursor.fetchall() for value in row]
    return b"\n".join(
        bytes(value) if isinstance(value, memoryview | bytes) else str(value).encode() for value in values
    )


def forms(secret: str) -> set[bytes]:
    """Return a secret as somebody might have kept it: itself, in base64, in hexadecimal digits, in a URL, reversed."""
    plain = secret.encode()
    codes = (base64.b64encode(plain), base64.urlsafe_b64encode(plain), base64.b32encode(plain), plain.hex().encode())
    stripped = {code.rstrip(b"=") for code in codes}
    return {plain, plain[::-1], quote(secret).encode(), *stripped, *(code.upper() for code in codes[3:])}


def kept(secrets: list[str]) -> list[str]:
    """Return those of the secrets that the database holds in some form."""
    rows = dump()
    assert b"alice" in rows
    assert all(len(secret) >= 6 for secret in secrets)
    return [secret for secret in secrets if any(form in rows for form in forms(secret))]


def test_the_database_holds_no_secret_of_any_flow(held: Holdings) -> None:
    for name in held.probes:  # each is used: exchanged, refreshed, answered
        assert held.is_good(name), name
    again = held.web.refresh(Client(), held.values["own_online_refresh"]).json()
    sign_in(fresh := Client(), "adam")
    fresh.post("/accounts/logout/")
    Client().post("/accounts/login/", {"login": "adam", "password": MISTYPED})
    nobody().post("/api/register/", {"username": "dora", "email": "dora@example.org", "password": NEW})
    secrets = [*held.secrets, *(value for name, value in again.items() if name.endswith("_token"))]
    secrets += [PASSWORD, NEW, MISTYPED, held.own.cookies["device"].value]
    assert kept(secrets) == []


def test_it_holds_no_secret_of_a_second_factor_and_no_link(web: RelyingParty, user_agent: Client) -> None:
    app, recovery = enrol_app(signed_in())
    asked = nobody().post("/api/jwt/token/", {"username": "alice", "password": PASSWORD}).json()
    given = nobody().post("/api/mfa/", {"challenge": asked["challenge"], "code": recovery[0]}).json()
    passkey = nobody().post("/api/passkey/", {"door": "jwt"}).json()
    secrets = [app.secret, *recovery, asked["challenge"], *given.values()]
    assert kept([*secrets, passkey["challenge"], passkey["public_key"]["challenge"]]) == []


def test_an_open_reset_page_and_a_passkey_in_the_making_are_sealed(held: Holdings) -> None:
    browser = sign_in(Client(), "adam")
    enrol_key(browser, SoftAuthenticator())
    path = f"/accounts/password/reset/key/{held.values['uid']}-{held.values['token']}/"
    opened = Client()
    assert opened.get(path, follow=True).status_code == 200
    secrets = [opened.cookies["sessionid"].value, held.values["token"], browser.cookies["sessionid"].value]
    assert kept(secrets) == []
    assert mail.outbox


@pytest.mark.parametrize("hide", [str, lambda text: text[::-1], lambda text: text.encode().hex(), quote])
def test_the_search_finds_a_secret_that_is_there(web: RelyingParty, user_agent: Client, hide: object) -> None:
    secret = "a/secret+that lies about"
    assert callable(hide)
    type(web.application).objects.filter(pk=web.application.pk).update(name=hide(secret))
    assert kept([secret]) == [secret]


def test_a_private_key_is_kept_sealed(web: RelyingParty, user_agent: Client) -> None:
    web.tokens(user_agent)
    kid = Client().get("/.well-known/jwks.json").json()["keys"][0]["kid"]
    rows = dump()
    assert kid.encode() in rows
    assert b"PRIVATE KEY" not in rows
