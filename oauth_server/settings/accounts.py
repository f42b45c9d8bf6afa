"""People: the user model, passwords, and django-allauth's sign-in pages."""

from urllib.parse import urlsplit

from oauth_server.settings import env

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.PasswordBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
PASSWORD_HASHERS = ["accounts.hashers.Argon2", "oauth_server.protocol.hashers.ClientSecretSHA256"]
ARGON2_TIME_COST, ARGON2_MEMORY_COST, ARGON2_PARALLELISM = 2, 19 * 1024, 1
"""OWASP's minimum; memory in KiB."""
PASSWORD_RESET_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "accounts.tokens.reset_link.ResetTokenGenerator"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "accounts.validators.MaximumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

DELETION_DELAY_DAYS = 14
"""How long an account that its owner deletes can still be kept."""
SESSION_ABSOLUTE_DAYS = 90
STAFF_SESSION_HOURS = 8
TRUSTED_PROXIES = env.TRUSTED_PROXIES
BASIC_AUTHENTICATION = env.BASIC_AUTHENTICATION
REMOTE_USER_HEADER = env.REMOTE_USER_HEADER
API_KEY_HEADER = env.API_KEY_HEADER
PASSWORD_DOORS = env.PASSWORD_DOORS
ADMIN_MFA = env.ADMIN_MFA

MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = urlsplit(env.ISSUER).hostname
MFA_ADAPTER = "accounts.pages.factor_adapter.FactorAdapter"
MFA_FORMS = {
    "add_webauthn": "accounts.pages.key_forms.AddKeyForm",
    "authenticate": "accounts.pages.code_forms.SecondFactorCodeForm",
    "authenticate_webauthn": "accounts.pages.key_forms.SecondFactorKeyForm",
    "login_webauthn": "accounts.pages.key_forms.PasskeyForm",
    "reauthenticate": "accounts.pages.code_forms.ConfirmByCodeForm",
    "reauthenticate_webauthn": "accounts.pages.key_forms.ConfirmByKeyForm",
}
MFA_TOTP_TOLERANCE = 1
"""Steps of 30 s before and after, for slow clocks and slow hands (RFC 6238 section 5.2); each code is good once."""
MFA_ALLOW_UNVERIFIED_EMAIL = True
"""An address that is not verified reserves nothing here, so a second factor locks no owner of it out."""
MFA_RATE_LIMITS: dict[str, str | None] = {"webauthn_login": "30/m/ip" if env.ADDRESS_LIMITS else None}

SOCIALACCOUNT_ADAPTER = "accounts.pages.upstream_adapter.UpstreamAdapter"
SOCIALACCOUNT_FORMS = {
    "disconnect": "accounts.pages.upstream_forms.DisconnectForm",
    "signup": "accounts.pages.upstream_forms.SignUpForm",
}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
"""Nobody is signed in to an account, nor joined to it, because another provider names its address."""
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = False
"""Our own views ask for a recent sign-in before a provider is connected or disconnected (`recent_sign_in`)."""
SOCIALACCOUNT_STORE_TOKENS = False
ACCOUNT_ADAPTER = "accounts.pages.account_adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "change_email": "accounts.pages.sign_up_forms.ChangeEmailForm",
    "change_password": "accounts.pages.account_forms.ChangePasswordForm",
    "confirm_email_verification_code": "accounts.pages.mailed_code_forms.AddressCodeForm",
    "confirm_login_code": "accounts.pages.mailed_code_forms.LoginCodeForm",
    "login": "accounts.pages.account_forms.LoginForm",
    "request_login_code": "accounts.pages.mailed_code_forms.RequestLoginCodeForm",
    "reset_password": "accounts.pages.account_forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.pages.new_passwords.ResetPasswordKeyForm",
    "set_password": "accounts.pages.new_passwords.SetPasswordForm",
    "signup": "accounts.pages.sign_up_forms.SignUpForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
EMAIL_VERIFICATION = env.EMAIL_VERIFICATION
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
"""django-allauth's codes want it so; whether a sign-in waits for one is EMAIL_VERIFICATION's to say (AddressStage)."""
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = 3
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 3
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 3
ACCOUNT_MAX_EMAIL_ADDRESSES = 10
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PREVENT_ENUMERATION = "strict"
"""A taken address signs up like a free one, and never gets further than that: only verified addresses count."""
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if env.SECURE else "http"

_BY_ADDRESS = {
    "login": "30/m/ip",
    "request_login_code": "20/m/ip",
    "reset_password": "20/m/ip",
    "reset_password_from_key": "20/m/ip",
    "signup": "20/m/ip",
}
_BY_ACCOUNT = {
    "change_password": "5/m/user",
    "confirm_email": "5/900s/key",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
    "request_login_code": "5/900s/key",
    "reset_password": "5/m/key",
}


def rate_limits(*, by_address: bool) -> dict[str, str | None]:
    """Return allauth's limits; those by account stay where those by address are off (load tests).

    Wrong passwords are counted once for all doors (`accounts.services.guessing`), so not here again.
    """
    parts = ((_BY_ADDRESS if by_address else {}), _BY_ACCOUNT)
    limits: dict[str, str | None] = {"login_failed": None}
    for action in sorted({*_BY_ADDRESS, *_BY_ACCOUNT}):
        limits[action] = ",".join(part[action] for part in parts if action in part)
    return limits


ACCOUNT_RATE_LIMITS = rate_limits(by_address=env.ADDRESS_LIMITS)
