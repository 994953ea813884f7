"""Addresses of audits and findings."""

from django.urls import path

from huhang.web.inspections import views

urlpatterns = [
    path("", views.run_list, name="runs"),
    path("new/", views.run_new, name="run_new"),
    path("<int:number>/", views.run_page, name="run"),
    path("<int:number>/findings/", views.finding_list, name="findings"),
    path("<int:number>/findings/count/", views.finding_count, name="finding_count"),
]
