"""Django REST framework: guarded by default, JSON only, problem details (RFC 9457)."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["resources.authentication.DispatchingAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["resources.guard.PolicyPermission"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["resources.parsers.BoundedJSONParser", "resources.parsers.BoundedFormParser"],
    "DEFAULT_PAGINATION_CLASS": "resources.pagination.NewestFirst",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    # The query decides nothing about the answer's form; unread, it cannot fail before the guard has spoken.
    "URL_FORMAT_OVERRIDE": None,
}
DRF_STANDARDIZED_ERRORS = {
    "EXCEPTION_HANDLER_CLASS": "resources.problems.ProblemHandler",
    "EXCEPTION_FORMATTER_CLASS": "resources.problems.ProblemFormatter",
}
