"""Every page that people may see, and how a visit gets there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from tests.browser import arrivals_consent as asks
from tests.browser import arrivals_developer as developer
from tests.browser import arrivals_playground as playground
from tests.browser.arrivals import (
    add_factor,
    address_waits,
    at,
    change_password_with_errors,
    codes_shown,
    confirm_address,
    consent,
    consent_for_more,
    consent_of_public_client,
    device_asks,
    device_decided,
    device_with_wrong_code,
    documented_operations,
    factor_asked_for,
    forged_form,
    key_page,
    mailed_code,
    reset_link,
    second_factor,
    second_factor_by_key,
    server_error,
    sign_in_on_the_way,
    sign_up_with_errors,
    swagger,
    too_many_fields,
    too_many_requests,
    unavailable,
    unverified_address,
    with_app,
    with_passkey,
    wrong_password,
)
from tests.browser.arrivals_access import (
    ACCESS,
    NEW_KEY,
    busy,
    everything_ended,
    key_made,
    key_with_errors,
    newcomer,
    opened,
)
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
from tests.browser.arrivals_administration import (
    acting,
    approving,
    asking_to_act,
    asking_to_act_without_reason,
    changing,
    of_busy_person,
    reading_as_somebody,
    refusing,
)
from tests.browser.visit import Visit

EVERYTHING: Final = (
    "openid profile email roles offline_access account:read todo:read todo:write reports:read employees:read admin:read"
)

Scheme = Literal["light", "dark"]
Form = tuple[int, Scheme]
"""Width in pixels, and colour scheme."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page in one state. `who`: a person of the demo who is signed in; nobody if empty.

    `foreign`: a library draws the page; what axe finds there, and its width on the narrowest screen, is not ours to
    mend.
    """

    name: str
    arrive: Callable[[Visit], object]
    who: str = ""
    foreign: bool = False

    def open(self, visit: Visit) -> None:
        """Bring the visit there."""
        if self.who:
            visit.become(self.who)
        self.arrive(visit)


PAGES: Final = (
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
    Shown("access-empty", newcomer(ACCESS)),
    Shown("access", busy(ACCESS)),
    Shown("access-opened", opened),
    Shown("access-kind", busy(f"{ACCESS}keys/")),
    Shown("access-not-me", newcomer(f"{ACCESS}not-me/")),
    Shown("access-ended", everything_ended),
    Shown("key-new", newcomer(NEW_KEY)),
    Shown("key-new-errors", key_with_errors),
    Shown("key-made", key_made),
    Shown("activity", busy("/account/activity/")),
    Shown("activity-empty", newcomer("/account/activity/?kind=applications")),
    Shown("consent", consent("openid account:read"), "alice"),
    Shown("consent-everything", consent(EVERYTHING), "alice"),
    Shown("consent-admin", consent(EVERYTHING), "adam"),
    Shown("consent-public-client", consent_of_public_client, "alice"),
    Shown("consent-more", consent_for_more),
    Shown("consent-again", asks.again),
    Shown("consent-verified", asks.verified, "alice"),
    Shown("consent-logo", asks.with_logo, "alice"),
    Shown("consent-self-registered", asks.self_registered, "alice"),
    Shown("consent-of-developer", asks.of_developer, "alice"),
    Shown("consent-capped", asks.of_capped, "hana"),
    Shown("consent-long-name", asks.with_long_name, "alice"),
    Shown("consent-many-scopes", asks.with_everything, "mona"),
    Shown("consent-claims", asks.for_claims, "alice"),
    Shown("consent-stale", at("/consent/?request_uri=none"), "alice"),
    Shown("device", at("/device"), "alice"),
    Shown("device-wrong", device_with_wrong_code, "alice"),
    Shown("device-confirm", device_asks, "alice"),
    Shown("device-allowed", device_decided("Allow"), "alice"),
    Shown("device-denied", device_decided("Cancel"), "alice"),
    Shown("device-dead", at("/device?shown=none"), "alice"),
    Shown("oauth-error", at("/o/authorize/?client_id=none")),
    Shown("oauth-logout", at("/o/logout/"), "alice"),
    Shown("oauth-logged-out", at("/o/logout/")),
    Shown("oauth-logout-error", at("/o/logout/?id_token_hint=none")),
    Shown("developer", developer.applications, "alice"),
    Shown("developer-empty", at("/developer/"), "hana"),
    Shown("developer-new", at("/developer/new/"), "alice"),
    Shown("developer-not-yours", developer.address_unverified),
    Shown("developer-wizard", at("/developer/new/single_page/"), "alice"),
    Shown("developer-wizard-errors", developer.wizard_with_errors, "alice"),
    Shown("developer-wizard-fapi", at("/developer/new/fapi2/"), "alice"),
    Shown("developer-registered", developer.registered, "alice"),
    Shown("developer-settings", developer.tab(""), "alice"),
    Shown("developer-settings-errors", developer.settings_with_errors, "alice"),
    Shown("developer-credentials", developer.tab("credentials/"), "alice"),
    Shown("developer-credentials-secret", developer.new_secret, "alice"),
    Shown("developer-credentials-errors", developer.keys_with_errors, "alice"),
    Shown("developer-branding", developer.tab("branding/"), "alice"),
    Shown("developer-scopes", developer.tab("scopes/"), "alice"),
    Shown("developer-quickstart", developer.tab("quickstart/"), "alice"),
    Shown("developer-quickstart-python", playground.program("python", "native"), "alice"),
    Shown("developer-quickstart-page", playground.program("javascript", "single_page"), "alice"),
    Shown("developer-activity", developer.tab("activity/"), "alice"),
    Shown("developer-activity-troubles", playground.troubles, "alice"),
    Shown("playground", at(playground.PATH), "alice"),
    Shown("playground-application", playground.chosen, "alice"),
    Shown("playground-request", playground.build, "alice"),
    Shown("playground-pushed", playground.pushed, "alice"),
    Shown("playground-secret", playground.of_application, "alice"),
    Shown("playground-tokens", playground.tokens, "alice"),
    Shown("playground-called", playground.called("/api/whoami/"), "alice"),
    Shown("playground-refusal", playground.called("/api/v1/reports/"), "alice"),
    Shown("playground-denied", playground.refused, "alice"),
    Shown("developer-danger", developer.tab("danger/"), "alice"),
    Shown("developer-danger-errors", developer.wrong_name, "alice"),
    Shown("developer-disabled", developer.disabled, "alice"),
    Shown("400", too_many_fields),
    Shown("403-admin", at("/admin/auth/group/add/"), "adam"),
    Shown("403-csrf", forged_form),
    Shown("404", at("/no-such-page")),
    Shown("405", at("/preferences/")),
    Shown("429", too_many_requests),
    Shown("500", server_error),
    Shown("503", unavailable),
    Shown("admin-login", at("/admin/login/")),
    Shown("admin", at("/admin/"), "adam"),
    Shown("admin-people", at("/admin/accounts/user/"), "adam"),
    Shown("admin-person", changing("accounts/user"), "adam"),
    Shown("admin-person-access", of_busy_person),
    Shown("admin-acting-form", asking_to_act),
    Shown("admin-acting-form-errors", asking_to_act_without_reason),
    Shown("acting", acting),
    Shown("acting-answer", reading_as_somebody),
    Shown("admin-roles", at("/admin/auth/group/"), "adam"),
    Shown("admin-role", changing("auth/group"), "adam"),
    Shown("admin-applications", at("/admin/oauth_server/application/"), "adam"),
    Shown("admin-application", changing("oauth_server/application"), "adam"),
    Shown("admin-application-refuse", refusing, "adam"),
    Shown("admin-application-approve", approving),
)
FORMS: Final[tuple[Form, ...]] = ((1280, "light"), (1280, "dark"), (360, "light"), (360, "dark"))
"""Every page is looked at in four forms."""
