"""Staff read refusals in the administration, by either kind of decision; nobody changes one."""

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from accounts.services.roles import ensure_groups, grant_role
from resources.models import Refusal
from tests.flows.conftest import PASSWORD, sign_in
from tests.flows.guarded_api.callers import jwt_of, nobody

pytestmark = pytest.mark.django_db
LIST = "/admin/resources/refusal/"


@pytest.fixture
def staff(alice: User) -> Client:
    """The browser of an Admin who is no superuser."""
    ensure_groups()
    User.objects.create_user("adam", password=PASSWORD)
    grant_role(user=User.objects.get(username="adam"), role=Role.ADMIN)
    return sign_in(Client(), "adam")


def refused() -> str:
    return str(jwt_of("alice").get("/api/hr-content/").json()["decision"])


def test_staff_find_a_refusal_by_its_decision_and_read_the_chain(staff: Client) -> None:
    given, other = refused(), refused()
    found = staff.get(LIST, {"q": given}).content.decode()
    assert given in found
    assert other not in found
    page = staff.get(f"{LIST}{given}/change/").content.decode()
    assert '<li><strong>role: failed</strong> <span lang="en">(holds none of HR)</span></li>' in page
    assert "Needs the role HR" in page


def test_the_search_box_opens_a_sealed_decision(staff: Client) -> None:
    page = staff.get(LIST, {"q": nobody().get("/api/protected/").json()["decision"]}).content.decode()
    assert (
        '<li><strong>credential recognised: failed</strong> <span lang="en">(no credential was sent)</span></li>'
        in page
    )


@pytest.mark.parametrize("text", ["x" * 600, "nothing", "é" * 50])
def test_the_search_box_finds_nothing_under_any_other_text(staff: Client, text: str) -> None:
    given = refused()
    response = staff.get(LIST, {"q": text}, follow=True)
    assert response.status_code == 200
    assert given not in response.content.decode()


def test_nobody_changes_adds_or_deletes_a_refusal(staff: Client) -> None:
    given = refused()
    User.objects.filter(username="adam").update(is_superuser=True)
    assert staff.get(f"{LIST}add/").status_code == 403
    assert staff.post(f"{LIST}{given}/delete/", {"post": "yes"}).status_code == 403
    assert staff.post(f"{LIST}{given}/change/", {"detail": "changed"}).status_code == 403
    assert Refusal.objects.get(pk=given).detail == "This needs the role HR."


def test_who_may_not_see_refusals_opens_no_sealed_one_either(staff: Client) -> None:
    given = nobody().get("/api/protected/").json()["decision"]
    for group in User.objects.get(username="adam").groups.all():
        group.permissions.clear()
    assert staff.get(LIST, {"q": given}).status_code == 403
    assert sign_in(Client(), "alice").get(LIST, {"q": given}).status_code == 302
