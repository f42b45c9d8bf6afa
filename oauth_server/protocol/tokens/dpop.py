"""Demonstrated proof of possession: is the proof for this very request, and new? (RFC 9449 sections 4.3 and 7)"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from oauthlib.oauth2.rfc6749.errors import OAuth2Error

from oauth_server.protocol.models import UsedIdentifier
from oauth_server.protocol.models.client import Client
from oauth_server.protocol.tokens import dpop_nonce, dpop_proof
from oauth_server.protocol.tokens.dpop_proof import Proof
from oauth_server.protocol.tokens.jws import base64url
from oauth_server.vocabulary import PROOF_ERRORS, ClientPreset, OAuthError, RefusalReason, TokenRefused, TokenType

HEADER: Final = str(TokenType.DPOP)
"""The header has the name of the scheme."""
NONCE_HEADER: Final = "DPoP-Nonce"
AHEAD: Final = timedelta(seconds=30)
BEHIND: Final = timedelta(seconds=60)
"""How far the clock of the client may be ahead of this node's, which may lag itself, and how old a proof may be."""
KEPT: Final = timedelta(minutes=5)
"""How long a `jti` is remembered: a node whose clock lags still finds it when its own window closes."""
PURPOSE: Final = "dpop"
DEFAULT_PORTS: Final = {"https": 443, "http": 80}


class ProofRefused(OAuth2Error):
    """The proof is no good (RFC 9449 sections 5 and 8), or it is not there where it must be: then what is wrong is the
    request. `reason` is for the log of a resource."""

    status_code = 400

    def __init__(self, reason: RefusalReason, description: str) -> None:
        self.error = OAuthError.INVALID_REQUEST if reason is RefusalReason.PROOF_MISSING else PROOF_ERRORS[reason]
        self.reason = reason
        super().__init__(description=description)


@dataclass(frozen=True, slots=True)
class Presented:
    """A proof that is good for its request, but for its `jti`, which is not taken yet. `jkt`: the key's thumbprint."""

    jkt: str
    jti: str
    now: datetime

    def use(self) -> str:
        """Take the `jti` over all workers and return `jkt`; raise ProofRefused where it was used before. One write."""
        if not UsedIdentifier.objects.use(PURPOSE, self.jkt, self.jti, expires=self.now + KEPT):
            raise ProofRefused(RefusalReason.PROOF_REPLAYED, "The proof was used before.")
        return self.jkt


def presented(request: HttpRequest, *, now: datetime, nonce_required: bool = False) -> Presented | None:
    """Return the proof of a request, good but for its `jti`; None without one. No statement; raises ProofRefused.

    `nonce_required`: whether it must carry a nonce of ours; one that it carries must be good in any case.
    """
    value = request.headers.get(HEADER)
    if value is None:
        return None
    proof = _read(value)
    _hold_to_request(proof, request, now)
    _hold_nonce(proof, required=nonce_required)
    return Presented(proof.jkt, proof.jti, now)


def presented_by(client: Client, request: HttpRequest, *, now: datetime) -> Presented | None:
    """Return the proof of a client's request as `presented` does; raise ProofRefused also where it must send one.

    `dpop_bound_access_tokens` (RFC 9449 section 5.2) makes a proof necessary.
    """
    proof = presented(request, now=now, nonce_required=must_send_nonce(client.preset))
    if proof is None and client.dpop_bound_access_tokens:
        raise ProofRefused(RefusalReason.PROOF_MISSING, "The client is registered to send a DPoP proof.")
    return proof


def must_send_nonce(preset: str) -> bool:
    """Return whether proofs of such a client must carry a nonce: those that are known to understand the demand."""
    return preset == ClientPreset.FAPI


def hold(request: HttpRequest, token: str, jkt: str | None, *, nonce_required: bool) -> None:
    """Raise TokenRefused unless an access token came as it must (RFC 9449 section 7): one bound to the key of
    thumbprint `jkt` by the scheme DPoP with a new proof of that key, one bound to none (`jkt` None) as a bearer.

    One write, for a bound token whose proof is good.
    """
    scheme, _, _ = request.headers.get("Authorization", "").strip(" \t").partition(" ")
    by_proof = scheme.lower() == TokenType.DPOP.lower()
    if jkt is None:
        if by_proof:
            raise TokenRefused(RefusalReason.NOT_BOUND)
        return
    value = request.headers.get(HEADER)
    if not by_proof or value is None:
        raise TokenRefused(RefusalReason.PROOF_MISSING)
    now = timezone.now()
    try:
        proof = _read(value)
        _hold_to_request(proof, request, now)
        if proof.jkt != jkt or proof.ath != base64url(hashlib.sha256(token.encode("ascii")).digest()):
            raise TokenRefused(RefusalReason.PROOF_INVALID)
        _hold_nonce(proof, required=nonce_required)
        Presented(proof.jkt, proof.jti, now).use()
    except ProofRefused as refused:
        raise TokenRefused(refused.reason) from refused


def _read(value: str) -> Proof:
    try:
        return dpop_proof.read(value)
    except dpop_proof.Malformed as malformed:
        raise ProofRefused(RefusalReason.PROOF_INVALID, str(malformed)) from None


def _hold_to_request(proof: Proof, request: HttpRequest, now: datetime) -> None:
    if proof.htm != request.method:
        raise ProofRefused(RefusalReason.PROOF_INVALID, "The htm of the proof is not the method of the request.")
    if not _is_address(proof.htu, request.path):
        raise ProofRefused(RefusalReason.PROOF_INVALID, "The htu of the proof is not the address of the request.")
    if not (now - BEHIND).timestamp() <= proof.iat <= (now + AHEAD).timestamp():
        raise ProofRefused(RefusalReason.PROOF_INVALID, "The iat of the proof is not of now.")


def _hold_nonce(proof: Proof, *, required: bool) -> None:
    if (required and proof.nonce is None) or (proof.nonce is not None and not dpop_nonce.is_good(proof.nonce)):
        raise ProofRefused(RefusalReason.PROOF_NONCE, "The proof must carry the nonce of the DPoP-Nonce header.")


def _is_address(htu: str, path: str) -> bool:
    """Whether `htu` is the issuer's address of `path` but for query, fragment and spelling (RFC 3986 section 6.2).

    The Host header says nothing: whoever sends the request has written it.
    """
    ours = urlsplit(settings.ISSUER)
    try:
        sent = urlsplit(htu)
        there = (sent.scheme, sent.hostname, _port(sent), unquote(sent.path) or "/")
    except ValueError:
        return False
    return there == (ours.scheme, ours.hostname, _port(ours), path) and "@" not in sent.netloc


def _port(address: SplitResult) -> int | None:
    return DEFAULT_PORTS.get(address.scheme) if address.port is None else address.port
