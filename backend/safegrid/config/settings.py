"""Settings, all from the environment. `./scripts/up` sets it; `docker-compose.yml` names the same variables."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from .database import database_settings
from .geolibs import use_wheel_libraries
from .storage import photo_storage

GDAL_LIBRARY_PATH, GEOS_LIBRARY_PATH = use_wheel_libraries()

BACKEND = Path(__file__).resolve().parents[2]
ROOT = BACKEND.parent
LOCAL = Path(os.environ.get("SAFEGRID_LOCAL_DIR", ROOT / ".local"))
DEBUG = os.environ.get("SAFEGRID_DEBUG") == "1"
DEMO = os.environ.get("SAFEGRID_DEMO") == "1"
FURTHER_SWEEPS = ["safegrid.ingest.demo.rounds.walk"] if DEMO else []
KNOWN_KEY = "for-tests-and-type-checks-only-never-serve-with-this-key"  # wiring.start refuses it
SECRET_KEY = os.environ.get("SAFEGRID_SECRET_KEY", KNOWN_KEY)
# Keys that seal who sent a public report, newest first, apart from all others. Losing one loses the identities, no more.
IDENTITY_KEYS = os.environ.get("SAFEGRID_IDENTITY_KEYS", KNOWN_KEY).split(",")
ALLOWED_HOSTS = os.environ.get("SAFEGRID_ALLOWED_HOSTS", "localhost,127.0.0.1,testserver").split(",")
# Full origins (scheme, host, port): a WebSocket from anywhere else is refused, and CSRF trusts the same list.
ORIGINS = [o for o in os.environ.get("SAFEGRID_ORIGINS", "").split(",") if o]
CSRF_TRUSTED_ORIGINS = ORIGINS
HTTPS = any(urlsplit(o).scheme == "https" for o in ORIGINS)

DATABASE_URL = os.environ.get("DATABASE_URL", "postgresql:///safegrid")
LOG_DATABASE_URL = os.environ.get("LOG_DATABASE_URL", DATABASE_URL)
# Roles of their own for who writes the log and who owns the tables: docs/decisions/log-roles.md.
SEQUENCER_DATABASE_URL = os.environ.get("SEQUENCER_DATABASE_URL", LOG_DATABASE_URL)
OWNER_DATABASE_URL = os.environ.get("OWNER_DATABASE_URL", DATABASE_URL)
DATABASES = {"default": database_settings(DATABASE_URL, int(os.environ.get("SAFEGRID_POOL_SIZE", "12")))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.admin",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.gis",
    "axes",
    "channels",
    "django_vite",
    "leaflet",
    "safegrid.store",
    "safegrid.api",
    "safegrid.live",
    "safegrid.ingest",
    "safegrid.admin.apps.SafeGridAdminConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "safegrid.config.csp.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "safegrid.config.urls"
ASGI_APPLICATION = "safegrid.config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

AUTH_USER_MODEL = "store.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/login"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = True

SESSION_COOKIE_AGE = int(os.environ.get("SAFEGRID_IDLE_SECONDS", str(8 * 3600)))
SESSION_SAVE_EVERY_REQUEST = False  # api/session.py extends an active session at most once a minute
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("SAFEGRID_BEHIND_PROXY") == "1" else None
)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
MEDIA_ROOT = LOCAL / "uploads"
STORAGES = {
    "default": photo_storage(),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = LOCAL / "static"
FRONTEND_DIST = ROOT / "frontend" / "dist"
STATICFILES_DIRS = [FRONTEND_DIST] if FRONTEND_DIST.exists() else []
DJANGO_VITE = {"default": {"manifest_path": FRONTEND_DIST / "manifest.json"}}
LEAFLET_CONFIG = {"TILES": [], "RESET_VIEW": False, "NO_GLOBALS": False, "ATTRIBUTION_PREFIX": ""}

# An operator's own base map: a file of pictures (.mbtiles, .pmtiles), an XYZ or WMTS template, or 天地图 with a key.
# Empty: the thin local one, no network. Other servers are asked by this one alone and what they give is kept.
BASEMAP_FILE = os.environ.get("SAFEGRID_BASEMAP_FILE", "")
BASEMAP_URL = os.environ.get("SAFEGRID_BASEMAP_URL", "")
BASEMAP_LABELS_URL = os.environ.get("SAFEGRID_BASEMAP_LABELS_URL", "")
BASEMAP_MAX_ZOOM = int(os.environ.get("SAFEGRID_BASEMAP_MAX_ZOOM", "18"))
BASEMAP_CACHE = LOCAL / "basemap"
BASEMAP_CACHE_MB = int(os.environ.get("SAFEGRID_BASEMAP_CACHE_MB", "1024"))
BASEMAP_ATTRIBUTION = os.environ.get("SAFEGRID_BASEMAP_ATTRIBUTION", "")
TIANDITU_KEY = os.environ.get("SAFEGRID_TIANDITU_KEY", "")

PACKS = os.environ.get("SAFEGRID_PACKS", "national,henan_xuchang").split(",")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("SAFEGRID_LOG_LEVEL", "INFO")},
    "loggers": {"axes": {"level": "WARNING"}, "django.request": {"level": "ERROR"}},
}
