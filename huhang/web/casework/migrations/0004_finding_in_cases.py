from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_serial")]

    operations = [
        migrations.AddIndex(
            model_name="casefinding", index=models.Index(fields=["finding_id"], name="finding_in_cases")
        ),
    ]
