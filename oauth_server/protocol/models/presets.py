"""The kinds of clients: what each chooses, and what contradicts it (RFC 9700, RFC 8252, FAPI 2.0 section 5.3.2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from oauth2_provider.models import AbstractApplication

from oauth_server.protocol.models.client_uris import is_loopback
from oauth_server.vocabulary import ApplicationType, ClientAuthMethod, ClientPreset, GrantType, SigningAlgorithm

CONFIDENTIAL: Final = AbstractApplication.CLIENT_CONFIDENTIAL
PUBLIC: Final = AbstractApplication.CLIENT_PUBLIC
CODE: Final = (GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN)
SECRET_OR_KEY: Final = (
    ClientAuthMethod.CLIENT_SECRET_BASIC,
    ClientAuthMethod.CLIENT_SECRET_POST,
    ClientAuthMethod.PRIVATE_KEY_JWT,
)
STRONG_ALGORITHMS: Final = (SigningAlgorithm.ES256, SigningAlgorithm.PS256, SigningAlgorithm.EDDSA)
"""What FAPI 2.0 section 5.4.1 allows; the first is chosen where none is named."""
ALGORITHM_COLUMNS: Final = (
    "token_endpoint_auth_signing_alg",
    "id_token_signed_response_alg",
    "userinfo_signed_response_alg",
    "introspection_signed_response_alg",
    "authorization_signed_response_alg",
    "request_object_signing_alg",
)


@dataclass(frozen=True, slots=True)
class Preset:
    """One kind of client. Of a tuple the first is chosen where the registration names none, and the others are allowed;
    `grants` are chosen all, `further_grants` where asked for. `fixed` columns have one value, `chosen` ones a default.
    `redirects`: whether it has redirect URIs at all; `https`: whether they must be https, loopback too but in the demo.
    """

    client_types: tuple[str, ...]
    methods: tuple[ClientAuthMethod, ...]
    grants: tuple[GrantType, ...]
    further_grants: tuple[GrantType, ...] = ()
    application_types: tuple[ApplicationType, ...] = (ApplicationType.WEB,)
    redirects: bool = True
    https: bool = False
    algorithms: tuple[SigningAlgorithm, ...] = tuple(SigningAlgorithm)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    chosen: Mapping[str, Any] = field(default_factory=dict)

    def columns(self) -> dict[str, Any]:
        """Return what the preset chooses for a registration that says nothing of it."""
        return {
            "client_type": self.client_types[0],
            "token_endpoint_auth_method": str(self.methods[0]),
            "grant_types": " ".join(self.grants),
            "application_type": str(self.application_types[0]) if len(self.application_types) == 1 else "",
            **self.fixed,
            **self.chosen,
        }


UNPRIVILEGED: Final = {"pkce_exempt": False, "skip_authorization": False}
PRESETS: Final[Mapping[ClientPreset, Preset]] = {
    ClientPreset.WEB: Preset((CONFIDENTIAL,), SECRET_OR_KEY, CODE),
    ClientPreset.SINGLE_PAGE: Preset(
        (PUBLIC,),
        (ClientAuthMethod.NONE,),
        CODE,
        fixed=UNPRIVILEGED,
        chosen={"refresh_absolute_lifetime": timedelta(days=1)},
    ),
    ClientPreset.NATIVE: Preset(
        (PUBLIC,),
        (ClientAuthMethod.NONE,),
        CODE,
        application_types=(ApplicationType.NATIVE,),
        fixed=UNPRIVILEGED,
    ),
    ClientPreset.MACHINE: Preset(
        (CONFIDENTIAL,),
        SECRET_OR_KEY,
        (GrantType.CLIENT_CREDENTIALS,),
        further_grants=(GrantType.TOKEN_EXCHANGE,),
        redirects=False,
        fixed=UNPRIVILEGED,
    ),
    ClientPreset.DEVICE: Preset(
        (PUBLIC, CONFIDENTIAL),
        (ClientAuthMethod.NONE, *SECRET_OR_KEY),
        (GrantType.DEVICE_CODE, GrantType.REFRESH_TOKEN),
        application_types=(ApplicationType.NATIVE,),
        redirects=False,
        fixed=UNPRIVILEGED,
    ),
    ClientPreset.AGENT: Preset(
        (PUBLIC, CONFIDENTIAL),
        (ClientAuthMethod.NONE, *SECRET_OR_KEY),
        CODE,
        further_grants=(GrantType.CLIENT_CREDENTIALS, GrantType.TOKEN_EXCHANGE),
        application_types=(ApplicationType.NATIVE, ApplicationType.WEB),
        fixed=UNPRIVILEGED,
        chosen={"refresh_idle_lifetime": timedelta(days=1), "refresh_absolute_lifetime": timedelta(days=30)},
    ),
    ClientPreset.FAPI: Preset(
        (CONFIDENTIAL,),
        (ClientAuthMethod.PRIVATE_KEY_JWT,),
        CODE,
        further_grants=(GrantType.CLIENT_CREDENTIALS,),
        https=True,
        algorithms=STRONG_ALGORITHMS,
        fixed={"require_pushed_authorization_requests": True, "dpop_bound_access_tokens": True, "pkce_exempt": False},
        chosen={"id_token_signed_response_alg": str(STRONG_ALGORITHMS[0])},
    ),
}


def preset_of(word: str) -> Preset | None:
    """Return the preset of a word; None for an empty or unknown one."""
    return PRESETS[ClientPreset(word)] if word in set(ClientPreset) else None


def contradictions(client: Any) -> dict[str, str]:
    """Return what in a client's row contradicts its preset: the reason by column, nothing for a client without one."""
    preset = preset_of(client.preset)
    if preset is None:
        return {}
    wanted: dict[str, tuple[Any, ...]] = {
        "client_type": preset.client_types,
        "token_endpoint_auth_method": preset.methods,
        "application_type": preset.application_types,
        **dict.fromkeys(ALGORITHM_COLUMNS, ("", *preset.algorithms)),
        **{column: (value,) for column, value in preset.fixed.items()},
    }
    found = {column: _one_of(allowed) for column, allowed in wanted.items() if getattr(client, column) not in allowed}
    uris, grants = client.redirect_uris.split(), (*preset.grants, *preset.further_grants)
    if set(client.grant_types.split()) - set(grants):
        found["grant_types"] = _one_of(grants)
    if uris and not preset.redirects:
        found["redirect_uris"] = "none"
    elif preset.https and not all(uri.startswith("https://") or (settings.DEMO and is_loopback(uri)) for uri in uris):
        found["redirect_uris"] = "https"
    return {column: f"The preset {client.preset} wants: {words}." for column, words in found.items()}


def _one_of(allowed: tuple[Any, ...]) -> str:
    return ", ".join({True: "yes", False: "no"}.get(value, str(value)) for value in allowed if value != "")
