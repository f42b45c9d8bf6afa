"""The policy of the guarded API, one row an address (contract: The guarded API)."""

from typing import Final

from accounts.roles import Role
from oauth_server.vocabulary import Scope
from resources.demand import Acting
from resources.policy.objects import every_row, own_unless_hr, owned_by_user
from resources.policy.rule import (
    ANY_ROLE,
    ANYONE,
    MODEL_PERMISSIONS,
    NOT_NEEDED,
    RECENT,
    STAFF,
    FieldRule,
    Rule,
    collection,
    only,
)
from resources.principal import SIGNED_IN

VIEWS: Final = "resources.views"
ROLES_OF_A_PERSON: Final = (FieldRule("roles", kinds=SIGNED_IN, recent=RECENT),)
"""Who may do what is decided by somebody who is there, not by a script's lasting credential."""

RESOURCES: Final = (
    Rule("", f"{VIEWS}.api_map.ApiMapView", roles=ANY_ROLE, read=Scope.ACCOUNT_READ),
    Rule("status/", f"{VIEWS}.status.StatusView", roles=ANYONE, read=NOT_NEEDED, machines=True),
    Rule("schema/", f"{VIEWS}.schema.SchemaView", roles=ANYONE, read=NOT_NEEDED, machines=True),
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
    *collection(
        Rule(
            "v1/todo/",
            f"{VIEWS}.todo.Todo",
            roles=ANY_ROLE,
            read=Scope.TODO_READ,
            write=Scope.TODO_WRITE,
            objects=owned_by_user,
        )
    ),
    *collection(
        Rule(
            "v1/announcements/",
            f"{VIEWS}.announcements.Announcement",
            roles=ANYONE,
            writers=MODEL_PERMISSIONS,
            model="resources.announcement",
            read=NOT_NEEDED,
            write=Scope.ANNOUNCEMENTS_WRITE,
            objects=every_row,
        )
    ),
    *collection(
        Rule(
            "v1/reports/",
            f"{VIEWS}.reports.Report",
            roles=MODEL_PERMISSIONS,
            model="resources.report",
            read=Scope.REPORTS_READ,
            write=Scope.REPORTS_WRITE,
            machines=True,
            objects=every_row,
        )
    ),
    *collection(
        Rule(
            "v1/employees/",
            f"{VIEWS}.employees.Employee",
            roles=ANY_ROLE,
            writers=only(Role.HR),
            read=Scope.EMPLOYEES_READ,
            write=Scope.EMPLOYEES_WRITE,
            objects=own_unless_hr,
        )
    ),
    Rule("v1/users/", f"{VIEWS}.users.UserListView", roles=STAFF, acting=Acting.NEVER, objects=every_row),
    Rule(
        "v1/users/{id}/",
        f"{VIEWS}.users.UserView",
        roles=STAFF,
        writers=only(Role.ADMIN),
        methods=("GET", "PATCH", "DELETE"),
        fields=ROLES_OF_A_PERSON,
        acting=Acting.NEVER,
        objects=every_row,
    ),
)
