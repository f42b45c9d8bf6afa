"""What would make an account safer or more useful now: at most three steps, the weightiest first."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.factors_held import FEW, factors_held

MOST: Final = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what to do, why, the words of its button and where that leads."""

    title: str
    why: str
    button: str
    address: str


def steps_for(user: User) -> list[Step]:
    """Return the steps that are left; one statement beyond what the account itself says."""
    held, left = factors_held(user), []
    if not user.email:
        why = _("Without one nobody can get you back in when you forget your password.")
        left.append(Step(_("Add an e-mail address"), why, _("Add an address"), reverse("account_email")))
    elif not user.email_verified:
        why = _("Until then it neither signs you in nor resets your password.")
        left.append(Step(_("Confirm your e-mail address"), why, _("Confirm it"), reverse("account_email")))
    if not held.key:
        why = _("Sign in with your fingerprint, your face or a key, and nobody can trick the password out of you.")
        left.append(Step(_("Add a passkey"), why, _("Add a passkey"), reverse("mfa_add_webauthn")))
    if (held.key or held.app) and held.recovery_codes is None:
        why = _("They let you in when your phone or your key is lost.")
        left.append(Step(_("Get recovery codes"), why, _("Get codes"), reverse("mfa_generate_recovery_codes")))
    elif held.recovery_codes is not None and held.recovery_codes <= FEW:
        why = _("Few are left, and they let you in when your phone or your key is lost.")
        left.append(Step(_("Make new recovery codes"), why, _("Make new ones"), reverse("mfa_generate_recovery_codes")))
    return left[:MOST]
