import gc
import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agimi.settings")

application = get_wsgi_application()

# All pages are loaded before the first is asked for. What is loaded stays: the collector need not look
# through it in the middle of a page, and what a page leaves behind is mostly gone without it.
import_module("agimi.urls")
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
