"""The tabs of the account area: each leads to a page, and a page lies under one tab only."""

from django.urls import get_resolver, reverse

from oauth_server.console.account_tabs import TABS


def test_every_tab_leads_to_a_page_that_lies_under_it() -> None:
    for tab in [each for top in TABS for each in (top, *top.parts)]:
        assert reverse(tab.leads_to)
        assert tab.is_here(tab.leads_to)


def test_no_page_lies_under_two_tabs() -> None:
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    for several in (TABS, *(tab.parts for tab in TABS)):
        assert not [name for name in names if sum(tab.is_here(name) for tab in several) > 1]
