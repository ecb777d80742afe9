from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

GROUPS = {
    "Reviewers": ["view_review", "decide_review", "view_evidence", "view_commenttemplate"],
    "Review escalation": ["escalate_review"],
}


def make_groups(apps, schema_editor):
    """Who may review, and who is told of what stays overdue. Safe to run twice."""
    # A fresh database gets its permissions only after the last migration, which is too late here.
    create_permissions(installed.get_app_config("reviews"), apps=apps, verbosity=0)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    of_reviews = Permission.objects.filter(content_type__app_label="reviews")
    for name, codenames in GROUPS.items():
        group, _new = Group.objects.get_or_create(name=name)
        group.permissions.set(of_reviews.filter(codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
