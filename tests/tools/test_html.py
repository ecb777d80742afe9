"""The Nu HTML checker on the HTML of every page, in one run of Java."""

import json
import shutil
import subprocess

import pytest

from tests.tools.catalogue import PAGES
from tests.tools.conftest import program

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.tools]
# What htmx reads is named by no HTML, and browsers leave it alone. The roles of tables are said on purpose:
# on a phone they are laid out as cards, and a browser no longer takes them for tables then. Django's own
# forms write the two that follow, one of them for a hidden field; the last two are what Apple's mail and Outlook read in a letter.
LEAVE = [
    "--filterpattern",
    ".*Attribute “hx-.*|The “role” attribute must not be used on a “t[dhr]” element.*|Element “option” without attribute “label”.*|The value of the “for” attribute of the “label” element must be the ID of a non-hidden.*|.*supported-color-schemes.*|CSS: “mso-.*",
]


@pytest.mark.skipif(not shutil.which("java"), reason="no Java")
def test_the_nu_checker_finds_no_error(visitor, speak, tmp_path):
    checker = program("vnu-jar/build/dist/vnu.jar")
    for language in ("en", "ar"):
        cookies = speak(language)
        for one in PAGES:
            client = visitor.enter(one)
            client.cookies.load(cookies)
            answer = client.get(visitor.address(one))
            assert language != "en" or answer.status_code == one.status, one.name
            (tmp_path / f"{one.name}.{language}.html").write_bytes(answer.content)

    done = subprocess.run(
        ["java", "-jar", checker, "--errors-only", "--format", "json", *LEAVE, "--skip-non-html", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )

    messages = json.loads(done.stderr)["messages"]
    found = [f"{one['url'].rpartition('/')[2]}: {one['message']} {one.get('extract')}" for one in messages]
    assert not found, "\n".join(found)
