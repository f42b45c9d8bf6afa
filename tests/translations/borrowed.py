"""Messages of django-allauth that people meet here and whose own translation does not speak to them as we do."""

from typing import Final

BORROWED: Final = (
    "A new set of recovery codes has been generated.",
    "A user is already registered with this email address.",
    "Authenticator code",
    "Be patient, you are sending too many requests.",
    "Enter a phone number including country code (e.g. +1 for the US).",
    "Invalid or expired key.",
    "Invalid token.",
    "Password (again)",
    "Please select only one.",
    "Please type your current password.",
    "Primary email address set.",
    "Removed email address %(email)s.",
    "Save them  in a secure location now — they won't be shown again.",
    "The new value must be different from the current one.",
    "The password reset token was invalid.",
    "This account is currently inactive.",
    "This email address is already associated with this account.",
    "Too many failed login attempts. Try again later.",
    "Unable to confirm %(email)s because it is already confirmed by a different account.",
    "Use your password",
    "Username can not be used. Please use other username.",
    "You cannot add more than %d email addresses.",
    "You cannot remove your primary email address (%(email)s).",
    "You cannot remove your primary email address.",
    "You have confirmed %(email)s.",
    "You have signed out.",
    "You must type the same email each time.",
    "You must type the same password each time.",
    "Your account has no password set up.",
    "Your account has no verified email address.",
    "Your primary email address must be verified.",
    (
        "An account already exists with this email address. Please sign in to that account first, then connect your %s "
        "account."
    ),
)
LIBRARY: Final = "allauth"
