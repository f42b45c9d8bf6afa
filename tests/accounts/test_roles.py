"""Roles are groups; Admin makes staff, and nothing else does."""

from accounts.models import User
from accounts.roles import Role
from accounts.services.roles import grant_role, remove_role


def is_staff(user: User) -> bool:
    return User.objects.get(pk=user.pk).is_staff


def test_admin_makes_staff_and_its_end_unmakes_it(alice: User) -> None:
    grant_role(user=alice, role=Role.ADMIN)
    assert is_staff(alice)
    remove_role(user=alice, role=Role.ADMIN)
    assert not is_staff(alice)


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
