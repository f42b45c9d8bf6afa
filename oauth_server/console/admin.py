"""The schedule in the administration, the administration's own log, and the order of it all."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry

from accounts.admin.read_only import show
from oauth_server.console.administration.arrangement import arranged
from oauth_server.console.models import ScheduledTask

show(ScheduledTask, "name", "due")
show(
    LogEntry,
    *("action_time", "user", "content_type", "object_repr", "action_flag"),
    list_select_related=("user", "content_type"),
    list_filter=("action_flag", "action_time"),
    search_fields=("user__username", "object_repr"),
)
admin.site.get_app_list = arranged  # type: ignore[method-assign] # - the index and the side bar ask this
