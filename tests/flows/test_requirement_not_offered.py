"""What this server does not offer is not there at all: no address, no grant, no word in the metadata."""

from typing import Any

import pytest
from django.test import Client


@pytest.mark.spec("RFC 7591 section 3")
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
@pytest.mark.parametrize("path", ["/o/applications/", "/o/applications/register/", "/o/applications/1/"])
def test_the_toolkits_pages_register_no_client(user_agent: Client, path: str, method: str) -> None:
    body: Any = {"redirect_uris": ["https://app.example.org/"], "scope": "openid"}
    extra = {} if method == "get" else {"content_type": "application/json"}
    assert getattr(user_agent, method)(path, body, **extra).status_code == 404


@pytest.mark.spec("RFC 8414 section 2")
@pytest.mark.parametrize("word", ["tls", "frontchannel", "secret_jwt", "ciba"])
def test_the_metadata_promises_none_of_it(client: Client, db: None, word: str) -> None:
    document = client.get("/.well-known/openid-configuration").json()
    assert not [name for name in document if word in name and document[name]]
    methods = document["token_endpoint_auth_methods_supported"]
    assert not [method for method in methods if word in method]
