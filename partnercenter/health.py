"""Is the process alive, and may it be given visitors? Asked by address, so answered before the host is checked."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.views.decorators.http import require_safe


def answer(words, status=200):
    return HttpResponse(f"{words}\n", content_type="text/plain; charset=utf-8", status=status)


@require_safe
def healthz(request):
    return answer("ok")


@require_safe
def readyz(request):
    """503 while the database is away or older than the code."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return answer("ready") if is_migrated() else answer("migrations waiting", 503)
    except DatabaseError:
        return answer("database unreachable", 503)


def is_migrated():
    """Reading the plan is dear, and what was migrated stays so: a yes is remembered by the process."""
    if not is_migrated.known:
        executor = MigrationExecutor(connection)
        is_migrated.known = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return is_migrated.known


is_migrated.known = False


class HealthMiddleware:
    ANSWERS = {"/healthz": healthz, "/readyz": readyz}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.ANSWERS.get(request.path, self.get_response)(request)
