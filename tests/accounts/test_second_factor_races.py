"""Several at once: one code and one challenge let one in, and no more tries are had in parallel than one by one."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import RequestFactory

from accounts.models import DoorChallenge, GuessCounter, User
from accounts.services.door_challenges import TRIES, ChallengeRefused
from accounts.services.doors import Door
from accounts.services.guessing import LIMIT, TooManyGuesses
from accounts.services.second_factor import begin_second_factor, finish_second_factor
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_races import PARALLEL, at_once
from tests.soft_authenticator import AuthenticatorApp

ROUNDS_OF_CODES = 10
"""As many as there are recovery codes."""
IN, REFUSED, CLOSED = "in", "refused", "closed"


def finish(challenge: str, code: str) -> Callable[[], str]:
    def work() -> str:
        try:
            finish_second_factor(request=RequestFactory().post("/"), challenge=challenge, code=code)
        except ChallengeRefused:
            return REFUSED
        except TooManyGuesses:
            return CLOSED
        return IN

    return work


def challenge_of(user: User) -> str:
    return begin_second_factor(user=user, door=Door.JWT).challenge


def enrolled() -> tuple[User, AuthenticatorApp, list[str]]:
    user = User.objects.create_user("alice", password=PASSWORD)
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return user, AuthenticatorApp(secret), RecoveryCodes.activate(user).generate_codes()


def first_of(challenges: list[str], codes: list[str]) -> Callable[[], str]:
    """Each call takes a challenge and a code of its own; the last of a list serves all that come after."""

    def take(values: list[str]) -> str:
        return values.pop() if len(values) > 1 else values[0]

    def work() -> str:
        challenge, code = take(challenges), take(codes)
        return finish(challenge, code)()

    return work


def one_challenge_one_winner(rounds: int, parallel: int) -> None:
    user, _, recovery = enrolled()
    for number in range(rounds):
        outcomes = at_once(finish(challenge_of(user), recovery[number]), parallel)
        assert outcomes[IN] == 1
        GuessCounter.objects.all().delete()
    assert not DoorChallenge.objects.exists()


def one_code_one_winner(code_of: Callable[[AuthenticatorApp, list[str]], str], parallel: int) -> None:
    user, app, recovery = enrolled()
    code, challenges = code_of(app, recovery), [challenge_of(user) for _ in range(parallel)]
    outcomes = at_once(first_of(challenges, [code]), parallel)
    assert outcomes[IN] == 1
    assert outcomes[REFUSED] <= LIMIT


@pytest.mark.django_db(transaction=True)
def test_of_parallel_answers_to_one_challenge_one_gets_in() -> None:
    one_challenge_one_winner(rounds=1, parallel=TRIES)


@pytest.mark.django_db(transaction=True)
def test_an_app_s_code_is_good_once_in_parallel_too() -> None:
    one_code_one_winner(lambda app, recovery: app.code(), LIMIT)


@pytest.mark.django_db(transaction=True)
def test_a_recovery_code_is_good_once_in_parallel_too() -> None:
    one_code_one_winner(lambda app, recovery: recovery[3], LIMIT)


@pytest.mark.django_db(transaction=True)
def test_two_right_codes_for_one_challenge_spend_one_of_them() -> None:
    user, _, recovery = enrolled()
    assert at_once(first_of([challenge_of(user)], recovery[:4]), 4) == {IN: 1, REFUSED: 3}
    (row,) = Authenticator.objects.filter(type=Authenticator.Type.RECOVERY_CODES)
    assert len(row.wrap().get_unused_codes()) == len(recovery) - 1


@pytest.mark.django_db(transaction=True)
def test_parallel_wrong_answers_have_no_more_tries_than_five() -> None:
    user, _, recovery = enrolled()
    challenge = challenge_of(user)
    assert at_once(finish(challenge, "wrong"), 8) == {REFUSED: 8}
    assert GuessCounter.objects.get().count == TRIES
    assert finish(challenge, recovery[0])() == REFUSED


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_a_hundred_parallel_answers_one_gets_in_in_every_round() -> None:
    one_challenge_one_winner(rounds=ROUNDS_OF_CODES, parallel=PARALLEL)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_a_hundred_parallel_challenges_one_code_opens_one() -> None:
    one_code_one_winner(lambda app, recovery: app.code(), PARALLEL)
