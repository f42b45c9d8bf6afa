"""What an administrator does to somebody's account: disable, enable, give roles, delete (contract: The guarded API)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import Group
from django.db import transaction

from accounts.models import User
from accounts.roles import Role
from accounts.services import credentials
from accounts.services.roles import set_roles


class NotAllowed(Exception):
    """The administrator may not do this to that account; the words are for the administrator."""


def change_user(*, user: User, by: User, is_active: bool | None = None, roles: frozenset[Role] | None = None) -> User:
    """Disable or enable an account and give it exactly these roles (None: leave as it is); return it as it is now.

    Raises NotAllowed, and User.DoesNotExist where somebody has deleted it meanwhile.
    """
    with _held(user=user, by=by) as found:
        if found.pk == by.pk and (roles is not None or is_active is False):
            raise NotAllowed("Nobody changes their own roles or disables their own account.")
        if roles is not None:
            set_roles(user=found, roles=roles, by=by)
        owners_word = is_active is False and found.deletion_due is not None  # disabled, and the owner could open it
        if owners_word or (is_active is not None and is_active != found.is_active):
            (credentials.enable_user if is_active else credentials.disable_user)(user=found, by=by)
        return found


def delete_user(*, user: User, by: User) -> None:
    """Delete an account; everything that it was given dies first, so that whoever listens hears of it.

    Raises NotAllowed, and User.DoesNotExist where somebody was faster.
    """
    with _held(user=user, by=by) as found:
        if found.pk == by.pk:
            raise NotAllowed("Nobody deletes their own account here.")
        credentials.delete_user(user=found, by=by)


@contextmanager
def _held(*, user: User, by: User) -> Iterator[User]:
    """Hold the account in a transaction in which no other administrator acts.

    Whoever acts is an active Admin still, and never acts against themselves: so there is always one left, even where
    two remove each other at the same moment.
    """
    with transaction.atomic():
        # The group is what they all wait for; a row lock of the people alone would not hold who is a member.
        Group.objects.select_for_update().get(name=Role.ADMIN)
        if not User.objects.filter(pk=by.pk, is_active=True, groups__name=Role.ADMIN).exists():
            raise NotAllowed("This needs the role Admin.")
        found = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if found.is_superuser and not by.is_superuser:
            raise NotAllowed("Only a superuser changes a superuser.")
        yield found
