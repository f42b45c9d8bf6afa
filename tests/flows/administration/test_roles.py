"""Roles in the administration: who holds each."""

from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from accounts.services.roles import grant_role

LIST = "/admin/auth/group/"


def test_a_role_is_shown_with_who_holds_it(adams: Client, adam: User, alice: User) -> None:
    grant_role(user=alice, role=Role.HR)
    hr = Group.objects.get(name="HR")
    assert f"?groups__id__exact={hr.pk}" in adams.get(LIST).content.decode()
    shown = adams.get(f"{LIST}{hr.pk}/change/").content.decode()
    assert f'/admin/accounts/user/{alice.pk}/change/"><bdi>alice</bdi>' in shown
    assert "<bdi>adam</bdi>" not in shown


def test_of_many_the_first_are_named_and_all_are_counted(adams: Client) -> None:
    manager = Group.objects.get(name="Manager")
    people = User.objects.bulk_create(
        User(username=f"person{number:03}", username_key=f"person{number:03}") for number in range(60)
    )
    manager.user_set.add(*people)
    shown = adams.get(f"{LIST}{manager.pk}/change/").content.decode()
    assert shown.count("<bdi>person") == 50
    assert "all 60" in shown


def test_the_role_admin_looks_and_changes_no_role(adams: Client) -> None:
    group = Group.objects.get(name="Manager")
    assert adams.post(f"{LIST}{group.pk}/change/", {"name": "Other"}).status_code == 403
    assert adams.get(f"{LIST}add/").status_code == 403
