"""The addresses of the developer console, under /developer/; what has no `client_id` stands before what has one."""

from django.urls import path

from oauth_server.console.developer.activity import activity
from oauth_server.console.developer.applications import applications
from oauth_server.console.developer.branding_page import branding_page
from oauth_server.console.developer.checks import check
from oauth_server.console.developer.credentials_page import credentials_page
from oauth_server.console.developer.danger_page import danger_page
from oauth_server.console.developer.logout_test import logout_test
from oauth_server.console.developer.playground.answer import callback
from oauth_server.console.developer.playground.views import playground
from oauth_server.console.developer.quickstarts import quickstart
from oauth_server.console.developer.scopes_page import scopes_page
from oauth_server.console.developer.settings_page import settings_page
from oauth_server.console.developer.wizard import new, wizard

urlpatterns = [
    path("", applications, name="developer"),
    path("check/", check, name="developer_check"),
    path("new/", new, name="developer_new"),
    path("new/<str:kind>/", wizard, name="developer_wizard"),
    path("playground/", playground, name="developer_playground"),
    path("playground/callback/", callback, name="developer_playground_callback"),
    path("<str:client_id>/", settings_page, name="developer_settings"),
    path("<str:client_id>/activity/", activity, name="developer_activity"),
    path("<str:client_id>/branding/", branding_page, name="developer_branding"),
    path("<str:client_id>/credentials/", credentials_page, name="developer_credentials"),
    path("<str:client_id>/danger/", danger_page, name="developer_danger"),
    path("<str:client_id>/logout-test/", logout_test, name="developer_logout_test"),
    path("<str:client_id>/quickstart/", quickstart, name="developer_quickstart"),
    path("<str:client_id>/scopes/", scopes_page, name="developer_scopes"),
]
