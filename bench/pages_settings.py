"""The settings of Agimi, with Django's admin beside it to compare with: only in the bench."""

from agimi.settings import *  # noqa: F403
from agimi.settings import INSTALLED_APPS as _APPS

INSTALLED_APPS = [*_APPS, "django.contrib.admin"]
ROOT_URLCONF = "bench.pages_urls"
ALLOWED_HOSTS = ["testserver"]
