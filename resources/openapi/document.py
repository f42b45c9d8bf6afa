"""The whole description, made once for each set of settings that it depends on."""

from functools import lru_cache
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.plumbing import build_mock_request
from rest_framework.request import Request

from resources.openapi.groups import group_of, title_of
from resources.openapi.refusals import PROBLEM, answers
from resources.openapi.schemes import schemes
from resources.policy import DESCRIBED


def document() -> dict[str, Any]:
    """Return the description of every address that is called as such (OpenAPI 3.1); nobody changes what is returned."""
    return _document(
        settings.ROOT_URLCONF,
        settings.ISSUER,
        settings.BASIC_AUTHENTICATION,
        settings.REMOTE_USER_HEADER,
        settings.API_KEY_HEADER,
    )


def finish(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Add what all operations share: the server, the security schemes and the refusals (drf-spectacular's hook)."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["responses"] = answers()
    components["securitySchemes"] = schemes()
    result["tags"] = [
        {"name": group, "description": title_of(group)} for group in dict.fromkeys(map(group_of, DESCRIBED))
    ]
    result["servers"] = [{"url": settings.ISSUER}]
    return result


def nobodys_request(method: str, path: str, view: Any, original_request: Any, **kwargs: Any) -> Request:
    """Return the request that a serializer sees while it is described: there is nobody to authenticate."""
    build: Any = build_mock_request
    request: Request = build(method, path, view, original_request, **kwargs)
    request.user, request.auth = AnonymousUser(), None
    return request


@lru_cache(maxsize=4)
def _document(*depends_on: Any) -> dict[str, Any]:
    generator: Any = SchemaGenerator
    with override(None):  # it is kept for every reader, whatever the language of the first one
        return cast("dict[str, Any]", generator().get_schema(request=None, public=True))
