"""Databases that are made for a figure and dropped after it."""

import contextlib
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import psycopg
from psycopg import sql


def named(url, suffix):
    """The address of another database beside this one."""
    parts = urlsplit(url)  # whose geturl() would lose the empty host of sqlite:///
    path = PurePosixPath(parts.path)
    return f"{parts.scheme}://{parts.netloc}{path.with_stem(f'{path.stem}_{suffix}')}"


def unreachable(url):
    """Why there is no PostgreSQL at this address, in one line; empty where there is."""
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.Error as error:
        return " ".join(str(error).split())
    return ""


@contextlib.contextmanager
def fresh(url):
    if url.startswith("sqlite"):
        yield
        Path(urlsplit(url).path).unlink(missing_ok=True)
        return
    parts = urlsplit(url)
    name = sql.Identifier(parts.path.lstrip("/"))
    with psycopg.connect(parts._replace(path="/postgres").geturl(), autocommit=True) as server:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name)
        server.execute(drop)
        server.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            yield
        finally:
            server.execute(drop)
