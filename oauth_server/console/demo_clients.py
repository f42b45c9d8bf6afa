"""The demo's clients: one of each preset, and the resource server (contract: Commands)."""

from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from oauth_server.console.demo_file import client_key
from oauth_server.protocol.keys.client_key import public_jwks
from oauth_server.protocol.models.presets import CODE
from oauth_server.protocol.services.clients import Registration
from oauth_server.vocabulary import ClientPreset, GrantType, Scope

PERSONAL: Final = (Scope.OPENID, Scope.PROFILE, Scope.EMAIL, Scope.ROLES)
ROLE_SCOPES: Final = (
    Scope.ANNOUNCEMENTS_WRITE,
    Scope.REPORTS_READ,
    Scope.REPORTS_WRITE,
    Scope.EMPLOYEES_READ,
    Scope.EMPLOYEES_WRITE,
    Scope.ADMIN_READ,
)
API: Final = (Scope.ACCOUNT_READ, Scope.TODO_READ, Scope.TODO_WRITE)
PAGE: Final = "http://localhost:5173"
"""Where the common development servers of single-page applications listen."""


def sample_app_origin(issuer: str) -> str:
    """Return where the sample application runs: localhost, on the port that follows the issuer's."""
    return f"http://localhost:{(urlsplit(issuer).port or 8000) + 1}"


def registrations(issuer: str) -> tuple[Registration, ...]:
    """Return the demo's clients; their addresses are loopback ones.

    Outside a demo a page on loopback contradicts its preset, so what is forced there has none, and no FAPI client.
    """
    sample = sample_app_origin(issuer)
    clients = (
        Registration(
            "Sample application",
            preset=_in_demo(ClientPreset.WEB),
            grant_types=CODE,
            redirect_uris=(f"{sample}/callback",),
            post_logout_redirect_uris=(f"{sample}/",),
            scopes=(*PERSONAL, Scope.OFFLINE_ACCESS, *API, *ROLE_SCOPES),
        ),
        Registration(
            "Single-page application",
            preset=_in_demo(ClientPreset.SINGLE_PAGE),
            public=True,
            grant_types=CODE,
            redirect_uris=(f"{PAGE}/callback", f"{sample}/single-page"),
            post_logout_redirect_uris=(f"{PAGE}/", f"{sample}/single-page"),
            allowed_origins=(PAGE, sample),
            scopes=(*PERSONAL, *API),
        ),
        Registration(
            "Native application",
            preset=ClientPreset.NATIVE,
            public=True,
            grant_types=CODE,
            redirect_uris=("http://127.0.0.1/callback",),
            post_logout_redirect_uris=("http://127.0.0.1/signed-out",),
            scopes=(*PERSONAL, Scope.OFFLINE_ACCESS, *API),
        ),
        Registration(
            "Television",
            preset=ClientPreset.DEVICE,
            public=True,
            grant_types=(GrantType.DEVICE_CODE, GrantType.REFRESH_TOKEN),
            scopes=(*PERSONAL, Scope.OFFLINE_ACCESS, *API),
        ),
        Registration(
            "Nightly report",
            preset=ClientPreset.MACHINE,
            grant_types=(GrantType.CLIENT_CREDENTIALS,),
            scopes=(Scope.REPORTS_READ,),
        ),
        Registration("Resource server", scopes=(Scope.ACCOUNT_READ,), introspects=(f"{issuer}/api",)),
        Registration(
            "Assistant",
            preset=ClientPreset.AGENT,
            public=True,
            grant_types=CODE,
            redirect_uris=(f"{sample}/agent/callback",),
            scopes=(Scope.OPENID, *API),
        ),
    )
    return (*clients, _bank(sample)) if settings.DEMO else clients


def _bank(sample: str) -> Registration:
    return Registration(
        "Bank application",
        preset=ClientPreset.FAPI,
        grant_types=CODE,
        redirect_uris=(f"{sample}/fapi2/callback",),
        scopes=(*PERSONAL, *API),
        metadata={"jwks": public_jwks(client_key())},
    )


def _in_demo(preset: ClientPreset) -> ClientPreset | None:
    return preset if settings.DEMO else None
