"""What commands run on: a person, a client and what they hold; a demo whose `var/` is a folder of the test."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Session, User
from oauth_server.protocol.models import Application, Grant
from oauth_server.protocol.services.clients import Registration, register_client
from oauth_server.vocabulary import GrantType

LONG_AGO = timedelta(days=3)


@pytest.fixture
def demo_folder(settings: Any, tmp_path: Path) -> Path:
    """Turn the demo on; its generated secrets go into this folder."""
    settings.DEMO = True
    settings.VAR_DIR = tmp_path / "var"
    settings.ARGON2_TIME_COST, settings.ARGON2_MEMORY_COST = 1, 8
    return tmp_path / "var"


def run(*arguments: str) -> dict[str, Any]:
    """Run a command that reports as JSON; return its report."""
    out = StringIO()
    call_command(*arguments, "--json", stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


@pytest.fixture
def alice() -> User:
    """A person without a usable password."""
    return User.objects.create_user("alice", "alice@example.org")


@pytest.fixture
def client() -> Application:
    """A web application."""
    registration = Registration(
        "Web", grant_types=(GrantType.AUTHORIZATION_CODE,), redirect_uris=("https://app.example.org/callback",)
    )
    return register_client(registration)[0]


def sign_in(user: User, **columns: Any) -> Session:
    """Return a sign-in that lasts a day, unless `columns` say otherwise."""
    return Session.objects.create(**{"user": user, "expires": timezone.now() + timedelta(days=1)} | columns)


def allow(user: User, client: Application, **columns: Any) -> Grant:
    """Return a grant whose code is spent, for a day unless `columns` say otherwise."""
    values = {"code": uuid4().hex, "expires": timezone.now() + timedelta(days=1), "consumed_at": timezone.now()}
    return Grant.objects.create(user=user, application=client, audience="https://api.example.org", **values | columns)


def seeded(**options: Any) -> dict[str, Any]:
    """Run `seed_demo --json`; return what it printed."""
    out = StringIO()
    call_command("seed_demo", json=True, stdout=out, **options)
    content: dict[str, Any] = json.loads(out.getvalue())
    return content
