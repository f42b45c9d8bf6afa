"""What the libraries leave open by default, as the settings close it."""

import subprocess
import sys

import pytest
from allauth.account import app_settings
from django.conf import settings
from django.contrib.auth.hashers import get_hashers
from django.test import Client

from oauth_server.settings import accounts
from tests.architecture.sources import ROOT


def test_the_time_zone_is_utc() -> None:
    assert settings.TIME_ZONE == "UTC"
    assert settings.USE_TZ


def test_a_sign_in_window_may_talk_to_the_page_that_opened_it(db: None, client: Client) -> None:
    assert client.get("/accounts/login/")["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"


def test_tables_that_would_hold_tokens_in_clear_are_not_installed() -> None:
    assert "rest_framework.authtoken" not in settings.INSTALLED_APPS
    assert "rest_framework_simplejwt.token_blacklist" not in settings.INSTALLED_APPS


def test_new_passwords_are_argon2_and_no_password_is_a_client_secret() -> None:
    assert get_hashers()[0].algorithm == "argon2"
    assert {hasher.algorithm for hasher in get_hashers()} == {"argon2", "client_secret_sha256"}


def test_wrong_passwords_have_one_count_and_it_is_not_allauths() -> None:
    assert app_settings.RATE_LIMITS["login_failed"] is None


def test_without_address_limits_those_by_account_stay() -> None:
    limits = accounts.rate_limits(by_address=False)
    assert not [rate for rate in limits.values() if rate and "/ip" in rate]
    assert limits["reset_password"] == "5/m/key"
    assert limits["manage_email"] == "10/m/user"


@pytest.mark.parametrize("action", ["login", "signup", "reset_password", "reset_password_from_key"])
def test_every_public_form_has_a_limit_by_address(action: str) -> None:
    assert "/ip" in str(accounts.rate_limits(by_address=True)[action])


@pytest.mark.parametrize("chosen", ["mandatory", "optional"])
def test_the_environment_says_whether_an_address_is_verified_before_the_first_sign_in(chosen: str) -> None:
    show = "from django.conf import settings; print(settings.EMAIL_VERIFICATION)"
    command = [sys.executable, "-m", "tests.environment", f"EMAIL_VERIFICATION={chosen}", "-c", show]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == chosen
