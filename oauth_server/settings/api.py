"""Django REST framework: guarded by default, JSON only, problem details (RFC 9457)."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["resources.authentication.DispatchingAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["resources.guard.PolicyPermission"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser", "rest_framework.parsers.FormParser"],
    "DEFAULT_PAGINATION_CLASS": "resources.pagination.NewestFirst",
    "EXCEPTION_HANDLER": "resources.challenges.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
