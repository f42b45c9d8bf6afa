"""Service keys: made on the command line and in the administration, by whoever may, and shown once."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.management.commands.service_key import Command
from accounts.models import ApiKey, User
from accounts.services.api_keys import create_personal_key, create_service_key
from accounts.tokens import api_key
from oauth_server.vocabulary import Scope
from tests.accounts.conftest import PASSWORD, sign_in

ADD = "/admin/accounts/apikey/add/"
LIST = "/admin/accounts/apikey/"


def run(*arguments: str) -> str:
    printed = StringIO()
    call_command("service_key", *arguments, stdout=printed)
    return printed.getvalue()


def run_json(*arguments: str) -> dict[str, Any]:
    return dict(json.loads(run(*arguments, "--json")))


@pytest.mark.django_db
def test_the_command_makes_a_key_lists_it_without_itself_and_ends_it() -> None:
    made = run_json("Nightly report", "--scope", "reports:read", "--scope", "todo:read", "--days", "30")
    facts = api_key.verify(made["key"])
    assert (facts.user, facts.scopes) == (None, frozenset(["reports:read", "todo:read"]))
    assert abs(ApiKey.objects.get().expires - timezone.now() - timedelta(days=30)) < timedelta(minutes=1)
    (listed,) = run_json("--list")["keys"]
    assert listed["name"] == "Nightly report"
    assert made["key"] not in json.dumps(listed)
    assert "Nightly report" in run("--list")
    assert run_json("--revoke", str(made["id"])) == {"revoked": 1}
    assert run_json("--list") == {"keys": []}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("A service",),
        ("", "--scope", "todo:read"),
        ("n" * 101, "--scope", "todo:read"),
        ("A service", "--scope", "openid"),
        ("A service", "--scope", "nonsense"),
        ("A service", "--scope", "todo:read", "--days", "0"),
        ("A service", "--scope", "todo:read", "--days", "366"),
        ("A service", "--scope", "todo:read", "--days", "999999999999"),
        ("A service", "--scope", "todo:read", "--list"),
        ("--list", "--revoke", "1"),
        ("--revoke", "1"),
    ],
)
def test_the_command_refuses_in_one_line_what_makes_no_sense(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError) as refused:
        run(*arguments)
    assert len(str(refused.value).splitlines()) == 1
    assert not ApiKey.objects.exists()


def test_the_command_ends_no_key_of_a_person(alice: User) -> None:
    row, key = create_personal_key(user=alice, name="A script", scopes=[Scope.TODO_READ])
    with pytest.raises(CommandError):
        run("--revoke", str(row.pk))
    api_key.verify(key)


def test_the_command_explains_itself_by_an_example() -> None:
    shown = Command().create_parser("manage.py", "service_key").format_help().replace("\n", " ")
    assert "Example: manage.py service_key" in shown


@pytest.fixture
def staff(db: None, client: Client) -> Client:
    """Somebody on the staff who may make, see and end keys."""
    user = User.objects.create_user("keeper", password=PASSWORD, is_staff=True)
    names = ["add_apikey", "view_apikey", "change_apikey"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    sign_in(client, "keeper")
    return client


def form(**changed: Any) -> dict[str, Any]:
    day = timezone.now() + timedelta(days=30)
    fields = {"name": "A service", "scopes": ["reports:read"], "expires_0": f"{day:%Y-%m-%d}", "expires_1": "12:00:00"}
    return {**fields, **changed}


def test_the_page_shows_a_new_key_once_and_keeps_it_nowhere(staff: Client) -> None:
    assert staff.get(ADD).status_code == 200
    answer = staff.post(ADD, form())
    key = answer.context["secret"]
    assert key in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert key not in str(answer.cookies)
    assert api_key.verify(key).user is None
    row = ApiKey.objects.get()
    for path in (LIST, f"{LIST}{row.pk}/change/", f"{LIST}{row.pk}/history/"):
        page = staff.get(path).content.decode()
        assert "A service" in page
        assert key not in page
        assert row.digest not in page


@pytest.mark.parametrize(
    "changed",
    [
        {"name": ""},
        {"scopes": []},
        {"scopes": ["openid"]},
        {"expires_0": "2020-01-01"},
        {"expires_0": "2999-01-01"},
        {"expires_0": "nonsense"},
    ],
    ids=str,
)
def test_the_page_makes_no_key_that_may_not_be(staff: Client, changed: dict[str, Any]) -> None:
    assert staff.post(ADD, form(**changed)).status_code == 200
    assert not ApiKey.objects.exists()


def test_nobody_edits_or_deletes_a_key_there(staff: Client) -> None:
    row, key = create_service_key(name="A service", scopes=[Scope.TODO_READ], by=None)
    staff.post(f"{LIST}{row.pk}/change/", form())
    staff.post(f"{LIST}{row.pk}/delete/", {"post": "yes"})
    assert api_key.verify(key).scopes == frozenset(["todo:read"])


def test_whoever_may_change_keys_ends_them_there_and_others_do_not(staff: Client, alice: User) -> None:
    row, _ = create_personal_key(user=alice, name="A script", scopes=[Scope.TODO_READ])
    action = {"action": "revoke", "_selected_action": [row.pk]}
    keeper = User.objects.get(username="keeper")
    keeper.user_permissions.remove(Permission.objects.get(codename="change_apikey"))
    staff.post(LIST, action)
    assert ApiKey.objects.get().revoked_at is None
    keeper.user_permissions.add(Permission.objects.get(codename="change_apikey"))
    staff.post(LIST, action)
    assert ApiKey.objects.get().revoked_at is not None


def test_without_the_permission_nobody_makes_one(staff: Client) -> None:
    User.objects.get(username="keeper").user_permissions.remove(Permission.objects.get(codename="add_apikey"))
    assert staff.post(ADD, form()).status_code == 403
    assert not ApiKey.objects.exists()
