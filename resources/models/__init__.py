"""The resources that have rows of their own, and what was refused."""

from resources.models.announcement import Announcement
from resources.models.employee import Employee
from resources.models.refusal import Refusal
from resources.models.report import Report
from resources.models.todo import Todo

__all__ = ["Announcement", "Employee", "Refusal", "Report", "Todo"]
