"""What Django itself needs: applications, middleware, database, cache, mail, templates, static files."""

from typing import Any

from oauth_server.settings import env

SECRET_KEY = env.SECRET_KEY
SECRET_KEY_FALLBACKS = env.SECRET_KEY_FALLBACKS
DEBUG = env.DEBUG
DEMO = env.DEMO
ISSUER = env.ISSUER
ALLOWED_HOSTS = env.ALLOWED_HOSTS
BASE_DIR = env.BASE_DIR
VAR_DIR = env.VAR_DIR

INSTALLED_APPS = [
    "accounts",
    "oauth_server.protocol",
    "oauth_server.console",
    "resources",
    "oauth2_provider",
    "rest_framework",
    "drf_standardized_errors",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "corsheaders",
    "csp",
    "django_structlog",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "oauth_server.console.request_log.RequestLogMiddleware",
    "oauth_server.console.language.LanguageMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "oauth_server.protocol.middleware.DpopNonceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "oauth_server.console.slashes.SlashMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.middleware.AuthenticationMiddleware",
    "oauth_server.console.language.PersonLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "oauth_server.console.account_pages.AccountPagesMiddleware",
    "oauth_server.console.method_not_allowed.MethodNotAllowedMiddleware",
]
ROOT_URLCONF = "oauth_server.urls"
WSGI_APPLICATION = "oauth_server.wsgi.application"

_CONNECTIONS: dict[str, Any] = (
    {
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }
    if env.DATABASE["ENGINE"] == "django.db.backends.sqlite3"
    else {
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            **env.DATABASE.get("OPTIONS", {}),  # from the URL's query, such as sslmode
            "pool": {"min_size": 1, "max_size": 16, "timeout": 3},
            "server_side_binding": True,
            "prepare_threshold": 3,
        },
    }
)
DATABASES: dict[str, dict[str, Any]] = {"default": {**env.DATABASE, **_CONNECTIONS}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.CACHE}
vars().update(env.EMAIL)
DEFAULT_FROM_EMAIL = env.DEFAULT_FROM_EMAIL
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [env.BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "oauth_server.console.errors.request_id",
                "oauth_server.console.preferences.frame",
            ],
        },
    }
]
STATIC_URL = "/static/"
STATICFILES_DIRS = [env.BASE_DIR / "static"]
STATIC_ROOT = env.VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("png", "woff", "woff2", "gz", "br", "map")
"""What is compressed already, and source maps: large, and read by nobody but who debugs a library's script."""

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [env.BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "__Host-language" if env.SECURE else "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
"""Of the language and of the theme that a visitor chose."""
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
