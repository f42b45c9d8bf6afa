"""What a request is told of the scopes that it may not have (RFC 6749 section 5.2)."""

import pytest
from oauthlib.oauth2.rfc6749.errors import InvalidScopeError

from oauth_server.protocol.scopes import granted_scope, words


def told(requested: str) -> str:
    with pytest.raises(InvalidScopeError) as refused:
        granted_scope(requested, frozenset({"openid"}))
    return str(refused.value.description)


def test_the_description_names_them_in_order_and_in_letters_that_it_may_hold() -> None:
    assert told("zebra apple") == "Unknown scope: apple, zebra."
    assert told('a"b\\c\td\u00e4') == "Unknown scope: a?b?c?d?."
    assert told("x" * 500) == f"Unknown scope: {'x' * 200}."
    assert told("todo:read email") == "The client may not get: email, todo:read."


def test_words_stand_between_spaces_and_none_is_empty() -> None:
    assert words(" a  b\tc ") == {"a", "b\tc"}
    assert words(None) == words("") == words("  ") == frozenset()
