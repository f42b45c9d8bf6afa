"""Django REST framework: guarded by default, JSON only, problem details (RFC 9457)."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["resources.authentication.DispatchingAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["resources.guard.PolicyPermission"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["resources.parsers.BoundedJSONParser", "resources.parsers.BoundedFormParser"],
    "DEFAULT_PAGINATION_CLASS": "resources.pagination.NewestFirst",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "resources.openapi.schema.PolicySchema",
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    # The query decides nothing about the answer's form; unread, it cannot fail before the guard has spoken.
    "URL_FORMAT_OVERRIDE": None,
}
DRF_STANDARDIZED_ERRORS = {
    "EXCEPTION_HANDLER_CLASS": "resources.problems.ProblemHandler",
    "EXCEPTION_FORMATTER_CLASS": "resources.problems.ProblemFormatter",
}
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.1",
    "TITLE": "oauth-server",
    "VERSION": "1",
    "DESCRIPTION": "The guarded API and its first-party doors. One table decides for every kind of credential; "
    "`x-policy` says of each operation who may call it.",
    "SCHEMA_PATH_PREFIX": r"/api/(v1/)?",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "GET_MOCK_REQUEST": "resources.openapi.document.nobodys_request",
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "resources.openapi.document.finish"],
}
