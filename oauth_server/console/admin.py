"""The schedule in the administration, and the administration's own log."""

from django.contrib.admin.models import LogEntry

from accounts.admin.read_only import show
from oauth_server.console.models import ScheduledTask

show(ScheduledTask, "name", "due")
show(LogEntry, "action_time", "user", "content_type", "object_repr", "action_flag", related=("user", "content_type"))
