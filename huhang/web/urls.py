"""Every address of the platform, app by app."""

from django.urls import include, path

from huhang.web.worker.views import counter, person_hours

urlpatterns = [
    path("", include("huhang.web.ui.urls")),
    path("", include("huhang.web.accounts.urls")),
    path("jobs/", include("huhang.web.jobs.urls")),
    path("audits/", include("huhang.web.inspections.urls")),
    path("law/", include("huhang.web.rulebook.urls")),
    path("hand-overs/", include("huhang.web.intake.urls")),
    path("cases/", include("huhang.web.casework.urls")),
    path("unmasking/", include("huhang.web.unmasking.urls")),
    path("persons/<int:number>/<str:finding>/hours/", person_hours, name="person_hours"),
    path("workers/", counter, name="counter"),
    path("me/", include("huhang.web.worker.urls")),
    path("api/", include("huhang.web.api.urls")),
]

handler404 = "huhang.web.ui.faults.not_found"
handler500 = "huhang.web.ui.faults.fault"
