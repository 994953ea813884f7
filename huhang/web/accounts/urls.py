"""Addresses of log-in and log."""

from django.urls import path

from huhang.web.accounts import views

urlpatterns = [
    path("log-in/", views.log_in, name="log_in"),
    path("still-in/", views.still_in, name="still_in"),
    path("password/", views.password, name="password"),
    path("log-out/", views.log_out, name="log_out"),
    path("log/", views.log, name="log"),
]
