"""The documentation in Chromium: our page without JavaScript, Swagger UI under the same policy as every page."""

import pytest
from playwright.sync_api import expect

from tests.browser.visit import Visit

pytestmark = pytest.mark.browser


def test_an_operation_opens_with_and_without_scripts(any_visit: Visit) -> None:
    any_visit.open("/docs/")
    operation = any_visit.page.locator("#todo_create")
    operation.locator("summary").click()
    expect(operation.get_by_text("Authorization: Bearer $ACCESS")).to_be_visible()


def test_swagger_ui_calls_the_api_with_the_session_of_whoever_is_signed_in(visit: Visit) -> None:
    visit.become("alice")
    visit.open("/docs/try/")
    operation = visit.page.locator("#operations-api-protected_retrieve")
    operation.get_by_role("button").first.click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table")).to_contain_text("Hello, alice.")
