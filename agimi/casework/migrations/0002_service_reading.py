"""An index from which the services of a year are read without their rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="service",
            index=models.Index(
                fields=["on", "kind", "person", "case", "role", "mode", "site", "id"],
                name="casework_service_of_a_year",
            ),
        ),
    ]
