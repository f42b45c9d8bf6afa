"""The sentence for each event of the audit trail whose words do not depend on its details."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.audit.record import AuditEventName
from oauth_server.vocabulary import RefusalReason

WORDS: Final[Mapping[AuditEventName, str | Promise]] = {
    AuditEventName.SIGNED_IN: _("Signed in."),
    AuditEventName.SIGN_IN_REFUSED: _("A sign-in was refused."),
    AuditEventName.GUESSES_SPENT: _("Too many wrong guesses: further ones were refused for a quarter of an hour."),
    AuditEventName.SESSION_ENDED: _("A sign-in was ended."),
    AuditEventName.TOKENS_ISSUED: _("The application got access."),
    AuditEventName.TOKENS_REFRESHED: _("Access was renewed."),
    AuditEventName.TOKEN_REUSED: _(
        "A token that had been used up came again, and was refused: somebody may have a copy."
    ),
    AuditEventName.TOKEN_REVOKED: _("Access was given back."),
    AuditEventName.GRANTS_REVOKED: _("Access of the application was ended."),
    AuditEventName.CONSENT_GIVEN: _("The application was allowed to act."),
    AuditEventName.CONSENT_REFUSED: _("The application was not allowed to act."),
    AuditEventName.CONSENT_WITHDRAWN: _("What the application had been allowed was taken back."),
    AuditEventName.ROLE_GIVEN: _("A role was given."),
    AuditEventName.ROLE_TAKEN: _("A role was taken away."),
    AuditEventName.KEY_MADE: _("An API key was made."),
    AuditEventName.KEY_REVOKED: _("An API key was revoked."),
    AuditEventName.SIGNING_KEY_MADE: _("The server made a signing key."),
    AuditEventName.SIGNING_KEY_WITHDRAWN: _("The server withdrew a signing key."),
    AuditEventName.SIGNING_KEY_REVOKED: _("A signing key of the server was revoked."),
    AuditEventName.CLIENT_REGISTERED: _("The application was registered."),
    AuditEventName.CLIENT_CHANGED: _("The settings of the application were changed."),
    AuditEventName.CLIENT_DISABLED: _("The application was disabled."),
    AuditEventName.CLIENT_ENABLED: _("The application was enabled."),
    AuditEventName.CLIENT_TOKENS_ENDED: _("Everything that the application held was ended."),
    AuditEventName.CLIENT_WAITS: _("The application waits for an administrator to approve it."),
    AuditEventName.CLIENT_APPROVED: _("The application was approved."),
    AuditEventName.CLIENT_NOT_APPROVED: _("The application was not approved."),
    AuditEventName.DEVELOPER_POLICY_CHANGED: _("The rules for registering applications were changed."),
    AuditEventName.CLIENT_DELETED: _("The application was deleted."),
    AuditEventName.CLIENT_REFUSED: _("The application was refused: its secret or key was wrong."),
    AuditEventName.REQUEST_REFUSED: _("A request of the application was refused."),
    AuditEventName.INITIAL_ACCESS_TOKEN_MADE: _("A token for registering applications was made."),
    AuditEventName.CLIENT_SECRET_RENEWED: _("The application got a new secret."),
    AuditEventName.CLIENT_OLDER_SECRET_ENDED: _("The older secret of the application was ended."),
    AuditEventName.REGISTERED: _("The account was created."),
    AuditEventName.ADDRESS_CHANGED: _("The e-mail address was changed."),
    AuditEventName.ADDRESS_VERIFIED: _("An e-mail address was verified."),
    AuditEventName.PASSWORD_CHANGED: _("The password was changed."),
    AuditEventName.PASSWORD_RESET: _("A new password was set by a mailed link."),
    AuditEventName.SECOND_FACTOR_CHANGED: _("The second factors were changed."),
    AuditEventName.CREDENTIALS_REVOKED: _("Everything that could act for the account was ended."),
    AuditEventName.NOT_ME: _("It was not me: everything that could act for the account was ended."),
    AuditEventName.USER_DISABLED: _("The account was disabled."),
    AuditEventName.USER_ENABLED: _("The account was enabled again."),
    AuditEventName.USER_DELETED: _("The account was deleted."),
    AuditEventName.PROFILE_CHANGED: _("The profile was changed."),
    AuditEventName.DATA_EXPORTED: _("The data of the account was exported."),
    AuditEventName.DELETION_ASKED: _("The account is to be deleted, after the days of grace."),
    AuditEventName.ACCOUNT_KEPT: _("The account is kept after all."),
    AuditEventName.PROVIDER_CONNECTED: _("A sign-in provider was connected."),
    AuditEventName.PROVIDER_DISCONNECTED: _("A sign-in provider was disconnected."),
    AuditEventName.LOGOUT_NOT_DELIVERED: _("The application could not be told that somebody signed out."),
    AuditEventName.LOGOUT_TESTED: _("A test of the back-channel logout was sent."),
    AuditEventName.ACTED_FOR_PERSON: _("An administrator began to act for this account."),
    AuditEventName.ACTING_REFUSED: _("Acting for somebody else was refused."),
}
"""Whole sentences that are true of a person's log and of an application's alike."""

ENDED: Final[Mapping[str, str | Promise]] = {
    "signed_out": _("Signed out."),
    "signed_in_again": _("A sign-in was replaced by another one in the same browser."),
    "password_changed": _("A sign-in was ended, because the password was changed."),
    "second_factor_changed": _("A sign-in was ended, because the second factors were changed."),
    "not_me": _("A sign-in was ended by “It was not me”."),
    "revoked": _("A sign-in was ended by an administrator."),
    "ended_by_administrator": _("A sign-in was ended by an administrator."),
    "ended_by_owner": _("A sign-in was ended on the page of everything with access."),
    "user_disabled": _("A sign-in was ended, because the account was disabled."),
}
"""By the `reason` of `session_ended`."""

REFUSED: Final[Mapping[str, str | Promise]] = {
    RefusalReason.WRONG_PASSWORD: _("A sign-in was refused: the password was wrong."),
    RefusalReason.SECOND_FACTOR: _("A sign-in was refused: the second factor was wrong or missing."),
    RefusalReason.USER_DISABLED: _("A sign-in was refused: the account is disabled."),
}
"""By the `reason` of `sign_in_refused`."""
