"""Several at once: a mailed code lets one in, and no more guesses at it are had in parallel than one by one."""

import pytest
from django.test import RequestFactory

from accounts.models import User
from accounts.services import mailed_codes
from accounts.services.guessing import LIMIT, TooManyGuesses
from accounts.services.mailed_codes import WrongMailedCode
from tests.accounts.test_races import PARALLEL, at_once

CODE, ADDRESS, SENT = "BCDF-GHJK", "alice@example.org", 1.0
IN, REFUSED, CLOSED = "in", "refused", "closed"


def enter(user: User, typed: str) -> str:
    """Enter what somebody typed, as the page does, whatever the session of the browser has counted."""
    request = RequestFactory().post("/")
    try:
        with mailed_codes.one_guess(mailed_codes.SIGN_IN, user=user, email=ADDRESS, request=request):
            if typed != CODE:
                raise WrongMailedCode
            mailed_codes.use_up(mailed_codes.SIGN_IN, user=user, code=CODE, sent=SENT)
    except WrongMailedCode:
        return REFUSED
    except TooManyGuesses:
        return CLOSED
    return IN


@pytest.mark.django_db(transaction=True)
def test_a_mailed_code_is_good_once_in_parallel_too() -> None:
    user = User.objects.create_user("alice")
    assert at_once(lambda: enter(user, CODE), PARALLEL)[IN] == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_wrong_codes_at_once_ten_are_looked_at() -> None:
    user = User.objects.create_user("alice")
    outcomes = at_once(lambda: enter(user, "BBBB-BBBB"), PARALLEL)
    assert (outcomes[REFUSED], outcomes[CLOSED]) == (LIMIT, PARALLEL - LIMIT)
