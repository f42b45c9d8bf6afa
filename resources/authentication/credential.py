"""What one kind of credential is to the dispatcher: in a header, or sent along by whatever stands before us."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from rest_framework import status

from oauth_server.vocabulary import PROOF_ERRORS, CredentialKind, OAuthError, RefusalReason
from resources.denial import Denial, Denied
from resources.principal import Principal
from resources.steps import STEP_OF, Step

NOT_GOOD: Final = "The credential is malformed, unknown, expired or revoked."
OF_PROOFS: Final[Mapping[RefusalReason, str]] = {
    RefusalReason.PROOF_MISSING: "The token needs one DPoP proof of its key.",
    RefusalReason.PROOF_INVALID: "The DPoP proof is not for this request and token.",
    RefusalReason.PROOF_REPLAYED: "The DPoP proof was used before.",
    RefusalReason.PROOF_NONCE: "The DPoP proof must carry the nonce of DPoP-Nonce.",
}


def always() -> bool:
    """Return True: this kind of credential is on at every server."""
    return True


@dataclass(frozen=True, slots=True)
class HeaderCredential:
    """`scheme` in lower case, "" for the header of API keys; `recognises` looks at the form of the token alone and
    trusts nothing it reads; `verify` returns the principal or raises TokenRefused. `ambient`: browsers attach it by
    themselves, so that unsafe methods need the CSRF token. `offered`: whether this server takes it at all. `kind`: what
    one that is no good is called where its refusal is explained."""

    scheme: str
    kind: CredentialKind
    recognises: Callable[[str], bool]
    verify: Callable[[str, HttpRequest], Principal]
    ambient: bool = False
    offered: Callable[[], bool] = always


@dataclass(frozen=True, slots=True)
class AmbientCredential:
    """`present` says whether the request carries it; `verify` returns the principal, nobody where it is over, or raises
    TokenRefused where the request may not go on without it. Unsafe methods need the CSRF token."""

    kind: CredentialKind
    present: Callable[[HttpRequest], bool]
    verify: Callable[[HttpRequest], Principal]


def not_good(reason: RefusalReason, *, scheme: str | None, kind: CredentialKind | None = None) -> Denied:
    """Return the refusal of a credential (RFC 6750 section 3.1); the caller never learns the reason, but for a proof's.

    Whoever sends a bound token as a bearer is not told that it is good.
    """
    error, detail = (OAuthError.INVALID_TOKEN if scheme in {"bearer", "dpop"} else None), NOT_GOOD
    if scheme == "dpop" and reason in PROOF_ERRORS:
        error, detail = PROOF_ERRORS[reason], OF_PROOFS[reason]
    denial = Denial(
        status.HTTP_401_UNAUTHORIZED,
        detail,
        error=error,
        scheme=scheme,
        step=STEP_OF[reason],
        reason=reason,
        kind=kind,
    )
    return Denied(denial)


def unrecognised(status_code: int, detail: str, reason: str, *, error: OAuthError | None = None) -> Denied:
    """Return the refusal of headers that hold no credential of ours, or more than one."""
    return Denied(Denial(status_code, detail, error=error, step=Step.RECOGNISED, reason=reason))
