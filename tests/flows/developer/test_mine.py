"""Who sees what of the developer console: of applications only their own, whichever page, whichever method."""

import pytest
from django.test import Client
from django.urls import reverse

from oauth_server.console.developer.urls import urlpatterns
from oauth_server.protocol.models import Application
from tests.flows.developer.seen import row
from tests.flows.oauth import RelyingParty

OF_ONE = sorted(str(entry.name) for entry in urlpatterns if set(entry.pattern.converters) == {"client_id"})
OF_ALL = sorted(str(entry.name) for entry in urlpatterns if not entry.pattern.converters)
ACTIONS = ("new_secret", "end_older", "keys", "use_secret", "logo", "no_logo", "branding", "delete", "disable")


def test_the_pages_of_one_application_are_many() -> None:
    assert {"developer_settings", "developer_credentials", "developer_danger"} <= set(OF_ONE)


@pytest.mark.parametrize("name", OF_ONE)
def test_another_persons_application_is_not_there(own: RelyingParty, bob_user_agent: Client, name: str) -> None:
    before = Application.objects.filter(client_id=own.client_id).values().get()
    for client_id in (own.client_id, "unknown", "a\x00b"):
        path = reverse(name, args=[client_id])
        assert bob_user_agent.get(path).status_code == 404
        for action in ACTIONS:
            form = {
                "action": action,
                "name": own.application.name,
                "overlap": "0",
                "redirect_uris": "https://evil.example",
            }
            assert bob_user_agent.post(path, form).status_code == 404
    assert Application.objects.filter(client_id=own.client_id).values().get() == before


@pytest.mark.parametrize("name", OF_ONE)
def test_an_application_that_nobody_owns_is_not_there(developer: Client, web: RelyingParty, name: str) -> None:
    assert developer.get(reverse(name, args=[web.client_id])).status_code == 404
    assert developer.post(reverse(name, args=[web.client_id]), {"action": "delete"}).status_code == 404


@pytest.mark.parametrize("name", [*OF_ONE, *OF_ALL])
def test_nobody_is_asked_to_sign_in_first(own: RelyingParty, name: str) -> None:
    path = reverse(name, args=[own.client_id] if name in OF_ONE else [])
    for response in (Client().get(path), Client().post(path, {"action": "delete", "name": own.application.name})):
        assert response.status_code in (302, 303)
        assert response["Location"].startswith(("/accounts/login/?next=/developer/", "/developer/playground/"))
    assert row(own).enabled


@pytest.mark.parametrize("name", [*OF_ONE, *OF_ALL])
def test_no_page_is_kept_by_a_cache_or_takes_other_methods(developer: Client, own: RelyingParty, name: str) -> None:
    path = reverse(name, args=[own.client_id] if name in OF_ONE else [])
    assert "no-store" in developer.get(path)["Cache-Control"]
    assert developer.put(path).status_code == 405


def test_a_form_without_its_csrf_token_does_nothing(own: RelyingParty, developer: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = developer.cookies
    path = reverse("developer_danger", args=[own.client_id])
    assert strict.post(path, {"action": "delete", "name": own.application.name}).status_code == 403
    assert row(own).enabled


def test_an_application_is_found_by_a_part_of_its_name_or_its_identifier(
    developer: Client, own: RelyingParty, bob_user_agent: Client
) -> None:
    def found(**query: str) -> list[str]:
        return [row["application"].client_id for row in developer.get("/developer/", query).context["rows"]]

    name = own.application.name
    assert found() == found(q=name[1:4].upper()) == found(q=own.client_id) == [own.client_id]
    assert found(q="no such name") == found(q=own.client_id[:4]) == []
    for strange in ("\x00", "a" * 500, "%", "'", "  "):
        assert developer.get("/developer/", {"q": strange}).status_code == 200
    assert not bob_user_agent.get("/developer/", {"q": name}).context["rows"]
