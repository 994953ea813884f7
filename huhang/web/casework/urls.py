"""Addresses of cases."""

from django.urls import path

from huhang.web.casework import correction_views, paper_views, views

urlpatterns = [
    path("", views.case_list, name="cases"),
    path("deadlines/", views.deadlines, name="deadlines"),
    path("open/", views.case_open, name="case_open"),
    path("<int:case_id>/", views.case, name="case"),
    path("<int:case_id>/log/<int:number>/correct/", correction_views.correct, name="correct_act"),
    path("<int:case_id>/acts/<slug:kind>/", views.act, name="act"),
    path("<int:case_id>/recheck/", views.recheck, name="recheck"),
    path("<int:case_id>/proofs/<int:proof_id>/", paper_views.proof, name="proof"),
    path("<int:case_id>/draft/<slug:kind>/", paper_views.draft, name="draft"),
    path("<int:case_id>/papers/<int:paper_id>/", paper_views.paper, name="paper"),
    path("<int:case_id>/papers/<int:paper_id>/change/", paper_views.change, name="paper_change"),
    path("<int:case_id>/papers/<int:paper_id>/sign/", paper_views.sign, name="paper_sign"),
    path("<int:case_id>/papers/<int:paper_id>/discard/", paper_views.discard, name="paper_discard"),
    path("<int:case_id>/papers/<int:paper_id>/sheet/<int:number>.png", paper_views.sheet, name="paper_sheet"),
    path("<int:case_id>/papers/<int:paper_id>/<slug:form>/", paper_views.file, name="paper_file"),
]
