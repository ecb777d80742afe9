import pytest
from django.contrib.auth.models import Group

from partnercenter.models import User
from tests.builders import PASSWORD


@pytest.fixture
def reviewer(client, _data_of_migrations):
    """Signed in, with the rights of the group and nothing else."""
    user = User.objects.create_user(
        "rui@vendor.example", PASSWORD, name="Rui", is_staff=True, time_zone="Asia/Singapore"
    )
    user.groups.add(Group.objects.get(name="Reviewers"))
    client.force_login(user)
    return user
