"""A code for each account: its name has no place in an address."""

from django.db import migrations, models

import agimi.access.models


def give_codes(apps, schema_editor):
    for user in apps.get_model("access", "User").objects.filter(code=None):
        user.code = agimi.access.models.account_code()
        user.save(update_fields=["code"])


class Migration(migrations.Migration):
    dependencies = [("access", "0004_security")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="code",
            field=models.CharField(editable=False, max_length=40, null=True, verbose_name="Code"),
        ),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="user",
            name="code",
            field=models.CharField(
                default=agimi.access.models.account_code,
                editable=False,
                max_length=40,
                unique=True,
                verbose_name="Code",
            ),
        ),
    ]
