"""People, browsers and clients of the tests of people, and what they hold."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import jwt as pyjwt
import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import login
from django.db import connection
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.middleware import AuthenticationMiddleware
from accounts.models import User
from accounts.services.sign_in import sign_in_of
from accounts.services.token_pairs import open_pair
from accounts.sessions import SessionStore
from accounts.tokens.jwt import Pair

PASSWORD = "correct horse battery staple"
TRANSACTIONS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
Requests = Callable[..., HttpRequest]


@pytest.fixture(autouse=True)
def cheap_passwords(settings: Any) -> None:
    """Argon2 at its cheapest: these tests count hashes, they do not wait for them."""
    settings.ARGON2_TIME_COST, settings.ARGON2_MEMORY_COST = 1, 8


@pytest.fixture
def alice(db: None) -> User:
    """A person without a role, whose address is verified."""
    user = User.objects.create_user("alice", "alice@example.org", PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


@pytest.fixture
def bob(db: None) -> User:
    """Another person, whose address is not verified."""
    user = User.objects.create_user("bob", "bob@example.org", PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    return user


@pytest.fixture
def alices(alice: User) -> Client:
    """Alice's browser, signed in by the page."""
    client = Client()
    sign_in(client)
    return client


def sign_in(client: Client, login: str = "alice", password: str = PASSWORD) -> Any:
    """Post the sign-in form."""
    return client.post("/accounts/login/", {"login": login, "password": password})


def post(client: Client, path: str, body: Any = None, **headers: str) -> Any:
    """Post JSON."""
    return client.post(path, body or {}, content_type="application/json", headers=headers)


def post_form(client: Client, path: str, fields: dict[str, Any], **headers: str) -> Any:
    """Post a form as OAuth clients and pages do (not Django's multipart)."""
    return client.post(path, urlencode(fields), content_type="application/x-www-form-urlencoded", headers=headers)


@pytest.fixture
def request_of() -> Requests:
    """Return a function that makes the request of the browser with this cookie, as the middleware leaves it."""

    def make(cookie: str | None = None) -> HttpRequest:
        request = RequestFactory().get("/")
        request.session = SessionStore(cookie)
        AuthenticationMiddleware(lambda request: None).process_request(request)  # type: ignore[arg-type] # - no answer is asked for
        return request

    return make


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the statements of the block, without those that only bound a transaction."""
    collected: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield collected
    collected += [query["sql"] for query in captured if not query["sql"].startswith(TRANSACTIONS)]


@pytest.fixture
def pair(alice: User) -> Pair:
    """Alice's first pair."""
    return open_pair(user=alice, request=RequestFactory().post("/"), amr=["pwd"])


def claims_of(token: str) -> dict[str, Any]:
    """Return the claims of a token without verifying it."""
    return pyjwt.decode(token, options={"verify_signature": False})


def seen(request: HttpRequest) -> Any:
    """Return the sign-in of the request, from which `request.user` is made."""
    return sign_in_of(request)


@pytest.fixture
def cookie(alice: User, request_of: Requests) -> str:
    """The cookie of a browser in which Alice is signed in."""
    request = request_of()
    login(request, alice)
    request.session.save()
    return str(request.session.session_key)


def at_api(client: Client, **fields: Any) -> Any:
    """Register Carol at the API, or whom the fields say."""
    body = {"username": "carol", "email": "carol@example.org", "password": PASSWORD} | fields
    return post(client, "/api/register/", body)


def at_page(client: Client, **fields: Any) -> Any:
    """Register Carol at the page, or whom the fields say."""
    body = {"username": "carol", "email": "carol@example.org", "password": PASSWORD} | fields
    password = body.pop("password")
    return client.post("/accounts/signup/", {**body, "password1": password, "password2": password})
