"""A request that this server makes of itself for a caller whom it has verified: no credential travels with it."""

from typing import Any

from django.core.handlers.wsgi import WSGIRequest

from resources.principal import Principal


class VerifiedRequest(WSGIRequest):
    """Only our own code makes one, so that nothing which comes from outside can name its `principal`.

    `resource` is the one that the caller asked, and is told of where another token would help.
    """

    def __init__(self, environ: dict[str, Any], principal: Principal, resource: str) -> None:
        super().__init__(environ)
        self.principal, self.resource = principal, resource
