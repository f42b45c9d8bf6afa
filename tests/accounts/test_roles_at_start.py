"""The groups of the roles are there as soon as the tables are, also after everything was emptied."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from accounts.roles import ACT_FOR_PERSON, END_CREDENTIALS, HOLDS, Role, roles_holding


@pytest.mark.django_db(transaction=True)
def test_a_flushed_database_has_the_groups_again() -> None:
    call_command("flush", interactive=False, verbosity=0)
    assert set(Group.objects.values_list("name", flat=True)) == set(Role)


def held_by(role: Role) -> set[str]:
    """What the group of a role holds."""
    held = Group.objects.get(name=role).permissions.values_list("content_type__app_label", "codename")
    return {f"{label}.{code}" for label, code in held}


@pytest.mark.django_db(transaction=True)
def test_a_role_holds_its_permissions_as_soon_as_the_tables_are_there() -> None:
    call_command("flush", interactive=False, verbosity=0)
    for role in Role:
        assert held_by(role) == set(HOLDS[role])


@pytest.mark.django_db(transaction=True)
def test_what_a_role_holds_comes_back_and_what_was_added_stays() -> None:
    group = Group.objects.get(name=Role.MANAGER)
    added = Permission.objects.get(codename="view_todo")
    group.permissions.set([added])
    call_command("migrate", verbosity=0)
    assert held_by(Role.MANAGER) == {*HOLDS[Role.MANAGER], "resources.view_todo"}


@pytest.mark.django_db
def test_every_permission_that_a_role_holds_exists() -> None:
    codes = Permission.objects.values_list("content_type__app_label", "codename")
    assert {name for names in HOLDS.values() for name in names} <= {f"{label}.{code}" for label, code in codes}


def test_no_role_may_write_accounts_in_the_administration() -> None:
    held = {name for names in HOLDS.values() for name in names if name.startswith("accounts.") and "view_" not in name}
    providers = {f"accounts.{verb}_upstreamprovider" for verb in ("add", "change", "delete")}
    assert held == {ACT_FOR_PERSON, END_CREDENTIALS, *providers}


def test_a_permission_leads_back_to_its_roles() -> None:
    assert roles_holding("resources.add_announcement") == {Role.ADMIN, Role.MANAGER}
    assert roles_holding("resources.no_such") == frozenset()
