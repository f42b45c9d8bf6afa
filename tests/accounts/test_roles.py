"""Roles are groups; Admin makes staff, and nothing else does."""

from datetime import timedelta

import time_machine
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from accounts.audit.record import AuditEventName
from accounts.models import AuditEvent, Session, User
from accounts.roles import Role
from accounts.services.roles import grant_role, groups_of, remove_role, set_roles
from accounts.services.sign_in import open_session
from tests.accounts.conftest import statements


def is_staff(user: User) -> bool:
    return User.objects.get(pk=user.pk).is_staff


def test_admin_makes_staff_and_its_end_unmakes_it(alice: User) -> None:
    grant_role(user=alice, role=Role.ADMIN)
    assert is_staff(alice)
    remove_role(user=alice, role=Role.ADMIN)
    assert not is_staff(alice)


def test_whoever_becomes_staff_while_signed_in_is_held_to_the_hours_of_staff(alice: User, bob: User) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        long, others = open_session(user=alice, amr=["pwd"]), open_session(user=bob, amr=["pwd"])
        short = open_session(user=alice, amr=["pwd"])
        Session.objects.filter(pk=short.pk).update(expires=now + timedelta(hours=1))
    granted = now + timedelta(days=1)
    with time_machine.travel(granted, tick=False):
        grant_role(user=alice, role=Role.MANAGER)
        assert Session.objects.get(pk=long.pk).expires == now + timedelta(days=90)
        grant_role(user=alice, role=Role.ADMIN)
        remove_role(user=alice, role=Role.ADMIN)
    assert Session.objects.get(pk=long.pk).expires == granted + timedelta(hours=8)
    assert Session.objects.get(pk=short.pk).expires == now + timedelta(hours=1)
    assert Session.objects.get(pk=others.pk).expires == now + timedelta(days=90)


def test_no_other_role_makes_staff(alice: User) -> None:
    grant_role(user=alice, role=Role.MANAGER)
    grant_role(user=alice, role=Role.HR)
    assert not is_staff(alice)


def test_a_superuser_stays_staff(db: None) -> None:
    root = User.objects.create_superuser("root", "root@example.org", "correct horse battery staple")
    grant_role(user=root, role=Role.ADMIN)
    remove_role(user=root, role=Role.ADMIN)
    assert is_staff(root)


def test_a_role_that_is_not_held_may_be_removed(alice: User) -> None:
    remove_role(user=alice, role=Role.HR)
    assert not alice.groups.exists()


def test_a_person_is_given_exactly_these_roles_and_other_groups_stay(alice: User, bob: User) -> None:
    other = Group.objects.create(name="Chess club")
    alice.groups.add(other)
    grant_role(user=alice, role=Role.HR)
    set_roles(user=alice, roles=frozenset({Role.ADMIN, Role.MANAGER}), by=bob)
    assert groups_of(alice) == {Role.ADMIN, Role.MANAGER, "Chess club"}
    assert is_staff(alice)


def test_who_gave_and_took_which_role_is_kept(alice: User, bob: User) -> None:
    grant_role(user=alice, role=Role.HR)
    set_roles(user=alice, roles=frozenset({Role.MANAGER}), by=bob)
    kept = AuditEvent.objects.filter(person=alice.audit_key).order_by("pk").values_list("event", "detail", "actor")
    assert list(kept) == [
        (AuditEventName.ROLE_GIVEN, {"role": "HR"}, None),
        (AuditEventName.ROLE_GIVEN, {"role": "Manager"}, bob.audit_key),
        (AuditEventName.ROLE_TAKEN, {"role": "HR"}, bob.audit_key),
    ]


def test_permissions_are_djangos_own_and_by_group_in_one_statement(alice: User) -> None:
    alice.user_permissions.add(Permission.objects.get(codename="view_todo"))
    grant_role(user=alice, role=Role.MANAGER)
    fresh = User.objects.get(pk=alice.pk)
    with statements() as asked:
        held = fresh.get_all_permissions()
        assert fresh.has_perm("resources.add_report")
    assert len(asked) == 1
    assert held == ModelBackend().get_all_permissions(User.objects.get(pk=alice.pk)) == fresh.get_all_permissions()
    assert "resources.view_todo" in held
    assert not fresh.has_perm("resources.add_report", alice)


def test_who_is_disabled_holds_nothing_and_a_superuser_everything(alice: User) -> None:
    grant_role(user=alice, role=Role.MANAGER)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert User.objects.get(pk=alice.pk).get_all_permissions() == set()
    User.objects.filter(pk=alice.pk).update(is_active=True, is_superuser=True)
    assert User.objects.get(pk=alice.pk).get_all_permissions() == {
        f"{label}.{code}" for label, code in Permission.objects.values_list("content_type__app_label", "codename")
    }
