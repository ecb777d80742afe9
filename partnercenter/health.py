"""Is the process alive, and may it be given visitors?"""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.views.decorators.http import require_safe


def answer(words, status=200):
    return HttpResponse(f"{words}\n", content_type="text/plain; charset=utf-8", status=status)


@login_not_required
@require_safe
def healthz(request):
    return answer("ok")


@login_not_required
@require_safe
def readyz(request):
    """503 while the database is away or older than the code."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return answer("database unreachable", 503)
    return answer("migrations waiting", 503) if waiting else answer("ready")
