"""The pages about people. People are known by their codes, never by their names."""

from django.urls import path

from agimi.people import views

app_name = "people"
urlpatterns = [
    path("people/", views.find.people, name="people"),
    path("people/choose/", views.find.choose, name="choose"),
    path("people/likely/", views.register.likely, name="likely"),
    path("people/new/", views.register.new, name="new"),
    path("people/new/<str:code>/give-up/", views.register.give_up, name="give_up"),
    path("people/duplicates/", views.merge.duplicates, name="duplicates"),
    path("people/merges/<str:code>/", views.merge.part, name="part"),
    path("people/<str:keep>/merge/<str:drop>/", views.merge.merge, name="merge"),
    path("people/<str:keep>/apart/<str:drop>/", views.merge.apart, name="apart"),
    path("people/<str:code>/", views.person.page, name="person"),
    path("people/<str:code>/name/", views.identity.reveal, name="reveal"),
    path("people/<str:code>/identity/", views.identity.change, name="identity"),
    path("people/<str:code>/family/add/", views.family.add, name="relative"),
]
