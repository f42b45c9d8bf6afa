"""What a process has opened of the signing keys is what the database holds."""

import pytest
from django.core.management import call_command

from oauth_server.protocol import keys
from oauth_server.protocol.models import SigningKey
from oauth_server.vocabulary import SigningAlgorithm


@pytest.mark.django_db(transaction=True)
def test_a_key_that_is_made_anew_takes_the_place_of_the_one_that_was_opened() -> None:
    assert keys.active_kid(SigningAlgorithm.ES256)
    call_command("flush", interactive=False, verbosity=0)
    for algorithm in SigningAlgorithm:
        assert keys.active_kid(algorithm) == SigningKey.objects.get(algorithm=algorithm).kid
