"""Which of our own resources an address belongs to (RFC 8707 section 2), and where that is described (RFC 9728)."""

from django.conf import settings


def resource_of(path: str) -> str:
    """Return the registered resource that an address of this server belongs to: the audience of its tokens."""
    tools: str = settings.MCP_RESOURCE
    return tools if f"{settings.ISSUER}{path}" == tools else str(settings.API_RESOURCE)


def metadata_of(resource: str) -> str:
    """Return the address of a resource's metadata document (RFC 9728 section 3.1)."""
    return f"{settings.ISSUER}/.well-known/oauth-protected-resource{resource.removeprefix(settings.ISSUER)}"
