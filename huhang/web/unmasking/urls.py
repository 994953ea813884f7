"""Addresses of requests for full ids."""

from django.urls import path

from huhang.web.unmasking import views

urlpatterns = [
    path("ask/<int:number>/<str:finding>/", views.ask, name="unmasking_ask"),
    path("<int:number>/", views.unmasking, name="unmasking"),
    path("<int:number>/<str:kind>/", views.unmasking_act, name="unmasking_act"),
]
