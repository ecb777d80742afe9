import pytest
from django.template.loader import render_to_string
from django.utils import translation


@pytest.mark.parametrize(("language", "sheet"), [("ar", "bootstrap.rtl.min"), ("en", "bootstrap.min")])
def test_a_page_links_the_bootstrap_of_its_direction(language, sheet):
    with translation.override(language):
        page = render_to_string("skeleton.html")

    assert page.count("vendor/bootstrap/") == 1
    assert f"vendor/bootstrap/{sheet}." in page
