"""All settings of Agimi: one file, from the environment, loud on bad values."""

import secrets
from pathlib import Path

from csp.constants import NONE, SELF

from agimi.environment import Environment, master_key, secret_file

env = Environment()

# ── Where things lie ────────────────────────────────────────────────────────────────────────────
CODE = Path(__file__).resolve().parent
BASE_DIR = CODE.parent
# Databases, keys, reports: all that an organisation owns. Backed up, never committed.
VAR = env.path("AGIMI_VAR", BASE_DIR / "var")
NODE_MODULES = env.path("AGIMI_NODE_MODULES", BASE_DIR / "node_modules")

# ── Who is served ───────────────────────────────────────────────────────────────────────────────
DEBUG = env.flag("AGIMI_DEBUG", default=False)
# Invented people, with accounts that everybody may use: says so on every page.
DEMO = env.flag("AGIMI_DEMO", default=False)
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
ALLOWED_HOSTS = env.words("AGIMI_HOSTS", default=LOCAL_HOSTS)
IS_LOCAL = set(ALLOWED_HOSTS) <= set(LOCAL_HOSTS)
# Encrypted from end to end unless nobody but this machine is served.
HTTPS = env.flag("AGIMI_HTTPS", default=not IS_LOCAL)
CSRF_TRUSTED_ORIGINS = (
    []
    if IS_LOCAL
    else [f"https://{host.removeprefix('.')}" for host in ALLOWED_HOSTS if host != "*"]
)

# ── Secrets ─────────────────────────────────────────────────────────────────────────────────────
# `agimi init` makes both files. Without them the commands that need no secret still work: sessions signed with a key
# that dies with the process are worth nothing to anybody, and the vault refuses to open.
SECRET_KEY_FILE = VAR / "secret.key"
SECRET_KEY = (
    env.raw("AGIMI_SECRET_KEY")
    or secret_file(SECRET_KEY_FILE, name="AGIMI_SECRET_KEY")
    or secrets.token_urlsafe(50)
)
# Wraps the data key of each person. Lost, all names are lost.
MASTER_KEY_FILE = env.path("AGIMI_KEY_FILE", VAR / "master.key")
_master_key = env.raw("AGIMI_MASTER_KEY") or secret_file(MASTER_KEY_FILE, name="AGIMI_KEY_FILE")
AGIMI_MASTER_KEY: bytes | None = (
    master_key(_master_key, name="AGIMI_MASTER_KEY") if _master_key else None
)

# ── Parts ───────────────────────────────────────────────────────────────────────────────────────
# Roof to ground: where two hold a template or a word, the upper one's is taken.
ROOMS = [
    "agimi.demo",
    "agimi.web",
    "agimi.exchange",
    "agimi.insight",
    "agimi.casework",
    "agimi.activities",
    "agimi.people",
    "agimi.programme",
    "agimi.desk",
    "agimi.access",
    # Albanian words of the parts we stand on; a room's own words come first.
    "agimi.formats",
]
INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rules.apps.AutodiscoverRulesConfig",
    "csp",
    "django_htmx",
    "django_filters",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Closed by default: a page without a sign-in says so with @login_not_required.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "agimi.web.middleware.UserLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    # Nobody is there: the screen locks. No second factor where the role demands one: no records.
    "agimi.access.gates.IdleLockMiddleware",
    "agimi.access.gates.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "agimi.web.middleware.NoNulMiddleware",
    "agimi.web.middleware.NeverStoredMiddleware",
    "agimi.web.middleware.OneLookMiddleware",
]
ROOT_URLCONF = "agimi.urls"
WSGI_APPLICATION = "agimi.wsgi.application"
ASGI_APPLICATION = "agimi.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "agimi.web.context.page",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# ── Records ─────────────────────────────────────────────────────────────────────────────────────
# Data and keys lie, are backed up and get lost apart.
DATABASES = {
    "default": env.database("DATABASE_URL", VAR / "agimi.sqlite3"),
    "keys": env.database("KEYS_DATABASE_URL", VAR / "keys.sqlite3"),
}
DATABASE_ROUTERS = ["agimi.people.router.KeysRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Counts of wrong sign-ins, shared by the processes of this machine; nothing about anybody else.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }
}

# ── Sign-in ─────────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_ADAPTER = "agimi.access.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Several wrong tries slow the next ones down, whichever process they reach: from one place ten a minute,
# for one account five in five minutes and twenty in an hour.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key,20/h/key"}
MFA_ADAPTER = "agimi.access.adapter.FactorAdapter"
MFA_FORMS = {
    "add_webauthn": "agimi.access.passkey_forms.AddPasskeyForm",
    "edit_webauthn": "agimi.access.passkey_forms.EditPasskeyForm",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A phone's clock may be half a minute off, and fingers slow.
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Agimi"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

# Without activity for so long the screen locks; after six times as long the session ends.
AGIMI_IDLE_MINUTES = env.number("AGIMI_IDLE_MINUTES", 10, least=1, most=120)
# A working day; the browser forgets it when closed, and the pages lock themselves long before.
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "agimi.web.views.stale_form"
# Names say nothing of whose cookies they are.
SESSION_COOKIE_NAME = "s"
CSRF_COOKIE_NAME = "c"
LANGUAGE_COOKIE_NAME = "l"

# ── What a browser may do ───────────────────────────────────────────────────────────────────────
SECURE_SSL_REDIRECT = HTTPS
BEHIND_PROXY = env.flag("AGIMI_BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# Whose tries are counted: the last address that the proxy itself names.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# Preloading binds a whole domain for years: its owner's decision, not ours.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # Tabler's style sheet draws its ticks and arrows from data: pictures.
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}
# Where the quick exit leads: a page on which anybody might be.
QUICK_EXIT_URL = env.text("AGIMI_QUICK_EXIT", "https://www.google.com/")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# ── Languages ───────────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = env.choice("AGIMI_LANG", default="sq", choices=("sq", "en"))
# Each named in itself, for whoever looks for their own.
LANGUAGES = [("sq", "Shqip"), ("en", "English")]
# What stands in no room; the rooms have their own.
LOCALE_PATHS = [CODE / "locale"]
FORMAT_MODULE_PATH = ["agimi.formats"]
USE_I18N = True
# Years must not become "2 024": numbers in pages are grouped where they are written (humanize's intcomma).
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = "Europe/Tirane"
USE_TZ = True

# ── Files that pages are drawn with ─────────────────────────────────────────────────────────────
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [
    ("tabler", NODE_MODULES / "@tabler/core/dist"),
    ("htmx", NODE_MODULES / "htmx.org/dist"),
    ("inter", NODE_MODULES / "@fontsource-variable/inter"),
    ("source-serif", NODE_MODULES / "@fontsource/source-serif-4"),
    ("tom-select", NODE_MODULES / "tom-select/dist"),
    # Pictures of the handbook, made by `make pictures` from invented people.
    ("handbook", BASE_DIR / "docs/images"),
]
# Of these packages, what pages ask for; nothing else of them is served.
STATICFILES_PARTS = [
    "tabler/css/tabler.min.css",
    "tabler/js/tabler.min.js",
    "htmx/htmx.min.js",
    "tom-select/js/tom-select.complete.min.js",
    "tom-select/css/tom-select.bootstrap5.min.css",
    "inter/wght.css",
    "inter/wght-italic.css",
    "inter/files/inter-*-wght-*.woff2",
    "handbook/sq/*.png",
    "handbook/en/*.png",
    "source-serif/[46]00.css",
    "source-serif/[46]00-italic.css",
    "source-serif/files/source-serif-4-*-[46]00-*.woff*",
]
STATICFILES_FINDERS = [
    "agimi.parts.PartsFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "agimi.parts.PartsStorage"},
}
MEDIA_ROOT = VAR / "files"
# Gathered under STATIC_ROOT by `agimi serve`; found where they lie before that.
WHITENOISE_USE_FINDERS = DEBUG or not (STATIC_ROOT / "staticfiles.json").exists()
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 3600

# ── What is told to whom ────────────────────────────────────────────────────────────────────────
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Django would mail the administrators; nobody here gets mails with data in them.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "agimi": {"handlers": [], "level": "INFO", "propagate": True},
    },
}
