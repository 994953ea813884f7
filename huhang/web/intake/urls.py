"""Addresses of hand-overs."""

from django.urls import path, re_path

from huhang.web.intake import views

urlpatterns = [
    path("", views.hand_over_list, name="hand_overs"),
    path("new/", views.hand_over_new, name="hand_over_new"),
    path("templates/<slug:table>.<slug:ending>", views.table_template, name="table_template"),
    path("<int:number>/", views.hand_over_page, name="hand_over"),
    path("<int:number>/receipt/", views.receipt, name="receipt"),
    path("<int:number>/quarantine/<slug:table>/", views.quarantine, name="quarantine"),
    path("<int:number>/quarantine/<slug:table>.csv", views.quarantine_file, name="quarantine_file"),
    re_path(
        r"^(?P<number>[0-9]+)/(?P<what>add|remove|map|withdraw|start)/$",
        views.hand_over_change,
        name="hand_over_change",
    ),
]
