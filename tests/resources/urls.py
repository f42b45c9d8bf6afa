"""The resource server and people, without the authorization server."""

from django.urls import include, path

from accounts.urls import root_urlpatterns

urlpatterns = [path("api/", include("accounts.urls")), path("api/", include("resources.urls")), *root_urlpatterns]
