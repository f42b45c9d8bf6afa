"""The pages before and at sign-in: home, documentation, sign-up, addresses, passwords."""

from typing import Final

from tests.browser.arrivals import at, documented_operations, swagger
from tests.browser.arrivals_addresses import address_waits, confirm_address, unverified_address
from tests.browser.arrivals_sign_in import (
    change_password_with_errors,
    mailed_code,
    reset_link,
    sign_in_on_the_way,
    sign_up_with_errors,
    wrong_password,
)
from tests.browser.shown import Shown

SIGN_IN: Final = (
    Shown("home", at("/")),
    Shown("home-person", at("/"), "alice"),
    Shown("home-admin", at("/"), "adam"),
    Shown("docs", at("/docs/")),
    Shown("docs-person", documented_operations, "mona"),
    Shown("docs-try", swagger, "alice", foreign=True),
    Shown("login", at("/accounts/login/")),
    Shown("login-wrong", wrong_password),
    Shown("login-on-the-way", sign_in_on_the_way),
    Shown("signup", at("/accounts/signup/")),
    Shown("signup-errors", sign_up_with_errors),
    Shown("logout", at("/accounts/logout/"), "alice"),
    Shown("inactive", at("/accounts/inactive/")),
    Shown("email", at("/accounts/email/"), "alice"),
    Shown("email-unverified", unverified_address),
    Shown("email-confirm", confirm_address),
    Shown("email-waits", address_waits),
    Shown("login-code", at("/accounts/login/code/")),
    Shown("login-code-enter", mailed_code),
    Shown("password-change", at("/accounts/password/change/"), "alice"),
    Shown("password-change-errors", change_password_with_errors, "alice"),
    Shown("password-reset", at("/accounts/password/reset/")),
    Shown("password-reset-sent", at("/accounts/password/reset/done/")),
    Shown("password-reset-key", reset_link),
    Shown("password-reset-key-dead", at("/accounts/password/reset/key/1-no-such-key/")),
    Shown("password-reset-key-done", at("/accounts/password/reset/key/done/")),
)
