"""What is asked of a token: the statements of `standing`, one for each form and each asker (RFC 7662 section 2.2)."""

from typing import Final

OPAQUE: Final = "select {kept_access} from {access_token} t {of_token} where t.token_checksum = %s"
ASKED_OPAQUE: Final = """select {client}, {kept_access} from {application} a
left join {access_token} t on t.token_checksum = %s {of_token} where a.client_id = %s"""
ASKED_REFRESH: Final = """select {client}, {kept_refresh} from {application} a
left join {refresh_token} t on t.selector = %s and t.token_checksum = %s {of_token} where a.client_id = %s"""
_JWT: Final = """select {claimed} from {application} c left join {grant} g on g.id = %s {of_anchor}
where c.client_id = %s"""
_ASKED_JWT: Final = """select {client}, {claimed} from {application} a left join {grant} g on g.id = %s
left join {application} c on c.client_id = %s {of_anchor} where a.client_id = %s"""
_CLAIMED: Final = {"": "{claimed}", "exchanged": "{chain_claimed}, {claimed}", "acting": "{claimed_acting}"}
JWT: Final = {kind: _JWT.replace("{claimed}", columns) for kind, columns in _CLAIMED.items()}
ASKED_JWT: Final = {kind: _ASKED_JWT.replace("{claimed}", columns) for kind, columns in _CLAIMED.items()}
"""What is asked about a signed token goes by what it claims: an exchanged one hangs on a chain, and only one that names
an actor and has none is asked whether somebody may act; the others cost no more for it."""
