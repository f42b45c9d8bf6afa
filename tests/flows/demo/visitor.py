"""Somebody with a browser without scripts, who visits the sample application of a running demo."""

import html
import re
import time
from typing import Final

import pytest
import requests

from tests.flows.demo.conftest import Demo, hidden_fields

PAUSE: Final = 60
"""Seconds for which the server leaves a metadata document alone that it could not read."""


class Visitor(requests.Session):
    """A browser without scripts: follows redirects, keeps cookies, sends the forms it is shown."""

    def __init__(self, demo: Demo) -> None:
        super().__init__()
        self.demo = demo

    def press(self, action: str, **headers: str) -> requests.Response:
        """Press a button of the sample application."""
        return self.post(f"{self.demo.sample_app}{action}", headers=headers, timeout=20)

    def submit(self, shown: requests.Response, **fields: object) -> requests.Response:
        """Send that form of a page of the server which asks for the fields."""
        forms = re.findall(r"<form.*?</form>", shown.text, re.DOTALL)
        form = next(form for form in forms if any(f'name="{name}"' in form for name in fields))
        action = re.search(r'<form[^>]*action="([^"]+)"', form)
        target = html.unescape(action[1]) if action else shown.url
        url = target if "://" in target else f"{self.demo.issuer}{target}"
        hidden = {name: html.unescape(value) for name, value in hidden_fields(form).items()}
        return self.post(url, data=hidden | fields, headers={"Referer": shown.url}, timeout=20)

    def sign_in(
        self, username: str, *, decision: str = "allow", start: str = "/sign-in", patient: bool = False
    ) -> requests.Response:
        """Sign in by a button of the sample application, and decide. `patient`: where the server reads something of
        the sample application first, which on a busy machine may come too late, it is asked once more."""
        page = self.press(start)
        if patient and "/accounts/login/" not in page.url:
            time.sleep(PAUSE + 1)
            page = self.press(start)
        assert "/accounts/login/" in page.url, page.text
        page = self.submit(page, login=username, password=self.demo.password(username))
        if "/consent/" in page.url:
            asked = re.findall(r'name="scope"[^>]*value="([^"]*)"', page.text)
            page = self.submit(page, decision=decision, scope=asked)
        return page


@pytest.fixture
def visitor(demo: Demo) -> Visitor:
    """Somebody with a fresh browser."""
    return Visitor(demo)
