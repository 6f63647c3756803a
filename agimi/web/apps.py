"""The web room: what every page shares."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "agimi.web"
    label = "web"
