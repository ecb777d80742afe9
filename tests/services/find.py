"""Prints DATABASE_URL and REDIS_URL for bin/test-services: those of the environment, else local ones it finds."""

import getpass
import os
import sys

import psycopg
import redis

LOCAL_DATABASES = [
    f"postgres://{user}@127.0.0.1:5432/postgres" for user in dict.fromkeys(["postgres", getpass.getuser()])
]
LOCAL_REDIS = ["redis://127.0.0.1:6379/15"]  # not the one a running copy would take


def visit_database(url):
    psycopg.connect(url, connect_timeout=5).close()


def visit_redis(url):
    redis.from_url(url, socket_connect_timeout=5).ping()


def first_answering(name, candidates, visit):
    """The first address that answers. Exits with what each of them said where none does."""
    said = []
    for url in candidates:
        try:
            visit(url)
        except (psycopg.Error, redis.RedisError, ValueError) as error:
            said.append(f"  {url}: {' '.join(str(error).split())}")
        else:
            return url
    sys.exit("\n".join([f"No service answers for {name}. Start one, or set {name} to its address.", *said]))


def addresses(name, local):
    return [os.environ[name]] if os.environ.get(name) else local


if __name__ == "__main__":
    database = first_answering("DATABASE_URL", addresses("DATABASE_URL", LOCAL_DATABASES), visit_database)
    broker = first_answering("REDIS_URL", addresses("REDIS_URL", LOCAL_REDIS), visit_redis)
    print(f"DATABASE_URL={database} REDIS_URL={broker}")
