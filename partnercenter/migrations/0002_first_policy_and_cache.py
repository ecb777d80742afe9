from datetime import UTC, datetime

from django.core.management import call_command
from django.db import migrations



def first_policy(apps, schema_editor):
    apps.get_model("partnercenter", "Policy").objects.get_or_create(
        version=1,
        defaults={
            "starts_at": datetime(2021, 1, 11, tzinfo=UTC),
            "note": "The vendor's published terms",
            "validity_days": 15,
            "quota": 100,
            "attempts_per_hour": 600,
        },
    )


def cache_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("partnercenter", "0001_initial")]

    operations = [
        migrations.RunPython(first_policy, migrations.RunPython.noop),
        migrations.RunPython(cache_table, migrations.RunPython.noop),
    ]
