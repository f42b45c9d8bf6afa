"""Pages of a list: every number asked for shows a page, and the links keep what else was asked."""

from urllib.parse import quote

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from oauth_server.console.paging import Page, page_of


def page(query: str = "", rows: int = 45, name: str = "page") -> Page:
    return page_of(range(rows), RequestFactory().get(f"/list/?{query}"), name=name)


@pytest.mark.parametrize(
    "asked", ["", "0", "-1", "one", "1.5", "\x00", "٣x", "9" * 5000, "nan"], ids=lambda text: quote(text)[:9]
)
def test_a_number_that_is_none_shows_the_first_or_the_last_page(asked: str) -> None:
    assert page(f"page={quote(asked)}").number in (1, 3)


def test_a_number_beyond_the_end_shows_the_last_page() -> None:
    shown = page("page=99999999")
    assert (shown.number, list(shown)) == (3, list(range(40, 45)))


def test_an_empty_list_has_one_page_and_no_links() -> None:
    shown = page("page=4", rows=0)
    assert not list(shown)
    assert not render_to_string("parts/pages.html", {"page": shown}).strip()


def test_the_links_keep_the_other_parameters_and_lead_to_the_list() -> None:
    shown = page("q=a%26b&keys=2&page=3", name="keys")
    html = render_to_string("parts/pages.html", {"page": shown, "anchor": "keys"})
    assert 'href="?q=a%26b&amp;keys=1&amp;page=3#keys"' in html
    assert 'href="?q=a%26b&amp;keys=3&amp;page=3#keys"' in html
    assert "Page 2 of 3" in html
