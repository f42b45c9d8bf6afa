"""How an application looks: addresses of pages, a picture that is one, and what another name takes back."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from oauth_server.protocol.models import Application
from tests.flows.developer.seen import faults, page, row
from tests.flows.oauth import RelyingParty
from tests.pictures import png

GOOD = {
    "name": "Garden planner",
    "website": "https://garden.example.org/",
    "privacy_url": "https://garden.example.org/privacy",
    "terms_url": "https://garden.example.org/terms",
    "contacts": "one@example.org\ntwo@example.org",
    "logo_uri": "",
}


def save(developer: Client, party: RelyingParty, **changes: str) -> Any:
    """Send the form."""
    return developer.post(page(party, "branding/"), {"action": "branding", **GOOD, **changes})


def test_what_is_saved_holds(developer: Client, own: RelyingParty) -> None:
    assert save(developer, own).status_code == 302
    now = row(own)
    assert (now.name, now.website, now.contacts) == (GOOD["name"], GOOD["website"], "one@example.org two@example.org")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "\u2800"),
        ("website", "javascript:alert(1)"),
        ("website", "garden.example.org"),
        ("website", f"https://garden.example.org/{'a' * 200}"),
        ("privacy_url", "ftp://garden.example.org/"),
        ("terms_url", "https://a@garden.example.org/"),
        ("logo_uri", "data:image/png;base64,AAAA"),
        ("contacts", "nobody"),
        ("contacts", " ".join(f"a{number}@example.org" for number in range(6))),
    ],
)
def test_what_may_not_be_is_refused_beside_its_field(
    developer: Client, own: RelyingParty, field: str, value: str
) -> None:
    assert list(faults(save(developer, own, **{field: value}))) == [field]
    assert row(own).name == "A web application"


@pytest.mark.parametrize("changes", [{"name": "Your bank"}, {"website": "https://bank.example.org/"}])
def test_another_name_or_homepage_takes_the_verification_back(
    developer: Client, own: RelyingParty, changes: dict[str, str]
) -> None:
    save(developer, own)
    Application.objects.update(hosts_verified=True)
    save(developer, own, terms_url="")
    assert row(own).hosts_verified
    save(developer, own, **changes)
    assert not row(own).hosts_verified


def test_a_picture_is_shown_until_it_is_removed(developer: Client, own: RelyingParty) -> None:
    picture = SimpleUploadedFile("logo.svg", png(), "image/svg+xml")
    assert developer.post(page(own, "branding/"), {"action": "logo", "picture": picture}).status_code == 302
    shown = developer.get(page(own, "branding/")).context["logo"]
    assert Client().get(shown)["Content-Type"] == "image/png"
    assert shown in developer.get("/developer/").content.decode()
    assert developer.post(page(own, "branding/"), {"action": "no_logo"}).status_code == 302
    assert developer.get(page(own, "branding/")).context["logo"] == ""


def test_another_picture_takes_the_verification_back(developer: Client, own: RelyingParty) -> None:
    def upload(picture: bytes) -> None:
        sent = {"action": "logo", "picture": SimpleUploadedFile("logo.png", picture)}
        assert developer.post(page(own, "branding/"), sent).status_code == 302

    upload(png())
    Application.objects.update(hosts_verified=True, skip_authorization=True)
    upload(png())
    assert row(own).hosts_verified
    upload(png(200, 0, 0))
    assert (row(own).hosts_verified, row(own).skip_authorization) == (False, False)


def test_the_picture_behind_the_address_is_another_one(developer: Client, own: RelyingParty) -> None:
    sent = {"action": "logo", "picture": SimpleUploadedFile("logo.png", png())}
    developer.post(page(own, "branding/"), sent)
    Application.objects.update(hosts_verified=True, logo_uri="https://garden.example.org/logo.png")
    developer.post(page(own, "branding/"), {"action": "no_logo"})
    assert not row(own).hosts_verified


@pytest.mark.parametrize("content", [b"", b"<svg onload=alert(1)>", b"GIF89a" + b"\x00" * 300_000])
def test_what_is_no_picture_is_refused(developer: Client, own: RelyingParty, content: bytes) -> None:
    form = {"action": "logo", "picture": SimpleUploadedFile("logo.png", content, "image/png")}
    assert faults(developer.post(page(own, "branding/"), form), "logo_form")["picture"]
    assert developer.get(page(own, "branding/")).context["logo"] == ""
