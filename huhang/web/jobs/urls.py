"""Addresses of jobs."""

from django.urls import path

from huhang.web.jobs import views

urlpatterns = [
    path("", views.job_list, name="jobs"),
    path("<int:number>/", views.job_page, name="job"),
    path("<int:number>/stop/", views.job_stop, name="job_stop"),
]
