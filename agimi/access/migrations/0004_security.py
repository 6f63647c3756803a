"""Codes and findings of broken glasses, requests for roles, verifications, indexes of the trail."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import agimi.access.models


def give_codes(apps, schema_editor):
    for glass in apps.get_model("access", "BreakGlass").objects.filter(code=None):
        glass.code = agimi.access.models.glass_code()
        glass.save(update_fields=["code"])


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_audit_append_only"),
        ("programme", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="RoleRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=agimi.access.models.request_code,
                        editable=False,
                        max_length=40,
                        unique=True,
                        verbose_name="Code",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("case_manager", "Case manager"),
                            ("psychologist", "Psychologist"),
                            ("social_worker", "Social worker"),
                            ("doctor", "Doctor"),
                            ("lawyer", "Lawyer"),
                            ("teacher", "Teacher"),
                            ("economic_coordinator", "Economic empowerment coordinator"),
                            ("coordinator", "Reintegration coordinator"),
                            ("supervisor", "Supervisor"),
                            ("mobile_unit", "Mobile unit member"),
                            ("centre_staff", "Centre and childcare staff"),
                            ("project_manager", "Project manager"),
                            ("reporting_officer", "Reporting officer"),
                            ("director", "Director"),
                            ("dpo", "Data-protection officer"),
                            ("it_volunteer", "IT volunteer"),
                            ("donor", "Donor"),
                            ("system", "The installation itself"),
                        ],
                        max_length=30,
                        verbose_name="Role",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="Asked at")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="Decided at"),
                ),
                ("agreed", models.BooleanField(null=True, verbose_name="Agreed")),
            ],
            options={
                "verbose_name": "request for a role",
                "verbose_name_plural": "requests for a role",
                "ordering": ("-asked_at",),
            },
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=agimi.access.models.verification_code,
                        editable=False,
                        max_length=40,
                        unique=True,
                        verbose_name="Code",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="Asked at")),
                ("moved_at", models.DateTimeField(verbose_name="Last moved at")),
                (
                    "finished_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="Finished at"),
                ),
                ("failed", models.BooleanField(default=False, verbose_name="Ended by a fault")),
                ("done", models.BigIntegerField(default=0, verbose_name="Entries looked at")),
                ("total", models.BigIntegerField(default=0, verbose_name="Entries in all")),
                (
                    "noted_number",
                    models.BigIntegerField(blank=True, null=True, verbose_name="Number noted"),
                ),
                (
                    "noted_digest",
                    models.CharField(blank=True, max_length=64, verbose_name="Digest noted"),
                ),
                (
                    "broken",
                    models.BigIntegerField(default=0, verbose_name="Entries that do not hold"),
                ),
                (
                    "breaks",
                    models.JSONField(blank=True, default=list, verbose_name="The first of them"),
                ),
            ],
            options={
                "verbose_name": "verification of the trail",
                "verbose_name_plural": "verifications of the trail",
                "ordering": ("-asked_at",),
            },
        ),
        # A code of its own for each glass that was broken before: one default for all would not be unique.
        migrations.AddField(
            model_name="breakglass",
            name="code",
            field=models.CharField(editable=False, max_length=40, null=True, verbose_name="Code"),
        ),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="breakglass",
            name="code",
            field=models.CharField(
                default=agimi.access.models.glass_code,
                editable=False,
                max_length=40,
                unique=True,
                verbose_name="Code",
            ),
        ),
        migrations.AddField(
            model_name="breakglass",
            name="finding",
            field=models.CharField(blank=True, max_length=500, verbose_name="Finding"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["actor", "-number"], name="access_audit_actor"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["verb", "-number"], name="access_audit_verb"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["kind", "-number"], name="access_audit_kind"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["at"], name="access_audit_at"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(
                condition=models.Q(("code", "")),
                fields=["verb", "-number"],
                name="access_audit_many",
            ),
        ),
        migrations.AddField(
            model_name="rolerequest",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Asked by",
            ),
        ),
        migrations.AddField(
            model_name="rolerequest",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Decided by",
            ),
        ),
        migrations.AddField(
            model_name="rolerequest",
            name="site",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programme.site",
                verbose_name="Site",
            ),
        ),
        migrations.AddField(
            model_name="rolerequest",
            name="staff",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programme.staff",
                verbose_name="Staff member",
            ),
        ),
        migrations.AddField(
            model_name="rolerequest",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="role_requests",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Account",
            ),
        ),
        migrations.AddField(
            model_name="verification",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Asked by",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolerequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at__isnull", True)),
                fields=("user",),
                name="access_rolerequest_one_waiting",
                violation_error_message="A request for this account is waiting already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("agreed__isnull", True),
                        ("decided_at__isnull", True),
                        ("decided_by__isnull", True),
                    ),
                    models.Q(
                        ("agreed__isnull", False),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="access_rolerequest_decision_whole",
                violation_error_message="A decision has a time, a person and an answer.",
            ),
        ),
    ]
