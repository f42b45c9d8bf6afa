"""The demo's third-party application: a relying party of its own, in its own process (OpenID Connect Core 3.1)."""
