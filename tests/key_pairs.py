"""Key pairs for many databases: an RSA key costs a tenth of a second, and a test needs one that its database lacks."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from oauth_server.protocol.keys.algorithms import published
from oauth_server.protocol.models import SigningKey
from oauth_server.vocabulary import SigningAlgorithm


class KeyPairs:
    """Gives, of the pairs that were made before, the first that has no row; makes another where all have one."""

    def __init__(self, generate: Callable[[SigningAlgorithm], Any]) -> None:
        self._generate = generate
        self._made: dict[SigningAlgorithm, dict[str, Any]] = defaultdict(dict)

    def __call__(self, algorithm: SigningAlgorithm) -> Any:
        """Return a private key."""
        taken = set(SigningKey.objects.values_list("kid", flat=True))
        made = self._made[algorithm]
        if not made.keys() - taken:
            private = self._generate(algorithm)
            made[published(algorithm, private.public_key())["kid"]] = private
        return next(private for kid, private in made.items() if kid not in taken)
