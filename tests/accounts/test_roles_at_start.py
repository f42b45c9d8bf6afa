"""The groups of the roles are there as soon as the tables are, also after everything was emptied."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from accounts.roles import Role


@pytest.mark.django_db(transaction=True)
def test_a_flushed_database_has_the_groups_again() -> None:
    call_command("flush", interactive=False, verbosity=0)
    assert set(Group.objects.values_list("name", flat=True)) == set(Role)
