"""django-oauth-toolkit's six models, swapped, and what it has no model for."""

from oauth_server.protocol.models.access_token import AccessToken
from oauth_server.protocol.models.application import Application
from oauth_server.protocol.models.authorization_request import AuthorizationRequest
from oauth_server.protocol.models.client_logo import ClientLogo
from oauth_server.protocol.models.client_origin import ClientOrigin
from oauth_server.protocol.models.consent import Consent
from oauth_server.protocol.models.developer_policy import DeveloperPolicy
from oauth_server.protocol.models.device_grant import DeviceGrant
from oauth_server.protocol.models.grant import Grant
from oauth_server.protocol.models.id_token import IDToken
from oauth_server.protocol.models.initial_access_token import InitialAccessToken
from oauth_server.protocol.models.logout_delivery import LogoutDelivery
from oauth_server.protocol.models.protected_resource import ProtectedResource
from oauth_server.protocol.models.refresh_token import RefreshToken
from oauth_server.protocol.models.revoked_token import RevokedToken
from oauth_server.protocol.models.signing_key import SigningKey
from oauth_server.protocol.models.used_identifier import UsedIdentifier

__all__ = [
    "AccessToken",
    "Application",
    "AuthorizationRequest",
    "ClientLogo",
    "ClientOrigin",
    "Consent",
    "DeveloperPolicy",
    "DeviceGrant",
    "Grant",
    "IDToken",
    "InitialAccessToken",
    "LogoutDelivery",
    "ProtectedResource",
    "RefreshToken",
    "RevokedToken",
    "SigningKey",
    "UsedIdentifier",
]
