"""Addresses of the interface and of the page of tokens."""

from django.urls import path

from huhang.web.api import views
from huhang.web.api.interface import api

urlpatterns = [
    path("tokens/", views.tokens, name="tokens"),
    path("v1/", api.urls),
]
