"""The addresses of access and activity, under /account/."""

from django.urls import path

from oauth_server.console.access.activity import activity
from oauth_server.console.access.end import end
from oauth_server.console.access.new_key import new_key
from oauth_server.console.access.not_me import ended, not_me
from oauth_server.console.access.page import access, section

urlpatterns = [
    path("access/", access, name="access"),
    path("access/end/", end, name="access_end"),
    path("access/not-me/", not_me, name="access_not_me"),
    path("access/ended/", ended, name="access_ended"),
    path("access/<slug:name>/", section, name="access_section"),
    path("activity/", activity, name="activity"),
    path("keys/new/", new_key, name="new_key"),
]
