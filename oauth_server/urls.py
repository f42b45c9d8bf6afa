"""The mounts, on one screen."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from accounts.urls import page_urlpatterns, root_urlpatterns
from oauth_server.console import acting_calls
from oauth_server.console.consent import consent
from oauth_server.console.deletion import delete_account, keep_by_link
from oauth_server.console.device import device
from oauth_server.console.docs import reference, try_it
from oauth_server.console.export import export
from oauth_server.console.health import live, ready
from oauth_server.console.home import home
from oauth_server.console.preferences import preferences
from oauth_server.console.profile import profile
from resources.mcp.view import McpView

_sessions = RedirectView.as_view(pattern_name="access_section")
urlpatterns = [
    path("", home, name="home"),
    path("consent/", consent, name="consent"),
    path("device", device, name="device"),
    path("preferences/", preferences, name="preferences"),
    path("developer/", include("oauth_server.console.developer.urls")),
    path("account/", profile, name="account_profile"),
    path("account/", include("oauth_server.console.access.urls")),
    path("account/export/", export, name="account_export"),
    path("account/delete/", delete_account, name="account_delete"),
    path("account/delete/keep/<str:key>/", keep_by_link, name="account_keep"),
    path("docs/", reference, name="docs"),
    path("docs/try/", try_it, name="docs_try"),
    path("docs/acting/", acting_calls.call, name="acting_call"),
    path("docs/acting/end/", acting_calls.end, name="acting_end"),
    path("accounts/", include(page_urlpatterns)),
    path("accounts/sessions/", _sessions, {"name": "browsers"}, name="usersessions_list"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/3rdparty/", include("allauth.socialaccount.urls")),
    path(".well-known/change-password", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/people/", include("oauth_server.console.administration.urls")),
    path("admin/", admin.site.urls),
    path("live", live),
    path("ready", ready),
    path("", include("oauth_server.protocol.urls")),
    path("api/", include("accounts.urls")),
    path("api/", include("resources.urls")),
    path("mcp", McpView.as_view(), name="mcp"),
    *root_urlpatterns,
]
handler400 = "oauth_server.console.errors.bad_request"
handler429 = "oauth_server.console.errors.too_many_requests"
handler500 = "oauth_server.console.errors.server_error"
