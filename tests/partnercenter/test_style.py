"""The style page shows every component, and every component is at work elsewhere."""

import re

import pytest
from django.conf import settings as project
from django.test import Client

pytestmark = pytest.mark.django_db
TEMPLATES = project.BASE_DIR / "templates"
COMPONENTS = sorted(path.name for path in TEMPLATES.glob("components/*.html"))


@pytest.fixture
def shown(settings):
    settings.DEBUG = True
    return Client().get("/style/")


@pytest.mark.parametrize("component", COMPONENTS)
def test_every_component_is_shown(shown, component):
    assert f"components/{component}" in {template.name for template in shown.templates}


@pytest.mark.parametrize("component", COMPONENTS)
def test_every_component_is_used(component):
    pages = [path for path in TEMPLATES.rglob("*.html") if path.name not in ("style.html", component)]

    assert any(f"components/{component}" in page.read_text() for page in pages)


def test_every_colour_of_the_tokens_is_shown(shown):
    sheet = (project.BASE_DIR / "static/css/tokens.css").read_text()

    for name in set(re.findall(r"--pc-([\w-]+):\s*light-dark", sheet)):
        assert f'fill="var(--pc-{name})"' in shown.content.decode()


def test_visitors_of_a_copy_in_earnest_do_not_see_it(settings):
    settings.DEBUG = False

    assert Client().get("/style/").status_code == 404
