"""What the tests of one's own account share."""

import pytest

from tests.flows.account.closing import Mailed


@pytest.fixture
def mailed(django_capture_on_commit_callbacks: Mailed) -> Mailed:
    """Return what lets the mails go that wait for the end of a transaction."""
    return django_capture_on_commit_callbacks
