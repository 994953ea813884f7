"""Addresses of hand-overs."""

from django.urls import path, re_path

from huhang.web.intake import draft_views, filing_views, views

urlpatterns = [
    path("", views.hand_over_list, name="hand_overs"),
    path("new/", views.hand_over_new, name="hand_over_new"),
    path("templates/<slug:table>.<slug:ending>", views.table_template, name="table_template"),
    path("drafts/", draft_views.draft_list, name="drafts"),
    path("drafts/<int:number>/", draft_views.draft_page, name="draft"),
    path("drafts/<int:number>/findings.csv", draft_views.draft_export, name="draft_export"),
    path("drafts/<int:number>/<slug:finding>/", draft_views.draft_finding_page, name="draft_finding"),
    path("objections/<int:number>/proof/", draft_views.proof, name="objection_proof"),
    path("rules/", filing_views.rule_filings, name="rule_filings"),
    path("rules/<str:platform>.csv", filing_views.rule_export, name="rule_export"),
    path("rules/secrets/lift/", filing_views.lift, name="secret_lift"),
    path("<int:number>/draft/", draft_views.draft_of_files, name="draft_of_files"),
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
