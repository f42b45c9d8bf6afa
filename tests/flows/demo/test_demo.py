"""`make demo` after its install: what it starts, what it leaves, what a second run changes."""

import json
import sqlite3
import stat

import pytest
import requests

from tests.flows.demo.conftest import Demo


def rows(demo: Demo) -> list[str]:
    """Every row of the demo's database but what the worker moves on: the queue, the schedule, the trail's seals."""
    moving = ("django_tasks_db", "console_", "accounts_auditseal")
    with sqlite3.connect(demo.checkout / "var/db.sqlite3") as connection:
        return [line for line in connection.iterdump() if not any(table in line for table in moving)]


def test_every_process_answers(demo: Demo) -> None:
    assert requests.get(f"{demo.issuer}/live", timeout=10).status_code == 200
    assert requests.get(f"{demo.issuer}/ready", timeout=10).status_code == 200
    assert "Sample application" in requests.get(demo.sample_app, timeout=10).text


def test_the_issuer_is_the_address_that_serves(demo: Demo) -> None:
    metadata = requests.get(f"{demo.issuer}/.well-known/openid-configuration", timeout=10).json()
    assert metadata["issuer"] == demo.issuer == demo.data["issuer"]


def test_debug_is_off_and_an_unknown_page_says_little(demo: Demo) -> None:
    answer = requests.get(f"{demo.issuer}/no/such/page", timeout=10)
    assert answer.status_code == 404
    assert "urlpatterns" not in answer.text


def test_styles_are_served_with_their_digest_and_for_long(demo: Demo) -> None:
    page = requests.get(f"{demo.issuer}/accounts/login/", timeout=10).text
    style = page.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = requests.get(demo.issuer + style, timeout=10)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]


def test_a_second_run_changes_no_row_and_no_secret(demo: Demo) -> None:
    before, secrets = rows(demo), (demo.checkout / "var/demo.json").read_bytes()
    environment = (demo.checkout / ".env").read_bytes()
    demo.manage("demo", "--port", str(demo.port), "--no-serve")
    assert rows(demo) == before
    assert (demo.checkout / "var/demo.json").read_bytes() == secrets
    assert (demo.checkout / ".env").read_bytes() == environment


def test_every_command_works_in_the_checkout_as_it_stands(demo: Demo) -> None:
    assert json.loads(demo.manage("seed_demo", "--json")) == demo.data
    assert json.loads(demo.manage("doctor", "--json"))["well"] is True
    assert "grants" in json.loads(demo.manage("purge", "--json"))
    assert len(demo.manage("drf_create_token", "hana").split()[2]) == 40


@pytest.mark.parametrize("name", [".env", "var/demo.json", "var/db.sqlite3"])
def test_what_is_secret_is_for_its_owner_only(demo: Demo, name: str) -> None:
    assert stat.S_IMODE((demo.checkout / name).stat().st_mode) == 0o600
    assert stat.S_IMODE((demo.checkout / "var").stat().st_mode) == 0o700


def test_a_port_that_is_taken_is_named(demo: Demo) -> None:
    with pytest.raises(Exception, match="non-zero") as ended:
        demo.manage("demo", "--port", str(demo.port))
    assert f"Port {demo.port} is taken" in ended.value.stderr  # type: ignore[attr-defined] # - CalledProcessError's
