"""The public keys of clients in the flow tests; nothing signs with them."""

from typing import Any

from joserfc.jwk import ECKey

JWKS: dict[str, Any] = {
    "keys": [ECKey.generate_key("P-256", {"kid": "a-key", "use": "sig"}, private=True).as_dict(private=False)]
}
