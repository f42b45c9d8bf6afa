"""What the demo's API has to show: announcements, reports and employees' records, each where there are none."""

from datetime import date
from typing import Final

from accounts.models import User
from resources.models import Announcement, Employee, Report

ANNOUNCEMENTS: Final = (
    ("The canteen closes at two on Friday", "The kitchen gets a new floor. It opens again on Monday at eight."),
    ("Fire drill on the third floor", "On Wednesday at eleven. Leave by the stairs, and meet at the fountain."),
)
REPORTS: Final = (
    ("Orders of the third quarter", "1,204 orders, 6 % more than a year before; 31 came back."),
    ("Support requests in October", "212 requests, half of them answered within three hours."),
)
EMPLOYEES: Final = (
    ("hana", "Hana Sato", "Head of people", "People", date(2017, 3, 1), ""),
    ("alice", "Alice Liddell", "Gardener", "Grounds", date(2021, 4, 19), "Asked for a second greenhouse."),
    ("mona", "Mona Haddad", "Head of operations", "Operations", date(2015, 9, 7), ""),
    (None, "Sam Okafor", "Night porter", "Operations", date(2019, 11, 25), "Has no account: prefers paper."),
)
"""The account, if there is one; name, title, department, first day, notes for HR."""


def seed_rows() -> None:
    """Fill each table that is empty; mona writes, and each record is linked to its person's account."""
    author = User.objects.get(username="mona")
    if not Announcement.objects.exists():
        rows = [Announcement(author=author, title=title, body=body) for title, body in ANNOUNCEMENTS]
        Announcement.objects.bulk_create(rows)
    if not Report.objects.exists():
        Report.objects.bulk_create([Report(author=author, title=title, body=body) for title, body in REPORTS])
    if not Employee.objects.exists():
        accounts = {user.username: user for user in User.objects.filter(username__in=[row[0] for row in EMPLOYEES])}
        for username, name, title, department, hired, notes in EMPLOYEES:
            account = accounts.get(username) if username else None
            values = {"name": name, "title": title, "department": department, "hired": hired, "notes": notes}
            Employee.objects.create(user=account, **values)
