"""The index of the administration: what an administrator comes for stands first, under the names of the product."""

import re

from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User


def shown(browser: Client, path: str = "/admin/") -> list[str]:
    """Return the names of sections and models, in their order."""
    page = browser.get(path).content.decode()
    return [
        name.strip()
        for name in re.findall(r'<a href="/admin/[\w/]+/"(?: class="section"[^>]*)?>\s*([^<]+?)\s*</a>', page)
    ]


def test_the_role_admin_finds_applications_people_roles_and_refusals(adams: Client) -> None:
    names = shown(adams)
    wanted = ["Applications and tokens", "Applications", "People", "Users", "Roles", "API", "Refusals"]
    assert [name for name in names if name in wanted] == wanted
    assert "Groups" not in names


def test_what_the_libraries_keep_stands_with_what_it_is_about(client: Client, db: None) -> None:
    client.force_login(User.objects.create_superuser("root", "root@example.org", "x"))
    page = client.get("/admin/").content.decode()
    titles = re.findall(r'class="section"[^>]*>\s*([^<]+?)\s*</a>', page)
    assert titles == ["Applications and tokens", "People", "API", "Schedule"]


def test_a_role_is_called_so_on_its_pages(adams: Client) -> None:
    page = adams.get("/admin/auth/group/").content.decode()
    assert "<h1>Roles</h1>" in page
    assert "group" not in re.sub(r"<[^>]*>", "", page[page.index("<main") :]).casefold()


def test_permissions_stand_in_words(adams: Client) -> None:
    admin = Group.objects.get(name="Admin")
    page = adams.get(f"/admin/auth/group/{admin.pk}/change/").content.decode()
    assert "<li>Applications: change, look at</li>" in page
    assert "act for another person" in page
