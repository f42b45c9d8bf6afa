"""What a process has opened of the signing keys is what the database holds."""

import pytest
from django.core.management import call_command

from oauth_server.protocol import keys
from oauth_server.protocol.models import SigningKey


@pytest.mark.django_db(transaction=True)
def test_a_key_that_is_made_anew_takes_the_place_of_the_one_that_was_opened() -> None:
    assert keys.active_kid()
    call_command("flush", interactive=False, verbosity=0)
    assert keys.active_kid() == SigningKey.objects.get().kid
