"""Logos: fetched by the worker, checked, shown from our own origin (RFC 7591 section 2, `logo_uri`)."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from oauth_server.protocol import fetching
from oauth_server.protocol.services import client_logos, logo_fetching
from oauth_server.protocol.services.client_logos import LogoRefused
from oauth_server.protocol.services.logo_fetching import fetch_due_logos, fetch_logo
from tests.flows.oauth import RelyingParty
from tests.flows.web_pages import Web, held_still
from tests.pictures import png, png_of_size

pytestmark = pytest.mark.spec("RFC 7591 section 2")
LOGO = "https://app.example.org/logo.png"
IMAGE = re.compile(r'<img src="(/logos/[0-9a-f]{64})" alt=""')
Register = Callable[..., RelyingParty]


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Web:
    """The outside, with a logo."""
    web = held_still(monkeypatch)
    web.put(LOGO, png(), content_type="image/png")
    return web


def shown(user_agent: Client, party: RelyingParty) -> str:
    """Return the address of the logo on the consent page, "" without one."""
    found = IMAGE.search(user_agent.get("/o/authorize/", party.request(), follow=True).content.decode())
    return found.group(1) if found else ""


def test_the_logo_is_shown_from_our_own_origin(user_agent: Client, world: Web, register: Register) -> None:
    party = register(logo_uri=LOGO)
    assert shown(user_agent, party) == ""
    assert world.asked == [], "nobody waits for another server"
    assert fetch_due_logos.call() == 1
    address = shown(user_agent, party)
    assert LOGO not in user_agent.get("/o/authorize/", party.request(), follow=True).content.decode()
    answer = Client().get(address)
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, png(), "image/png")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer["Cache-Control"]
    assert "Set-Cookie" not in answer


@pytest.mark.parametrize(
    "digest",
    ["0" * 64, "none", "%00" * 64, "../" * 3, "0" * 5000],
    ids=["unknown", "word", "nul", "path", "long"],
)
def test_an_unknown_logo_is_not_found(client: Client, db: None, digest: str) -> None:
    assert client.get(f"/logos/{digest}").status_code == 404


@pytest.mark.parametrize(
    "content",
    [b"<svg xmlns='http://www.w3.org/2000/svg'/>", png_of_size(4000, 4000), png() + b"\0" * 300_000],
    ids=["svg", "wide", "large"],
)
def test_a_refused_logo_leaves_the_initial_of_the_name(
    user_agent: Client, world: Web, register: Register, content: bytes
) -> None:
    world.put(LOGO, content, content_type="image/png")
    party = register(logo_uri=LOGO)
    assert fetch_due_logos.call() == 0
    assert shown(user_agent, party) == ""
    fetch_due_logos.call()
    assert world.asked == [LOGO], "a refused address is left alone"
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        fetch_due_logos.call()
    assert world.asked == [LOGO, LOGO]


def test_a_logo_is_fetched_again_after_a_week_and_stays_while_its_server_is_away(
    user_agent: Client, world: Web, register: Register
) -> None:
    party = register(logo_uri=LOGO)
    fetch_due_logos.call()
    before = shown(user_agent, party)
    world.pages.clear()
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        fetch_due_logos.call()
    assert len(world.asked) == 2
    assert shown(user_agent, party) == before
    world.put(LOGO, png(200, 0, 0), content_type="image/png")
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=2)):
        assert fetch_due_logos.call() == 1
    assert shown(user_agent, party) not in ("", before)
    assert Client().get(before).status_code == 404


def test_another_address_is_another_logo_and_none_is_none(user_agent: Client, world: Web, register: Register) -> None:
    party = register(logo_uri=LOGO)
    fetch_due_logos.call()
    before = shown(user_agent, party)
    party.application.logo_uri = f"{LOGO}?2"
    party.application.save()
    world.put(f"{LOGO}?2", png(0, 200, 0))
    assert fetch_due_logos.call() == 1
    assert shown(user_agent, party) not in ("", before)
    party.application.logo_uri = ""
    party.application.save()
    assert shown(user_agent, party) == ""


def test_the_worker_is_asked_as_soon_as_a_client_names_a_logo(
    world: Web, register: Register, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        party = register(logo_uri=LOGO)
    task = DBTaskResult.objects.get(task_path=fetch_logo.module_path)
    assert fetch_logo.call(*task.args_kwargs["args"])
    with django_capture_on_commit_callbacks(execute=True):
        party.application.save()
    assert DBTaskResult.objects.filter(task_path=fetch_logo.module_path).count() == 1, "the address is no new one"


def test_strangers_do_not_fill_the_queue(
    world: Web, register: Register, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logo_fetching, "AT_ONCE", 2)
    waiting = DBTaskResult.objects.filter(task_path=fetch_logo.module_path)
    for number in range(4):
        with django_capture_on_commit_callbacks(execute=True):
            register(logo_uri=f"{LOGO}?{number}", registration_source="dcr")
    assert waiting.count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        register(logo_uri=LOGO)
    assert waiting.count() == 3, "administrators do not wait for strangers"
    assert set(waiting.values_list("priority", flat=True)) == {-50}


def test_a_busy_fetcher_says_nothing_of_the_address(
    world: Web, register: Register, user_agent: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    party = register(logo_uri=LOGO)

    def busy(*_: Any, **__: Any) -> None:
        raise fetching.TooBusy(fetching.FAILED)

    with monkeypatch.context() as patch:
        patch.setattr(fetching, "fetch", busy)
        assert fetch_due_logos.call() == 0
    assert fetch_due_logos.call() == 1
    assert shown(user_agent, party)


def test_an_uploaded_picture_counts_until_it_is_dropped(user_agent: Client, world: Web, register: Register) -> None:
    party = register(logo_uri=LOGO)
    fetch_due_logos.call()
    fetched = shown(user_agent, party)
    client_logos.keep(party.application, png(0, 0, 200))
    uploaded = shown(user_agent, party)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert fetch_due_logos.call() == 0
    assert uploaded not in ("", fetched)
    assert shown(user_agent, party) == uploaded
    with pytest.raises(LogoRefused):
        client_logos.keep(party.application, b"<svg/>")
    client_logos.drop(party.application)
    assert shown(user_agent, party) == ""
    assert fetch_due_logos.call() == 1
    assert shown(user_agent, party) == fetched


def test_a_client_that_came_by_itself_and_changes_its_picture_is_verified_no_more(
    world: Web, register: Register
) -> None:
    vouched = {"hosts_verified": True, "registration_source": "dcr"}
    party = register(logo_uri=LOGO, **vouched)
    fetch_due_logos.call()
    party.application.refresh_from_db()
    assert party.application.hosts_verified
    world.put(LOGO, png(200, 0, 0))
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        fetch_due_logos.call()
    party.application.refresh_from_db()
    assert not party.application.hosts_verified
