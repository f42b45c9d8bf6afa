"""What each parameter, claim and header is for, with the section that says so."""

from collections.abc import Mapping
from typing import Final

LOGOUT: Final = "OpenID Connect RP-Initiated Logout section 2"
DOCUMENT: Final = "Client ID Metadata Document section 5"
MEANINGS: Final[Mapping[str, tuple[str, str]]] = {
    # The authorization request and its answer
    "response_type": ("Asks for a code, nothing else.", "RFC 6749 section 4.1.1"),
    "client_id": ("Who asks.", "RFC 6749 section 2.2"),
    "redirect_uri": ("Where the answer goes: exactly a registered address.", "RFC 6749 section 3.1.2"),
    "scope": ("What may be done.", "RFC 6749 section 3.3"),
    "state": ("Comes back unchanged: binds the answer to this browser.", "RFC 6749 section 10.12"),
    "nonce": ("Fresh value of the other side, which comes back signed.", "OpenID Connect Core section 3.1.2.1"),
    "code_challenge": ("Digest of a value that only the application knows.", "RFC 7636 section 4.2"),
    "code_challenge_method": ("SHA-256, the only method.", "RFC 7636 section 4.3"),
    "resource": ("Which API the token shall be for.", "RFC 8707 section 2"),
    "request_uri": ("Stands for the pushed request: used once, for a minute.", "RFC 9126 section 2.2"),
    "request": ("The whole request, signed: nobody on its way can change it.", "RFC 9101 section 4"),
    "iss": ("Who answers or signs: held to the issuer that was asked.", "RFC 9207 section 2"),
    "code": ("Good once, for a minute, for this client with its verifier.", "RFC 6749 section 4.1.2"),
    "error": ("Why not, in one word.", "RFC 6749 section 5.2"),
    "error_description": ("Why not, for whoever develops the client.", "RFC 6749 section 5.2"),
    # The token endpoint
    "grant_type": ("By what the tokens are asked for.", "RFC 6749 section 4"),
    "code_verifier": ("The value behind the challenge: a stolen code is worth nothing.", "RFC 7636 section 4.5"),
    "client_assertion_type": ("A signed statement proves the client.", "RFC 7521 section 4.2"),
    "client_assertion": ("Signed with the client's private key, for this server, once.", "RFC 7523 section 2.2"),
    "access_token": ("Opens the API, for minutes.", "RFC 6749 section 1.4"),
    "token_type": ("How to present it.", "RFC 6749 section 7.1"),
    "expires_in": ("Seconds that it is good.", "RFC 6749 section 5.1"),
    "refresh_token": ("Gets the next access token; never sent to the API.", "RFC 6749 section 1.5"),
    "id_token": ("Who signed in, when and how: for the client alone.", "OpenID Connect Core section 2"),
    # A device
    "device_code": ("The device's own secret: it polls with it.", "RFC 8628 section 3.2"),
    "user_code": ("What the person types or compares.", "RFC 8628 section 6.1"),
    "verification_uri": ("Where the person goes.", "RFC 8628 section 3.2"),
    "verification_uri_complete": ("The same with the code: for a QR code or a link.", "RFC 8628 section 3.3.1"),
    "interval": ("Seconds between two polls; slow_down adds five.", "RFC 8628 section 3.5"),
    # Claims
    "sub": ("Who it is about; a person by a random identifier, never given again.", "RFC 7519 section 4.1.2"),
    "aud": ("Who may accept it: nobody else does.", "RFC 7519 section 4.1.3"),
    "exp": ("Not accepted from then on.", "RFC 7519 section 4.1.4"),
    "nbf": ("Not accepted before.", "RFC 7519 section 4.1.5"),
    "iat": ("When it was signed.", "RFC 7519 section 4.1.6"),
    "jti": ("Its own identifier: presented twice, it is refused or revoked by it.", "RFC 7519 section 4.1.7"),
    "auth_time": ("When the person signed in.", "OpenID Connect Core section 2"),
    "acr": ("How strong the sign-in was.", "OpenID Connect Core section 2"),
    "amr": ("By what: a password, a second factor.", "RFC 8176 section 2"),
    "sid": ("The sign-in: what ends with it.", "OpenID Connect Back-Channel Logout section 2.1"),
    "cnf": ("The key that must be proven with it.", "RFC 7800 section 3.1"),
    "at_hash": ("Binds the access token to the ID token.", "OpenID Connect Core section 3.1.3.6"),
    # Proofs and headers of signed objects
    "typ": ("What kind of object: one is never taken for another.", "RFC 8725 section 3.11"),
    "alg": ("How it is signed.", "RFC 7515 section 4.1.1"),
    "kid": ("Which of the signer's keys.", "RFC 7515 section 4.1.4"),
    "jwk": ("The public key that the token is bound to.", "RFC 9449 section 4.2"),
    "htm": ("For this method only.", "RFC 9449 section 4.2"),
    "htu": ("For this address only.", "RFC 9449 section 4.2"),
    "ath": ("For this access token only.", "RFC 9449 section 4.2"),
    "dpop_jkt": ("The code too is bound to the client's key.", "RFC 9449 section 10"),
    "DPoP": ("Proves that the sender holds the key.", "RFC 9449 section 4"),
    "DPoP-Nonce": ("The server's: the next proof must name it.", "RFC 9449 section 8"),
    # Headers
    "Authorization": ("The credential, in the header and nowhere else.", "RFC 6750 section 2.1"),
    "Origin": ("Set by the browser: the page that asks. Only registered ones may.", "RFC 6454 section 7"),
    "WWW-Authenticate": ("What is missing, and where to get it.", "RFC 6750 section 3"),
    "MCP-Protocol-Version": ("Which revision of the protocol the message is of.", "Model Context Protocol, Transports"),
    "Retry-After": ("Seconds to wait.", "RFC 9110 section 10.2.3"),
    # Messages to tools
    "jsonrpc": ("The form of the message.", "JSON-RPC 2.0 section 4"),
    "method": ("What is asked for.", "JSON-RPC 2.0 section 4"),
    "params": ("With what.", "JSON-RPC 2.0 section 4.2"),
    # Metadata
    "issuer": ("Must be the address that was asked.", "RFC 8414 section 3.3"),
    "authorization_endpoint": ("Where the browser goes.", "RFC 8414 section 2"),
    "token_endpoint": ("Where tokens are given.", "RFC 8414 section 2"),
    "pushed_authorization_request_endpoint": ("Where requests are pushed.", "RFC 9126 section 5"),
    "device_authorization_endpoint": ("Where devices get their codes.", "RFC 8628 section 4"),
    "registration_endpoint": ("Where clients register.", "RFC 8414 section 2"),
    "userinfo_endpoint": ("Where claims of the person are.", "OpenID Connect Discovery section 3"),
    "end_session_endpoint": ("Where the person signs out.", "OpenID Connect RP-Initiated Logout section 2.1"),
    "jwks_uri": ("Where the public keys are.", "RFC 8414 section 2"),
    "code_challenge_methods_supported": ("PKCE is there, so it can be relied on.", "RFC 8414 section 2"),
    "client_id_metadata_document_supported": (
        "A client may be the address of its document.",
        DOCUMENT,
    ),
    "authorization_servers": ("Whose tokens it takes.", "RFC 9728 section 2"),
    "scopes_supported": ("What may be asked for.", "RFC 9728 section 2"),
    "bearer_methods_supported": ("Tokens go into the header.", "RFC 9728 section 2"),
    "keys": ("Kept for as long as the answer says, then asked for again.", "RFC 7517 section 5.1"),
    # Registration
    "client_name": ("What people are shown.", "RFC 7591 section 2"),
    "redirect_uris": ("Where answers may go.", "RFC 7591 section 2"),
    "grant_types": ("What it will use.", "RFC 7591 section 2"),
    "token_endpoint_auth_method": ("How it proves itself: here not at all.", "RFC 7591 section 2"),
    "registration_access_token": ("Opens this registration alone.", "RFC 7592 section 3"),
    "registration_client_uri": ("Where to see, change or end it.", "RFC 7592 section 3"),
    # Signing out
    "id_token_hint": ("Whose sign-in shall end.", LOGOUT),
    "post_logout_redirect_uri": (
        "Where to go afterwards: a registered address.",
        "OpenID Connect RP-Initiated Logout section 2",
    ),
}
