"""Why something cannot be registered, in words for people: the wire's own are short, and English (RFC 7591)."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FAULTS: Final[Mapping[str, str | Promise]] = {
    "is not well-formed": _("This is no complete address: it begins with https:// and a host, and has no spaces."),
    "has a fragment, a wildcard or a user": _(
        "An address has no #, no * and no @ before its host: it must match character by character."
    ),
    "has a fragment": _("An address has no # part."),
    "is of loopback, which is for application_type native": _(
        "http://localhost is for applications that are installed: a web application needs https."
    ),
    "is of a private-use scheme, which is for application_type native": _(
        "A scheme of your own is for applications that are installed: a web application needs https."
    ),
    "is neither https, nor http on a loopback address, nor of a private-use scheme with a dot": _(
        "It must begin with https://. Installed applications may also use http://127.0.0.1, or a scheme of their own "
        "with a dot in it, such as org.example.app:/callback."
    ),
    "is not https": _("It must begin with https://."),
    "is no web address": _("It must begin with https:// or http://."),
    "is no origin": _("An origin is a scheme and a host, such as https://app.example.org, and no path follows."),
}
"""By the end of the reason that the rules of a client give."""
REASONS: Final[Mapping[str, str | Promise]] = {
    "The grant authorization_code needs one at least.": _("At least one is needed."),
    "Either jwks or jwks_uri, not both.": _("Give either the keys themselves or their address, not both."),
    "private_key_jwt needs jwks or jwks_uri.": _("It proves itself by a key, so give the keys or their address."),
    "Signed request objects need jwks or jwks_uri.": _("Give its public keys first, under Credentials."),
    "pairwise needs redirect URIs on one host of its own, or a sector_identifier_uri with them.": _(
        "This application knows people by names of its own host, so every redirect URI must be on that one host."
    ),
    "It does not list every redirect URI.": _("The sector identifier of this application does not list every one."),
    "Too many attempts; try again later.": _("Too many attempts. Try again in a quarter of an hour."),
    "A JWK Set is an object with a list of keys.": _('This is no JWK Set: {"keys": [...]} with public keys.'),
    "The JWK Set holds a private or a symmetric key.": _(
        "This is a private key. Throw it away, for it was shown, and give the public half of a new one."
    ),
    "No key can verify a signature: RSA of 2048 bits at least, P-256, or Ed25519.": _(
        "None of these keys can be used here: RSA of 2048 bits or more, P-256, or Ed25519."
    ),
    "A client has 20 keys at most.": _("At most 20 keys are kept."),
    "The address could not be fetched.": _("The address did not answer. It must be public, and answer in 5 seconds."),
    "The address did not answer with JSON.": _("The address did not answer with JSON."),
}
CONTRADICTS: Final = _("This kind of application wants another value here.")


def in_words(reason: str) -> str:
    """Return a reason in words; one that has none of its own is returned as it is."""
    if reason in REASONS:
        return str(REASONS[reason])
    if reason.startswith("The preset "):
        return str(CONTRADICTS)
    bare = reason.removesuffix(".")
    return next((str(words) for fault, words in FAULTS.items() if bare.endswith(fault)), reason)
