"""Addresses of audits and findings."""

from django.urls import path, re_path

from huhang.web.inspections import choosing_views, finding_views, views

urlpatterns = [
    path("", views.run_list, name="runs"),
    path("new/", views.run_new, name="run_new"),
    path("<int:number>/", views.run_page, name="run"),
    path("<int:number>/findings/", views.finding_list, name="findings"),
    path("<int:number>/findings/count/", views.finding_count, name="finding_count"),
    re_path(
        r"^(?P<number>[0-9]+)/findings/findings\.(?P<form>csv|xlsx|pdf)$",
        views.finding_export,
        name="finding_export",
    ),
    path("<int:number>/findings/<str:finding>/", finding_views.finding_page, name="finding"),
    path(
        "<int:number>/findings/<str:finding>/evidence/",
        finding_views.finding_evidence,
        name="finding_evidence",
    ),
    path("<int:number>/findings/<str:finding>/again/", finding_views.finding_again, name="finding_again"),
    path("<int:number>/choose/", choosing_views.basket_add, name="basket_add"),
    path("<int:number>/choose/clear/", choosing_views.basket_clear, name="basket_clear"),
    path("<int:number>/release/", choosing_views.release, name="release"),
    path("pictures.css", finding_views.pictures_css, name="pictures_css"),
    path("pictures.js", finding_views.pictures_js, name="pictures_js"),
]
