"""The administration of people: what it shows, and that what it ends is at an end."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from structlog.testing import capture_logs

from accounts.models import Session, User
from tests.accounts.conftest import PASSWORD, post, sign_in


@pytest.fixture
def root(db: None, client: Client) -> Client:
    """The browser of a superuser."""
    User.objects.create_superuser("root", "root@example.org", PASSWORD)
    sign_in(client, "root")
    return client


def form_of(user: User, **changes: object) -> dict[str, object]:
    fields = {"username": user.username, "email": user.email, "first_name": "", "last_name": "", "is_active": "on"}
    return {name: value for name, value in (fields | changes).items() if value is not None}


def test_the_pages_open_and_show_no_secret(alice: User, root: Client) -> None:
    token = post(Client(), "/api/token/", {"username": "alice", "password": PASSWORD}).json()["token"]
    for path in ("user/", f"user/{alice.pk}/change/", "session/", f"session/{Session.objects.get().pk}/change/"):
        page = root.get(f"/admin/accounts/{path}")
        assert page.status_code == 200, path
        shown = page.content.decode()
        assert alice.password not in shown
        assert "argon2" not in shown
        assert token not in shown
        assert alice.drf_token.digest not in shown


def test_tokens_and_counts_are_to_look_at_only(alice: User, root: Client) -> None:
    post(Client(), "/api/token/", {"username": "alice", "password": PASSWORD})
    path = f"/admin/accounts/drftoken/{alice.drf_token.pk}/"
    assert alice.drf_token.digest not in root.get(f"{path}change/").content.decode()
    assert root.post(f"{path}change/", {"generation": 5}).status_code == 403
    assert root.post(f"{path}delete/", {"post": "yes"}).status_code == 403
    for name in ("drftoken", "guesscounter"):
        assert root.get(f"/admin/accounts/{name}/add/").status_code == 403


def test_disabling_there_throws_the_switch(alice: User, root: Client, alices: Client) -> None:
    pair = post(Client(), "/api/jwt/token/", {"username": "alice", "password": PASSWORD}).json()
    root.post(f"/admin/accounts/user/{alice.pk}/change/", form_of(alice, is_active=None))
    assert not User.objects.get(pk=alice.pk).is_active
    root.post(f"/admin/accounts/user/{alice.pk}/change/", form_of(alice))
    assert User.objects.get(pk=alice.pk).is_active
    assert alices.get("/api/protected/").status_code == 401
    headers = {"authorization": f"Bearer {pair['access']}"}
    assert alices.get("/api/protected/", headers=headers).status_code == 401


def test_the_admin_role_given_there_makes_staff(alice: User, root: Client) -> None:
    admin = Group.objects.get(name="Admin")
    root.post(f"/admin/accounts/user/{alice.pk}/change/", form_of(alice, groups=[admin.pk]))
    assert User.objects.get(pk=alice.pk).is_staff
    root.post(f"/admin/accounts/user/{alice.pk}/change/", form_of(alice))
    assert not User.objects.get(pk=alice.pk).is_staff


def test_a_role_given_or_taken_there_is_logged_with_who_did_it(alice: User, root: Client) -> None:
    by = str(User.objects.get(username="root").audit_key)
    manager, hr = Group.objects.get(name="Manager"), Group.objects.get(name="HR")
    alice.groups.add(hr)
    with capture_logs() as logs:
        root.post(f"/admin/accounts/user/{alice.pk}/change/", form_of(alice, groups=[manager.pk]))
    told = [(line["event"], line["role"], line["person"], line["actor"]) for line in logs if "role" in line]
    assert told == [
        ("role_given", "Manager", str(alice.audit_key), by),
        ("role_taken", "HR", str(alice.audit_key), by),
    ]


def test_a_password_set_there_ends_what_came_before(alice: User, root: Client, alices: Client) -> None:
    token = post(Client(), "/api/token/", {"username": "alice", "password": PASSWORD}).json()["token"]
    new = {"password1": "another long password", "password2": "another long password", "usable_password": "true"}
    assert root.post(f"/admin/accounts/user/{alice.pk}/password/", new).status_code == 302
    assert User.objects.get(pk=alice.pk).check_password("another long password")
    assert alices.get("/api/protected/").status_code == 401
    assert Client().get("/api/protected/", headers={"authorization": f"Token {token}"}).status_code == 401


def test_a_sign_in_is_ended_there(alice: User, root: Client, alices: Client) -> None:
    session = Session.objects.get(user=alice)
    root.post("/admin/accounts/session/", {"action": "end", "_selected_action": [session.pk]})
    assert alices.get("/api/protected/").status_code == 401
    assert root.get("/admin/").status_code == 200


def test_a_sign_in_is_not_edited_or_deleted(alice: User, root: Client) -> None:
    session = Session.objects.get()
    assert root.get("/admin/accounts/session/add/").status_code == 403
    assert root.post(f"/admin/accounts/session/{session.pk}/delete/", {"post": "yes"}).status_code == 403
    assert root.post(f"/admin/accounts/session/{session.pk}/change/", {"acr": "9"}).status_code == 403


def test_an_account_is_made_there(root: Client) -> None:
    answer = root.post(
        "/admin/accounts/user/add/",
        {"username": "dora", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert answer.status_code == 302
    assert User.objects.get(username="dora").check_password(PASSWORD)


def test_a_bearer_opens_no_administration(alice: User) -> None:
    pair = post(Client(), "/api/jwt/token/", {"username": "alice", "password": PASSWORD}).json()
    User.objects.filter(pk=alice.pk).update(is_staff=True, is_superuser=True)
    headers = {"authorization": f"Bearer {pair['access']}"}
    assert Client().get("/admin/", headers=headers)["Location"].startswith("/admin/login/")


def test_another_spelling_of_a_taken_name_is_refused_there(alice: User, root: Client) -> None:
    fields = {"username": "ａｌｉｃｅ", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}  # noqa: RUF001 - another spelling
    assert root.post("/admin/accounts/user/add/", fields).status_code == 200
    assert User.objects.count() == 2


def test_staff_who_may_change_people_make_no_superusers_and_give_no_roles(alice: User, bob: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_staff=True)
    alice.user_permissions.add(*Permission.objects.filter(codename__in=["view_user", "change_user"]))
    root = User.objects.create_superuser("root", "root@example.org", PASSWORD)
    staff = Client()
    sign_in(staff)
    admin = Group.objects.get(name="Admin")
    staff.post(
        f"/admin/accounts/user/{bob.pk}/change/", form_of(bob, is_superuser="on", groups=[admin.pk], last_name="B")
    )
    bob.refresh_from_db()
    assert (bob.last_name, bob.is_superuser, bob.is_staff, bob.groups.count()) == ("B", False, False, 0)
    assert staff.post(f"/admin/accounts/user/{root.pk}/change/", form_of(root)).status_code == 403
    new = {"password1": "another long password", "password2": "another long password", "usable_password": "true"}
    assert staff.post(f"/admin/accounts/user/{root.pk}/password/", new).status_code == 403
