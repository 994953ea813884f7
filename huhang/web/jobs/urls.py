"""Addresses of jobs."""

from django.urls import path

from huhang.web.jobs import views

urlpatterns = [
    path("", views.job_list, name="jobs"),
    path("<int:number>/", views.job_page, name="job"),
    path("news/", views.job_news, name="job_news"),
    path("<int:number>/open/", views.job_open, name="job_open"),
    path("<int:number>/stop/", views.job_stop, name="job_stop"),
]
