from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "agimi.desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        """Each room declares in its ``kinds.py`` what is listed, read and filled in."""
        autodiscover_modules("kinds")
