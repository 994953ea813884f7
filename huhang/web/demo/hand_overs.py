"""A hand-over that a made-up company has begun: its rules once more, with one row that cannot be right."""

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from huhang.records.lake.manifest import read_manifest
from huhang.records.tables import TABLES
from huhang.web.accounts.models import Role, Seat
from huhang.web.intake.csv_lines import csv_lines
from huhang.web.intake.models import HandOver
from huhang.web.intake.selectors import rules_filed
from huhang.web.intake.services import hand_over_make, hand_over_start


def load_demo_hand_over() -> None:
    """Hand over for the first company; the worker files it as soon as it runs. Nothing where one is there.

    Rows that the lake knows are skipped, so that an audit of it stays true.
    """
    seat = Seat.objects.filter(role=Role.COMPLIANCE).select_related("person", "company").first()
    if HandOver.objects.exists() or seat is None or seat.company is None:
        return
    rows = rules_filed(seat.company.platform_id)
    if not rows:
        return
    # A column that the lake has not had would change what it can be asked.
    had = read_manifest(settings.HOME.lake).present["rules"]
    names = [column.name for column in TABLES["rules"].columns if column.name in had]
    wrong = rows[0] | {"rule_version": "wrong", "subject": "nothing"}
    lines = csv_lines(names, [[row[name] for name in names] for row in [*rows, wrong]])
    file = SimpleUploadedFile("rules-2025Q4.csv", b"".join(lines), content_type="text/csv")
    hand_over = hand_over_make(person=seat.person, uploads=[file])
    hand_over_start(hand_over=hand_over, person=seat.person)
