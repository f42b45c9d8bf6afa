"""The addresses of the guarded API, made from the policy table."""

from django.urls import path, re_path
from django.utils.module_loading import import_string

from resources.policy import RESOURCES
from resources.views.unknown import unknown

app_name = "resources"

urlpatterns = [
    *(path(rule.route.replace("{id}", "<int:id>"), import_string(rule.view).as_view()) for rule in RESOURCES),
    # Only with the last slash: without it Django first tries the address that has one.
    # A line feed in an address, which `.` and `$` would stop at, is one more character of it.
    re_path(r"^(?P<rest>(?s:.*)/)\Z", unknown),
]
