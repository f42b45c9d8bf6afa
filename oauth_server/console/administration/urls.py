"""The addresses of these pages, under /admin/people/."""

from django.urls import path

from oauth_server.console.administration.access import access
from oauth_server.console.administration.acting import act_for

urlpatterns = [
    path("<int:pk>/access/", access, name="administration_access"),
    path("<int:pk>/act/", act_for, name="administration_act"),
]
