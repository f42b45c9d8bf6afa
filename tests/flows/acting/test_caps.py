"""Caps of the client through which an administrator acts."""

import pytest

from accounts.models import User
from oauth_server.protocol.models import Application
from tests.flows.acting.acting import Administrator, refused, status


@pytest.mark.parametrize("columns", [{"cap_roles": "HR Manager"}, {"cap_scopes": "account:read todo:read"}])
def test_who_may_not_act_through_a_client_any_more_acts_no_more(
    alice: User, administrator: Administrator, columns: dict[str, str]
) -> None:
    token = administrator.act_for(alice).json()["access_token"]
    assert status(token) == 200
    Application.objects.update(**columns)
    assert status(token) == 401
    assert refused(administrator.act_for(alice))[0] in (400, 403)
    Application.objects.update(cap_roles="Admin HR", cap_scopes="account:read admin:act")
    assert status(token) == 200
    assert administrator.act_for(alice, scope="account:read").status_code == 200


def test_a_superuser_acts_through_no_client_of_capped_roles(alice: User, administrator: Administrator) -> None:
    administrator.user.groups.clear()
    User.objects.filter(pk=administrator.user.pk).update(is_superuser=True)
    token = administrator.act_for(alice).json()["access_token"]
    assert status(token) == 200
    Application.objects.update(cap_roles="Admin")
    assert status(token) == 401
    assert refused(administrator.act_for(alice))[1] == "access_denied"
