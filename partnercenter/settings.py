"""One file of settings; what differs between machines comes from the environment.

Without any variable this is the embedded profile: SQLite, no broker, everything below DATA_DIR.
`PRODUCTION=true` is the production profile: it refuses to start without its secrets and expects TLS in front.
"""

import re
from datetime import timedelta
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

PRODUCTION = env.bool("PRODUCTION", default=False)
DEBUG = env.bool("DEBUG", default=not PRODUCTION)
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("DEBUG must be off in production: unset DEBUG or set it to false.")


def required_in_production(name, default):
    value = env(name, default="" if PRODUCTION else default)
    if not value:
        raise ImproperlyConfigured(f"Set {name}: the production profile does not start without it.")
    return value


SECRET_KEY = required_in_production("SECRET_KEY", "embedded-profile-only-" + "not-a-secret" * 4)
if PRODUCTION and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("Set a longer SECRET_KEY: at least 50 random characters.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set ALLOWED_HOSTS: the names visitors may use, separated by commas.")
if not PRODUCTION:
    if ALLOWED_HOSTS and "SECRET_KEY" not in env:
        raise ImproperlyConfigured(
            "Set SECRET_KEY: with ALLOWED_HOSTS others may visit, and the built-in key is public."
        )
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]

if PRODUCTION and "SITE_URL" not in env and ALLOWED_HOSTS[0].startswith((".", "*")):
    raise ImproperlyConfigured(
        "Set SITE_URL: links need an address, and the first of ALLOWED_HOSTS is a pattern."
    )

# The product's names
VENDOR_NAME = env("VENDOR_NAME", default="HUAWEI CLOUD")
BRAND_COLOUR = env("BRAND_COLOUR", default="#11688a")
if not re.fullmatch("#[0-9a-fA-F]{6}", BRAND_COLOUR):
    raise ImproperlyConfigured("Set BRAND_COLOUR to a colour such as #11688a.")
# The picture itself: mails carry it along, and many of their readers show no other kind than PNG.
try:
    BRAND_LOGO = Path(env("BRAND_LOGO")).read_bytes() if env("BRAND_LOGO", default="") else b""
except OSError as error:
    raise ImproperlyConfigured(f"BRAND_LOGO cannot be read: {error.strerror}.") from error
if BRAND_LOGO and not (BRAND_LOGO.startswith(b"\x89PNG\r\n\x1a\n") and len(BRAND_LOGO) <= 50_000):
    raise ImproperlyConfigured("Set BRAND_LOGO to a PNG file of at most 50 kB: it travels with every mail.")
# What the addresses in mails, links and QR codes begin with; never taken from a visitor's request.
SITE_URL = env(
    "SITE_URL",
    default=f"https://{ALLOWED_HOSTS[0]}"
    if PRODUCTION
    else f"http://127.0.0.1:{env('PORT', default='8000')}",
).rstrip("/")
# What the apps above `customers` add to a partner's home page.
HOME_PANELS = ["reviews.home.panel"]
MAINTENANCE = env.bool("MAINTENANCE", default=False)
RATE_LIMIT_SCALE = env.float("RATE_LIMIT_SCALE", default=1.0)

INSTALLED_APPS = [
    "partnercenter",
    "customers",
    "reviews",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",  # where TemplatesSetting finds the widgets
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_countries",
    "django_htmx",
    "phonenumber_field",
    "csp",
]

MIDDLEWARE = [
    "partnercenter.middleware.RequestIdMiddleware",
    "csp.middleware.CSPMiddleware",
    "partnercenter.middleware.PolicyHeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "partnercenter.middleware.WellFormedMiddleware",
    "partnercenter.middleware.BodySizeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "partnercenter.health.HealthMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "partnercenter.middleware.MaintenanceMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "partnercenter.middleware.ReaderMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "partnercenter.middleware.StaffSecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "partnercenter.urls"
WSGI_APPLICATION = "partnercenter.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "partnercenter.context.frame",
                "customers.context.notices",
            ],
        },
    },
]
# For what a page repeats a hundred times: there Django's own templates are most of the page's time.
TEMPLATES.append(
    {
        "NAME": "fast",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "fast"],
        "OPTIONS": {"auto_reload": DEBUG},
    }
)
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# Storage
DATABASE_URL = env("DATABASE_URL", default="") or f"sqlite:///{DATA_DIR / 'db.sqlite3'}"
if not DATABASE_URL.startswith(("postgres://", "postgresql://", "sqlite:///")):
    raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// or sqlite:///.")
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
_database = DATABASES["default"]
_database.setdefault("OPTIONS", {})
if _database["ENGINE"].endswith("sqlite3"):
    if PRODUCTION:
        raise ImproperlyConfigured("Set DATABASE_URL: the production profile runs on PostgreSQL.")
    # Writers queue instead of failing with "database is locked": they take the lock when they begin.
    _database["OPTIONS"].update(
        transaction_mode="IMMEDIATE",
        timeout=9,
        init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    )
    # A file, because an in-memory database is one connection and the tests race with several.
    _database["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
else:
    _database["CONN_MAX_AGE"] = None
    _database["CONN_HEALTH_CHECKS"] = True
    # A silent or stuck database becomes a 503 within ten seconds, never a hanging page.
    _database["OPTIONS"].setdefault("connect_timeout", 5)
    _database["OPTIONS"].setdefault("tcp_user_timeout", 8000)
    _database["OPTIONS"].setdefault("options", "-c statement_timeout=8000 -c lock_timeout=5000")
# In the database, because throttles must hold when Redis is away or restarts empty.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "partnercenter_cache",
        # Culling must not forget who is locked out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
# Not in a cookie: messages name customers.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# People
AUTH_USER_MODEL = "partnercenter.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATORS = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": _VALIDATORS + "UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": _VALIDATORS + "MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": _VALIDATORS + "CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "customers:home"
SESSION_COOKIE_AGE = 12 * 60 * 60  # counted from signing in, whatever happens meanwhile
PASSWORD_RESET_TIMEOUT = 60 * 60
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=PRODUCTION)

ACCOUNT_ADAPTER = "partnercenter.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"  # members are made by the vendor's administrators
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True  # so that the adapter hears of them too; it sends nothing
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
_FORMS = "partnercenter.account_forms."
ACCOUNT_FORMS = {
    "login": _FORMS + "LoginForm",
    "change_password": _FORMS + "ChangePasswordForm",
    "set_password": _FORMS + "SetPasswordForm",
    "reset_password": _FORMS + "ResetPasswordForm",
    "reset_password_from_key": _FORMS + "ResetPasswordKeyForm",
    "reauthenticate": _FORMS + "ReauthenticateForm",
}
MFA_ADAPTER = "partnercenter.accounts.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": _FORMS + "CodeForm",
    "reauthenticate": _FORMS + "CodeAgainForm",
    "activate_totp": _FORMS + "ActivateForm",
}
MFA_TOTP_ISSUER = f"{VENDOR_NAME} Partner Center"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # a reset mail leaves an unverified row, which must not lock staff out


def scaled(*rates):
    """Rates as allauth writes them (`amount/duration/per`), the amount scaled for load tests."""
    parts = (rate.split("/", 1) for rate in rates)
    return ",".join(f"{max(1, round(int(n) * RATE_LIMIT_SCALE))}/{rest}" for n, rest in parts)


ACCOUNT_RATE_LIMITS = {
    # Ten guesses in five minutes for one name; another name from the same address is not shut out by it.
    "login_failed": scaled("100/5m/ip", "10/5m/key"),
    "login": scaled("120/m/ip"),
    "reset_password": scaled("20/m/ip", "5/m/key"),
    "reset_password_from_key": scaled("20/m/ip"),
    "change_password": scaled("5/m/user"),
    "reauthenticate": scaled("10/m/user"),
}
# Of the invitee's pages: addresses that lead nowhere, mails with a code, and words to the partner.
INVITEE_RATE_LIMITS = {
    "guess": scaled("60/5m/ip"),
    "code": scaled("60/10m/ip"),
    "other_address": scaled("20/h/ip", "3/d/key"),
}
HELP_RATE_LIMITS = {"feedback": scaled("20/h/ip")}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1 if PRODUCTION else 0)

# Mail
vars().update(env.email("EMAIL_URL", default=f"filemail:///{DATA_DIR / 'mail'}"))
EMAIL_TIMEOUT = 10
# Where nobody but this machine's user visits and no mail leaves it, all mails are shown on a page.
DEMO_MAILBOX = not PRODUCTION and not {"EMAIL_URL", "ALLOWED_HOSTS"} & set(env.ENVIRON)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default=f"{VENDOR_NAME} Partner Center <partners@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Languages and times
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
FORMAT_MODULE_PATH = "partnercenter.formats"
LANGUAGES = [
    ("en", _("English")),
    ("zh-hans", _("Simplified Chinese")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("pt-br", _("Portuguese (Brazil)")),
    ("ar", _("Arabic")),
]
# Our own sentences, and what the libraries leave in English.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale/libraries"]
PHONENUMBER_DB_FORMAT = "E164"
PHONENUMBER_DEFAULT_FORMAT = "INTERNATIONAL"

# Static files
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Outside the web root: files that partners add to a request for review.
    "evidence": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DATA_DIR / "evidence",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Jobs: without a broker beat runs them itself. All work is rows in the database, never only a message.
REDIS_URL = env("REDIS_URL", default="")
if PRODUCTION and not REDIS_URL:
    raise ImproperlyConfigured("Set REDIS_URL: the production profile hands its jobs to workers.")
CELERY_TASK_ALWAYS_EAGER = not REDIS_URL
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # however long the broker is away, nobody gives up
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 300}
CELERY_TASK_IGNORE_RESULT = CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
CELERY_BEAT_SCHEDULE = {
    # What was posted leaves within seconds, although no page ever talks to the broker.
    "deliver-mail": {
        "task": "partnercenter.tasks.deliver_mail",
        "schedule": timedelta(seconds=3),
        "options": {"expires": 15},
    },
    "forget-mail": {
        "task": "partnercenter.tasks.forget_mail",
        "schedule": crontab(hour=3, minute=37),
        "options": {"expires": 3600},
    },
    "expire-preregistrations": {
        "task": "customers.tasks.expire_due",
        "schedule": crontab(),
        "options": {"expires": 60},
    },
    "open-accepted-cases": {
        "task": "reviews.tasks.adopt_accepted",
        "schedule": timedelta(seconds=10),
        "options": {"expires": 10},
    },
    "watch-reviews": {
        "task": "reviews.tasks.watch_due",
        "schedule": timedelta(seconds=20),
        "options": {"expires": 20},
    },
    "review-digests": {
        "task": "reviews.tasks.post_digests",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 300},
    },
    "remind-partners": {
        "task": "customers.tasks.remind_due",
        "schedule": crontab(),
        "options": {"expires": 60},
    },
    "tell-failed-invitations": {
        "task": "customers.tasks.tell_failed_invitations",
        "schedule": timedelta(seconds=10),
        "options": {"expires": 10},
    },
    "forget-codes": {
        "task": "customers.tasks.forget_codes",
        "schedule": crontab(hour=3, minute=37),
        "options": {"expires": 3600},
    },
    "clear-sessions": {
        "task": "partnercenter.tasks.clear_sessions",
        "schedule": crontab(hour=3, minute=17),
        "options": {"expires": 3600},
    },
}

# The browser's side of security
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap's icons and the second factor's QR code
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "partnercenter.failures.csrf_failure"
THEME_COOKIE_NAME = "theme"
if PRODUCTION:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    LANGUAGE_COOKIE_NAME, THEME_COOKIE_NAME = "__Host-language", "__Host-theme"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "partnercenter.logs.RequestIdFilter"},
        "no_token": {"()": "partnercenter.logs.TokenFilter"},
    },
    "formatters": {"line": {"()": "partnercenter.logs.LineFormatter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        # Our own line has status and route; Django's would add the path, and a path may carry a token.
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        "gunicorn.error": {"filters": ["no_token"]},
        # Known noise of the open internet; the answer is a plain 400.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
