"""Addresses of the frame."""

from django.urls import path

from huhang.web.ui import views

urlpatterns = [
    path("", views.front, name="front"),
    path("desk/", views.desk, name="desk"),
    path("health/", views.health, name="health"),
]
