"""Records in and out by workbook."""

from django.urls import path

from agimi.exchange import views

app_name = "exchange"
urlpatterns = [
    path("", views.home, name="home"),
    path("template/<str:language>.xlsx", views.template, name="template"),
    path("import/", views.upload, name="upload"),
    path("import/<str:code>/", views.run, name="run"),
    path("import/<str:code>/problems.csv", views.problems, name="problems"),
    path("import/<str:code>/apply/", views.apply, name="apply"),
    path("import/<str:code>/discard/", views.discard, name="discard"),
    path("export/", views.export, name="export"),
]
