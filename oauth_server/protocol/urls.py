"""The authorization server's addresses, under the toolkit's names."""

from django.conf import settings
from django.urls import path
from django.views.generic import RedirectView

from oauth_server.protocol.endpoints.authorize import authorize
from oauth_server.protocol.endpoints.device_authorization import device_authorization
from oauth_server.protocol.endpoints.end_session import confirm_end_session, end_session
from oauth_server.protocol.endpoints.introspect import introspect
from oauth_server.protocol.endpoints.jwks import jwks
from oauth_server.protocol.endpoints.logo import logo
from oauth_server.protocol.endpoints.metadata import server
from oauth_server.protocol.endpoints.pushed_authorization import pushed_authorization
from oauth_server.protocol.endpoints.registration import client_configuration, registration
from oauth_server.protocol.endpoints.resource_metadata import protected_resource
from oauth_server.protocol.endpoints.revoke import revoke
from oauth_server.protocol.endpoints.token import token
from oauth_server.protocol.endpoints.userinfo import userinfo

app_name = "oauth2_provider"
PROTECTED_RESOURCE = ".well-known/oauth-protected-resource"

urlpatterns = [
    path("o/authorize/", authorize, name="authorize"),
    path("o/par/", pushed_authorization, name="pushed-authorization-request"),
    path("o/token/", token, name="token"),
    path("o/revoke_token/", revoke, name="revoke-token"),
    path("o/device-authorization/", device_authorization, name="device-authorization"),
    path("o/device/", RedirectView.as_view(pattern_name="device", query_string=True), name="device"),
    path("o/introspect/", introspect, name="introspect"),
    path("o/userinfo/", userinfo, name="user-info"),
    path("o/logout/", end_session, name="rp-initiated-logout"),
    path("o/logout/confirm/", confirm_end_session, name="confirm-logout"),
    path("o/register/", registration, name="dcr-register"),
    path("o/register/<str:client_id>/", client_configuration, name="dcr-register-management"),
    path("logos/<str:digest>", logo, name="logo"),
    path(".well-known/openid-configuration", server, name="oidc-connect-discovery-info"),
    path(".well-known/oauth-authorization-server", server, name="oauth-server-metadata"),
    path(".well-known/jwks.json", jwks, name="jwks-info"),
    path(PROTECTED_RESOURCE, protected_resource, {"resource": settings.ISSUER}, name="oauth-resource-metadata"),
    path(f"{PROTECTED_RESOURCE}/api", protected_resource, {"resource": settings.API_RESOURCE}, name="api-metadata"),
    path(f"{PROTECTED_RESOURCE}/mcp", protected_resource, {"resource": settings.MCP_RESOURCE}, name="mcp-metadata"),
]
