"""Breaking the glass, and looking into it afterwards."""

from django.urls import path

from agimi.access.views import glass

app_name = "glass"
urlpatterns = [
    path("", glass.glass, name="glass"),
    path("<str:code>/close/", glass.close, name="close"),
    path("review/", glass.review, name="review"),
    path("review/<str:code>/", glass.review_one, name="review_one"),
]
