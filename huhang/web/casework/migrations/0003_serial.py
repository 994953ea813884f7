import re
from typing import Any

from django.db import migrations, models

_NUMBERED = re.compile(r"案〔\d+〕(\d+)号")


def fill(apps: Any, editor: Any) -> None:
    """The serial that stands in the number of a case; that of reconsideration and suit has more behind it."""
    for case in apps.get_model("casework", "Case").objects.all():
        found = _NUMBERED.search(case.number)
        if found and case.procedure == "inspection":
            case.serial = int(found[1])
            case.save(update_fields=["serial"])


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_attacked")]

    operations = [
        migrations.AddField(model_name="case", name="serial", field=models.PositiveIntegerField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
