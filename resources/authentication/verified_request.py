"""A request that this server makes of itself for a caller whom it has verified: no credential travels with it."""

from typing import Any

from django.core.handlers.wsgi import WSGIRequest

from resources.principal import Principal


class VerifiedRequest(WSGIRequest):
    """Only our own code makes one, so that nothing which comes from outside can name its `principal`."""

    def __init__(self, environ: dict[str, Any], principal: Principal) -> None:
        super().__init__(environ)
        self.principal = principal
