"""Addresses of the worker's own pages."""

from django.urls import path

from huhang.web.worker import views

urlpatterns = [
    path("", views.worker, name="worker"),
    path("hours/", views.hours, name="hours"),
    path("looked/", views.looked, name="looked"),
    path("looked/<slug:form>/", views.looked_file, name="looked_file"),
]
