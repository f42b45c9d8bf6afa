"""Pages of a list: a bad number shows the first or the last page, never an error."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page as DjangoPage
from django.core.paginator import Paginator as DjangoPaginator
from django.db.models import QuerySet
from django.http import HttpRequest


class Page(DjangoPage[Any]):
    """Django's, with the queries of its neighbours; the other parameters of the request stay in them."""

    paginator: "_Paginator"

    @property
    def previous_query(self) -> str:
        """Return the query of the page before, with its question mark."""
        return self.paginator.query_of(self.previous_page_number())

    @property
    def next_query(self) -> str:
        """Return the query of the page after, with its question mark."""
        return self.paginator.query_of(self.next_page_number())


class _Paginator(DjangoPaginator[Any]):
    def __init__(self, rows: Any, request: HttpRequest, *, per_page: int, name: str) -> None:
        super().__init__(rows, per_page)
        self.name = name
        self._parameters = request.GET.copy()

    def _get_page(self, *args: Any, **kwargs: Any) -> Page:
        return Page(*args, **kwargs)

    def query_of(self, number: int) -> str:
        self._parameters[self.name] = str(number)
        return f"?{self._parameters.urlencode()}"


def page_of(
    rows: QuerySet[Any, Any] | Sequence[Any], request: HttpRequest, *, per_page: int = 20, name: str = "page"
) -> Page:
    """Return the page that the query parameter `name` asks for; a query set is counted and read in two statements.

    Show it with `{% include "parts/pages.html" with page=... anchor="id-of-the-list" %}`, the anchor only where the
    list does not stand at the head of its page.
    """
    page: Any = _Paginator(rows, request, per_page=per_page, name=name).get_page(request.GET.get(name, 1))
    found: Page = page
    return found
