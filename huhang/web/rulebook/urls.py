"""Addresses of the rulebook."""

from django.urls import path, register_converter

from huhang.web.rulebook import mine_views, views


class RightName:
    """The name of a right, subject and name: pay/hourly_floor."""

    regex = "[a-z_]+/[a-z_]+"

    def to_python(self, value: str) -> str:
        """As it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands in the address."""
        return value


register_converter(RightName, "right")

urlpatterns = [
    path("", views.overview, name="rulebook"),
    path("instruments/", views.instruments, name="instruments"),
    path("instruments/<str:instrument_id>/", views.instrument, name="instrument"),
    path("clauses/", views.clauses, name="clauses"),
    path("clauses/<str:clause_id>/", views.clause, name="clause"),
    path("rights/", views.rights, name="rights"),
    path("rights/<right:name>/", views.right, name="right"),
    path("rights/<right:name>/cases/", views.cases, name="cases"),
    path("mine/", mine_views.mine, name="mine"),
    path("terms/", views.terms, name="terms"),
    path("values/", views.values, name="values"),
    path("values/<str:key>/", views.value, name="value"),
]
