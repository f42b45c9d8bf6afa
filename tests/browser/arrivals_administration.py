"""The ways to the administration's own pages, for an administrator who has just signed in by two factors."""

from collections.abc import Callable
from typing import Any, Final

import requests

from tests.browser.arrivals_access import fill
from tests.browser.arrivals_developer import delete, register
from tests.browser.keys import set_up_app
from tests.browser.visit import Visit
from tests.live.person import Person

WAITS: Final = "Nightly report"
WAITING: Final = "?approval__exact=waiting"


def administrator(visit: Visit) -> Person:
    """Sign somebody new in by password and authenticator app, whom adam makes an administrator."""
    person = visit.become()
    app, _codes = set_up_app(visit, person)
    visit.open("/accounts/2fa/reauthenticate/")
    visit.field("Code").fill(app.code())
    visit.press("Confirm")
    user = account_of(visit, person.username)
    asked = _as_adam(visit, "PATCH", f"/api/v1/users/{user['id']}/", {"roles": ["Admin"]})
    assert asked.status_code == 200, asked.text
    return person


def account_of(visit: Visit, username: str) -> dict[str, Any]:
    """Return what the API says of an account."""
    found: dict[str, Any] = _as_adam(visit, "GET", f"/api/v1/users/?search={username}").json()["results"][0]
    return found


def of_busy_person(visit: Visit) -> None:
    """Look at what acts for somebody who has something of every kind."""
    busy = visit.become()
    fill(visit, busy)
    visit.page.context.clear_cookies()
    administrator(visit)
    visit.open(f"/admin/people/{account_of(visit, busy.username)['id']}/access/")


def asking_to_act(visit: Visit) -> None:
    """Open the form by which an administrator acts for alice."""
    administrator(visit)
    visit.open(f"/admin/people/{account_of(visit, 'alice')['id']}/act/")


def asking_to_act_without_reason(visit: Visit) -> None:
    """Send that form empty."""
    asking_to_act(visit)
    visit.button("Act for this person").click()
    visit.page.wait_for_load_state()


def acting(visit: Visit) -> None:
    """Act for alice, and be shown the API."""
    asking_to_act(visit)
    visit.field("Why").fill("Ticket 4711: the list shows nothing")
    visit.button("Act for this person").click()
    visit.page.wait_for_url("**/docs/")


def reading_as_somebody(visit: Visit) -> None:
    """Read alice's to-do list."""
    acting(visit)
    operation = visit.page.locator("details.operation", has=visit.page.locator("code", has_text="/api/v1/todo/")).first
    operation.locator("summary").first.click()
    operation.get_by_role("button", name=visit.said("Read it as %(name)s", name="alice")).click()
    visit.page.wait_for_url("**/docs/acting/")


def changing(model: str) -> Callable[[Visit], object]:
    """Return the way to the page of the first row of a model's list."""

    def arrive(visit: Visit) -> None:
        visit.open(f"/admin/{model}/")
        visit.page.locator("#result_list tbody th a").first.click()
        visit.page.wait_for_url("**/change/")

    return arrive


def of_refusal(visit: Visit) -> None:
    """Be refused by the API, and look at why."""
    visit.become("adam")
    visit.open("/api/hr-content/")
    visit.complaints.clear()  # the refusal that was asked for
    changing("resources/refusal")(visit)


def approving(visit: Visit) -> None:
    """Approve what somebody has registered, and be shown what it is."""
    _let_something_wait(visit)
    _begin(visit, "approve", WAITING)


def refusing(visit: Visit) -> None:
    """Refuse it, and be asked for the reason."""
    _let_something_wait(visit)
    _begin(visit, "refuse", WAITING)


def refusing_what_does_not_wait(visit: Visit) -> None:
    """Refuse an application that waits for nothing, and be told."""
    _begin(visit, "refuse")


def _let_something_wait(visit: Visit) -> None:
    _let_wait(visit, "sensitive")
    visit.become("alice")
    delete(visit, WAITS)
    register(visit, name=WAITS, kind="machine")
    _let_wait(visit, "none")


def _let_wait(visit: Visit, which: str) -> None:
    """Say, as adam, what waits for an administrator."""
    visit.become("adam")
    visit.open("/admin/oauth_server/developerpolicy/1/change/")
    visit.page.locator("select[name=waits]").select_option(which)
    with visit.page.expect_navigation():
        visit.button("Save").click()


def _begin(visit: Visit, action: str, chosen: str = "") -> None:
    visit.open(f"/admin/oauth_server/application/{chosen}")
    visit.page.locator("input[name=_selected_action]").first.check()
    visit.page.locator("select[name=action]").select_option(action)
    visit.button("Go").click()
    visit.page.wait_for_load_state()


def _as_adam(visit: Visit, method: str, path: str, body: Any = None) -> requests.Response:
    server = visit.server
    password = server.user("adam")["password"]
    pair = requests.post(
        f"{server.issuer}/api/jwt/token/", json={"username": "adam", "password": password}, timeout=10
    ).json()
    headers = {"Authorization": f"Bearer {pair['access']}"}
    return requests.request(method, f"{server.issuer}{path}", json=body, headers=headers, timeout=10)
