import json

from django.conf import settings
from django.core.management.base import BaseCommand

from partnercenter import countries

FILE = settings.BASE_DIR / "static/data/country-words.json"


class Command(BaseCommand):
    help = "Write the names by which countries are found in forms, after a new language or a new release of the libraries."

    def handle(self, *args, **options):
        FILE.write_text(written(countries.words()))


def written(words):
    lines = (f"{json.dumps(code)}: {json.dumps(names, ensure_ascii=False)}" for code, names in words.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"
