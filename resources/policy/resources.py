"""The policy of the guarded API, one row an address (contract: The guarded API)."""

from typing import Final

from accounts.roles import Role
from oauth_server.vocabulary import Scope
from resources.policy.objects import owned_by_user
from resources.policy.rule import ANY_ROLE, ANYONE, NOT_NEEDED, Rule, only

VIEWS: Final = "resources.views"

RESOURCES: Final = (
    Rule("", f"{VIEWS}.api_map.ApiMapView", roles=ANY_ROLE, read=Scope.ACCOUNT_READ),
    Rule("status/", f"{VIEWS}.status.StatusView", roles=ANYONE, read=NOT_NEEDED, machines=True),
    Rule("protected/", f"{VIEWS}.protected.ProtectedView", roles=ANY_ROLE, read=Scope.ACCOUNT_READ),
    Rule("whoami/", f"{VIEWS}.whoami.WhoAmIView", roles=ANY_ROLE, read=Scope.ACCOUNT_READ),
    Rule(
        "admin-content/",
        f"{VIEWS}.role_content.AdminContentView",
        roles=only(Role.ADMIN),
        superuser=True,
        read=Scope.ADMIN_READ,
    ),
    Rule(
        "manager-content/",
        f"{VIEWS}.role_content.ManagerContentView",
        roles=only(Role.MANAGER),
        read=Scope.REPORTS_READ,
    ),
    Rule("hr-content/", f"{VIEWS}.role_content.HRContentView", roles=only(Role.HR), read=Scope.EMPLOYEES_READ),
    Rule(
        "v1/todo/",
        f"{VIEWS}.todo.TodoListView",
        roles=ANY_ROLE,
        read=Scope.TODO_READ,
        write=Scope.TODO_WRITE,
        methods=("GET", "POST"),
        objects=owned_by_user,
    ),
    Rule(
        "v1/todo/{id}/",
        f"{VIEWS}.todo.TodoView",
        roles=ANY_ROLE,
        read=Scope.TODO_READ,
        write=Scope.TODO_WRITE,
        methods=("GET", "PUT", "PATCH", "DELETE"),
        objects=owned_by_user,
    ),
)
