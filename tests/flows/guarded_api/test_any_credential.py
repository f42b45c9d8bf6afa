"""Any text in any place where a credential may stand: never an error of ours, never somebody (RFC 9110 section 5.5).

The two properties run a few hundred fixed examples here; ANY_CREDENTIAL_EXAMPLES=20000 tries more, chosen anew.
"""

import os
from base64 import b64encode
from ipaddress import ip_network
from typing import Any, Final

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from accounts.tokens import api_key
from tests.flows.conftest import PASSWORD
from tests.flows.guarded_api.callers import drf_key_of, jwt_pair_of, session_of
from tests.flows.guarded_api.keys import key_of

MORE: Final = os.environ.get("ANY_CREDENTIAL_EXAMPLES")
ANY_CREDENTIAL: Final = settings(
    max_examples=int(MORE or 150),
    derandomize=MORE is None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
PLACES: Final = (
    "HTTP_AUTHORIZATION",
    "HTTP_X_API_KEY",
    "HTTP_X_REMOTE_USER",
    "HTTP_COOKIE",
    "HTTP_X_CSRFTOKEN",
    "HTTP_ORIGIN",
    "HTTP_REFERER",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_HTTP_METHOD_OVERRIDE",
    "CONTENT_LENGTH",
    "CONTENT_TYPE",
    "REMOTE_ADDR",
    "REMOTE_USER",
)
COOKIES: Final = ("sessionid", "access", "refresh", "csrftoken", "device", "messages")
PATHS: Final = (
    "/api/status/",
    "/api/whoami/",
    "/api/v1/todo/",
    "/api/v1/reports/",
    "/api/keys/",
    "/api/logout/",
    "/api/jwt/token/refresh/",
)

OCTETS: Final = st.binary(max_size=60).map(lambda octets: octets.decode("latin-1"))
"""What WSGI makes of the bytes of a header (PEP 3333)."""
TEXT: Final = st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass").decode("latin-1"))
TOKEN68: Final = st.text("abcXYZ019._~+/-=", max_size=60)
PARTS: Final = st.sampled_from(
    ["eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", "eyJ0b2tlbl90eXBlIjoiYWNjZXNzIn0", "e30", "W10", "bnVsbA", "", "IiI", "MQ"]
)
COMPACT: Final = st.lists(PARTS | TOKEN68, min_size=1, max_size=5).map(".".join)
PAIRS: Final = st.builds(lambda octets: b64encode(octets).decode(), st.binary(max_size=40))
KEYS: Final = st.builds(api_key.generate) | st.text("0123456789abcXYZ", max_size=40).map("osk_{}".format)
VALUES: Final = OCTETS | TEXT | TOKEN68 | COMPACT | PAIRS | KEYS
SCHEMES: Final = st.sampled_from(["Bearer", "bearer", "Token", "Basic", "BASIC", "DPoP", "Digest", "Negotiate", ""])
SEPARATORS: Final = st.sampled_from([" ", "  ", "\t", ",", ", ", "=", "", ";", "\x00"])
AUTHORIZATION: Final = st.builds(lambda *parts: "".join(parts), SCHEMES, SEPARATORS, VALUES) | st.builds(
    lambda *parts: "".join(parts), SCHEMES, SEPARATORS, VALUES, SEPARATORS, SCHEMES, SEPARATORS, VALUES
)
COOKIE: Final = st.lists(
    st.builds(lambda name, value: f"{name}={value}", st.sampled_from(COOKIES) | TOKEN68, VALUES), max_size=4
).map("; ".join)
LENGTHS: Final = (
    st.sampled_from(["", "-1", "1e3", "0", "2", "99999999999999999999", " 2", "0x2", "+2", "\u0662"]) | VALUES
)
SPECIAL: Final = {
    "HTTP_AUTHORIZATION": AUTHORIZATION | VALUES,
    "HTTP_COOKIE": COOKIE | VALUES,
    "CONTENT_LENGTH": LENGTHS,
}
SENT: Final = st.fixed_dictionaries({}, optional={place: SPECIAL.get(place, VALUES) for place in PLACES})


@pytest.fixture
def good(db: None, settings: Any) -> dict[str, dict[str, str]]:
    """Every kind of credential is on; what alice sends with each kind of hers."""
    settings.BASIC_AUTHENTICATION = True
    settings.REMOTE_USER_HEADER = "X-Remote-User"
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.0/8")]
    settings.ACCOUNT_RATE_LIMITS = settings.ADDRESS_LIMITS = False
    User.objects.create_user("alice", password=PASSWORD)
    return {
        "session": {"HTTP_COOKIE": f"sessionid={session_of('alice').client.cookies['sessionid'].value}"},
        "jwt": {"HTTP_AUTHORIZATION": f"Bearer {jwt_pair_of('alice')['access']}"},
        "drf_token": {"HTTP_AUTHORIZATION": f"Token {drf_key_of('alice')}"},
        "api_key": {"HTTP_X_API_KEY": key_of("alice", ["account:read"]).headers["x-api-key"]},
    }


@pytest.mark.parametrize("method", ["GET", "POST"])
@ANY_CREDENTIAL
@given(path=st.sampled_from(PATHS), sent=SENT)
def test_nothing_is_an_error_of_ours_and_nothing_makes_somebody(
    good: dict[str, dict[str, str]], method: str, path: str, sent: dict[str, str]
) -> None:
    environ: dict[str, Any] = {"content_type": "application/json", **sent}
    answer = Client(enforce_csrf_checks=True).generic(method, path, b"{}" if method == "POST" else b"", **environ)
    assert answer.status_code < 500, answer.content
    if path == "/api/whoami/":
        assert answer.status_code >= 400, answer.content


@ANY_CREDENTIAL
@given(
    sent=SENT, kind=st.sampled_from(["session", "jwt", "drf_token", "api_key"]), method=st.sampled_from(["GET", "POST"])
)
def test_what_else_is_sent_beside_a_good_credential_makes_nobody_else(
    good: dict[str, dict[str, str]], sent: dict[str, str], kind: str, method: str
) -> None:
    environ: dict[str, Any] = {**sent, **good[kind]}
    answer = Client(enforce_csrf_checks=True).generic(method, "/api/whoami/", **environ)
    assert answer.status_code < 500, answer.content
    if answer.status_code == 200:
        assert answer.json()["username"] == "alice"
