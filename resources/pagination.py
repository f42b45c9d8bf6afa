"""Lists: newest first (the model's ordering), 20 a page, `page_size` to 100."""

from rest_framework.pagination import PageNumberPagination


class NewestFirst(PageNumberPagination):
    """A `page_size` that is no positive number gives the usual 20; a larger one than 100 gives 100."""

    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 100
