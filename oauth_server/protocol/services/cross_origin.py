"""Which origins may read which answers (CORS): metadata any, tokens and the API those of active clients."""

from oauth_server.protocol.models import Application

ANY_ORIGIN = ("/.well-known/",)
CLIENT_ORIGINS = ("/o/token/", "/o/revoke_token/", "/o/userinfo/", "/api/")


def origin_is_welcome(path: str, origin: str) -> bool:
    """Return whether a page of `origin` may read an answer of `path`; never with credentials."""
    if path.startswith(ANY_ORIGIN):
        return True
    if not path.startswith(CLIENT_ORIGINS) or not origin:
        return False
    listed = Application.objects.filter(enabled=True, allowed_origins__contains=origin)
    return any(origin in origins.split() for origins in listed.values_list("allowed_origins", flat=True))
