"""The addresses of the developer console, under /developer/; what has no `client_id` stands before what has one."""

from django.urls import path

from oauth_server.console.developer.applications import applications
from oauth_server.console.developer.settings_page import settings_page

urlpatterns = [
    path("", applications, name="developer"),
    path("<str:client_id>/", settings_page, name="developer_settings"),
]
