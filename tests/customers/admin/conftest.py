import pytest

from tests.builders import make_staff


@pytest.fixture(autouse=True)
def administrator(client, _data_of_migrations):
    user = make_staff()
    client.force_login(user)
    return user
