"""What is told by mail of each change, and what to do where it was not the reader; one line an event."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NOT_YOU: Final = _(
    "If it was not you, somebody else is in your account: sign in at %(host)s, change your password, and look at "
    "your e-mail addresses, second factors and everything that can act as you. If you cannot sign in, reset your "
    "password."
)
SURPRISE: Final = _("If this surprises you, ask whoever runs the server.")


class Notice(StrEnum):
    """Everything that a person is told by mail of their own account; where django-allauth has a name, by that."""

    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an event
    PASSWORD_SET = "password_set"  # noqa: S105 - the name of an event
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of an event
    PASSWORD_REMOVED = "password_removed"  # noqa: S105 - the name of an event
    ADDRESS_VERIFIED = "address_verified"
    ADDRESS_REMOVED = "email_deleted"
    PRIMARY_CHANGED = "email_changed"
    APP_ON = "totp_activated"
    APP_OFF = "totp_deactivated"
    KEY_ADDED = "webauthn_added"
    KEY_REMOVED = "webauthn_removed"
    CODES_MADE = "recovery_codes_generated"
    CODE_USED = "recovery_code_used"
    API_KEY_MADE = "api_key_made"
    NEW_BROWSER = "new_browser"
    NOT_ME = "not_me"
    ROLES_CHANGED = "roles_changed"
    ACTED_FOR = "acted_for"
    APPLICATION_APPROVED = "application_approved"
    APPLICATION_REFUSED = "application_refused"
    APPLICATION_CREDENTIALS = "application_credentials"
    ACCOUNT_CONNECTED = "account_connected"
    ACCOUNT_DISCONNECTED = "account_disconnected"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a notice; `where`: whether it is the reader's own doing, so that time and browser are told."""

    subject: str | Promise
    says: str | Promise
    advice: str | Promise = NOT_YOU
    where: bool = True


WORDS: Final[dict[Notice, Words]] = {
    Notice.PASSWORD_CHANGED: Words(
        _("Your password was changed"), _("The password of your account at %(host)s was changed.")
    ),
    Notice.PASSWORD_SET: Words(_("A password was set"), _("A password was set for your account at %(host)s.")),
    Notice.PASSWORD_RESET: Words(
        _("Your password was reset"), _("The password of your account at %(host)s was set anew by a mailed link.")
    ),
    Notice.PASSWORD_REMOVED: Words(
        _("Your password was removed"),
        _("Your account at %(host)s has no password any more: you sign in with a passkey."),
    ),
    Notice.ADDRESS_VERIFIED: Words(
        _("An e-mail address was confirmed"),
        _("%(address)s belongs to your account at %(host)s now: it signs in, and receives password links."),
    ),
    Notice.ADDRESS_REMOVED: Words(
        _("An e-mail address was removed"), _("%(address)s no longer belongs to your account at %(host)s.")
    ),
    Notice.PRIMARY_CHANGED: Words(
        _("Your primary e-mail address was changed"),
        _("Mail of your account at %(host)s goes to %(address)s from now on. Before, it went to %(before)s."),
    ),
    Notice.APP_ON: Words(
        _("An authenticator app was set up"), _("Signing in to your account at %(host)s asks for its code from now on.")
    ),
    Notice.APP_OFF: Words(
        _("The authenticator app was removed"),
        _("Signing in to your account at %(host)s no longer asks for the code of an authenticator app."),
    ),
    Notice.KEY_ADDED: Words(
        _("A passkey or security key was added"), _("The key “%(key)s” signs in to your account at %(host)s now.")
    ),
    Notice.KEY_REMOVED: Words(
        _("A passkey or security key was removed"),
        _("The key “%(key)s” no longer signs in to your account at %(host)s."),
    ),
    Notice.CODES_MADE: Words(
        _("New recovery codes were made"),
        _("Your account at %(host)s has new recovery codes. Those from before are good for nothing."),
    ),
    Notice.CODE_USED: Words(
        _("A recovery code was used"),
        _("A recovery code stood in for the second factor of your account at %(host)s. Codes left: %(left)d."),
    ),
    Notice.API_KEY_MADE: Words(
        _("A new API key was made"),
        _(
            "An API key “%(key)s” (%(hint)s…) was made in your account at %(host)s. It acts as you, within its "
            "scopes, until %(expires)s."
        ),
        _("If it was not you, revoke it and change your password."),
    ),
    Notice.NEW_BROWSER: Words(
        _("You signed in from a new browser"),
        _("Somebody signed in to your account at %(host)s from a browser that you had not used before."),
    ),
    Notice.NOT_ME: Words(
        _("Everything that could act as you has ended"),
        _(
            "Your account at %(host)s was told that somebody else acted as you: every session, application, device and "
            "key has lost its access. Your password was not changed: change it now."
        ),
        SURPRISE,
        where=False,
    ),
    Notice.ROLES_CHANGED: Words(
        _("Your roles at %(host)s have changed"),
        _("An administrator has changed your roles at %(host)s. You now hold: %(roles)s."),
        SURPRISE,
        where=False,
    ),
    Notice.ACTED_FOR: Words(
        _("An administrator acts for you at %(host)s"),
        _(
            "The administrator %(actor)s acts for you at %(host)s, through %(application)s, until %(until)s at the "
            "latest, and may look at what you may look at, but not at your credentials, and change nothing. The reason "
            "given: %(reason)s"
        ),
        SURPRISE,
        where=False,
    ),
    Notice.APPLICATION_APPROVED: Words(
        _("Your application was approved"),
        _("An administrator of %(host)s has approved your application “%(application)s”: it gets tokens from now on."),
        SURPRISE,
        where=False,
    ),
    Notice.APPLICATION_REFUSED: Words(
        _("Your application was not approved"),
        _(
            "An administrator of %(host)s has not approved your application “%(application)s”. The reason given: "
            "%(reason)s You may change it and ask again at %(host)s."
        ),
        SURPRISE,
        where=False,
    ),
    Notice.APPLICATION_CREDENTIALS: Words(
        _("The credentials of your application were changed"),
        _("Your application “%(application)s” at %(host)s proves itself by another secret or key from now on."),
    ),
    Notice.ACCOUNT_CONNECTED: Words(
        _("A sign-in of another service was connected"),
        _("%(provider)s signs in to your account at %(host)s now."),
    ),
    Notice.ACCOUNT_DISCONNECTED: Words(
        _("A sign-in of another service was disconnected"),
        _("%(provider)s no longer signs in to your account at %(host)s."),
    ),
}
