"""The pages of an account: second factors, profile, data, deletion, other providers."""

from typing import Final

from tests.browser.arrivals import at
from tests.browser.arrivals_account import (
    closed,
    keep_link,
    leaving,
    profile_that_is_read,
    profile_with_errors,
    sign_up_by_provider,
    with_provider,
    wrong_name,
)
from tests.browser.arrivals_factors import add_factor, codes_shown, factor_asked_for, key_page, with_app, with_passkey
from tests.browser.arrivals_sign_in import second_factor, second_factor_by_key
from tests.browser.shown import Shown

ACCOUNT: Final = (
    Shown("reauthenticate", at("/accounts/reauthenticate/"), "alice"),
    Shown("reauthenticate-code", with_app("reauthenticate/")),
    Shown("reauthenticate-key", with_passkey("/accounts/2fa/webauthn/reauthenticate/")),
    Shown("factors", at("/accounts/2fa/"), "alice"),
    Shown("factors-app", with_app("")),
    Shown("factors-passkey", with_passkey("/accounts/2fa/")),
    Shown("app-set-up", add_factor("totp/activate/")),
    Shown("app-deactivate", with_app("totp/deactivate/")),
    Shown("recovery-codes", with_app("recovery-codes/")),
    Shown("recovery-codes-once", codes_shown),
    Shown("factor-asked-for", factor_asked_for),
    Shown("recovery-codes-new", with_app("recovery-codes/generate/")),
    Shown("key-add", add_factor("webauthn/add/")),
    Shown("keys", with_passkey("/accounts/2fa/webauthn/")),
    Shown("key-rename", key_page("Rename")),
    Shown("key-remove", key_page("Remove")),
    Shown("password-remove", with_passkey("/accounts/password/remove/")),
    Shown("second-factor", second_factor),
    Shown("second-factor-key", second_factor_by_key),
    Shown("profile", at("/account/"), "alice"),
    Shown("profile-read", profile_that_is_read),
    Shown("profile-errors", profile_with_errors),
    Shown("export", at("/account/export/"), "alice"),
    Shown("delete", at("/account/delete/"), "alice"),
    Shown("delete-wrong", wrong_name),
    Shown("delete-last-administrator", at("/account/delete/"), "adam"),
    Shown("deleted", closed),
    Shown("leaving", leaving),
    Shown("keep", keep_link),
    Shown("keep-dead", at("/account/delete/keep/none/")),
    Shown("login-providers", with_provider("/accounts/login/")),
    Shown("providers", with_provider("/accounts/3rdparty/", "alice")),
    Shown("provider-sign-up", sign_up_by_provider),
    Shown("provider-cancelled", at("/accounts/3rdparty/login/cancelled/")),
    Shown("provider-error", at("/accounts/3rdparty/login/error/")),
)
