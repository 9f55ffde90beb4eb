"""The settings as an environment makes them, each asked in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KEY = "k" * 30 + "0123456789-abcdefghijklmnopqrst"
PRODUCTION = {"SITE_URL": "https://essays.example.org", "SECRET_KEY": KEY}


def manage(tmp_path, *arguments, **environ):
    """Run a command of the site with exactly this environment."""
    clean = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path / "var"), **environ}
    command = [sys.executable, "-W", "ignore", "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, check=False)


def setting(tmp_path, *names, **environ):
    """Return what some settings are in that environment."""
    values = f"[getattr(settings, name) for name in {names!r}]"
    code = f"from django.conf import settings; import json; print(json.dumps({values}, default=str))"
    done = manage(tmp_path, "shell", "--no-imports", "-c", code, **environ)
    assert done.returncode == 0, done.stderr
    values = json.loads(done.stdout.splitlines()[-1])
    return values if len(names) > 1 else values[0]


def test_an_https_site_without_a_secret_key_refuses_to_start(tmp_path):
    done = manage(tmp_path, "check", SITE_URL="https://essays.example.org")
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].endswith("needs a SECRET_KEY in its environment.")
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("address", ["essays.example.org", "ftp://essays.example.org", "https://"])
def test_a_site_url_that_is_none_is_refused_with_an_example(tmp_path, address):
    done = manage(tmp_path, "check", SITE_URL=address, SECRET_KEY=KEY)
    assert done.returncode == 1
    assert "https://essays.example.org, not" in done.stderr


@pytest.mark.parametrize(
    "more", [{}, {"HSTS_INCLUDE_SUBDOMAINS": "1", "HSTS_PRELOAD": "1", "HSTS_SECONDS": "31536000"}]
)
def test_django_finds_nothing_to_warn_of_in_production(tmp_path, more):
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION, **more)
    assert done.returncode == 0, done.stderr


def test_https_brings_secure_cookies_hsts_and_the_redirect(tmp_path):
    names = [
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
        "ALLOWED_HOSTS",
    ]
    assert setting(tmp_path, *names, **PRODUCTION) == [True, True, True, 2592000, ["essays.example.org"]]
    assert setting(tmp_path, *names) == [False, False, False, 0, ["127.0.0.1", "127.0.0.1", "localhost", "[::1]"]]


def test_debug_is_off_unless_asked_for(tmp_path):
    assert setting(tmp_path, "DEBUG") is False
    assert setting(tmp_path, "DEBUG", DEBUG="1") is True


def test_the_secret_key_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    first, second = setting(tmp_path, "SECRET_KEY"), setting(tmp_path, "SECRET_KEY")
    assert first == second
    assert len(first) >= 40
    assert (tmp_path / "var" / "secret-key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700


def test_sqlite_waits_for_its_turn_and_writes_ahead(tmp_path):
    options = setting(tmp_path, "DATABASES")["default"]["OPTIONS"]
    assert (options["timeout"], options["transaction_mode"]) == (20, "IMMEDIATE")
    assert "journal_mode=WAL" in options["init_command"]
    other = setting(tmp_path, "DATABASES", DATABASE_URL="sqlite:////tmp/other.sqlite3")["default"]
    assert (other["NAME"], other["OPTIONS"]["transaction_mode"]) == ("/tmp/other.sqlite3", "IMMEDIATE")


def test_postgresql_connections_are_kept_and_checked(tmp_path):
    database = setting(tmp_path, "DATABASES", DATABASE_URL="postgresql://ann:secret@db.example:5433/essays")["default"]
    assert (database["HOST"], str(database["PORT"]), database["NAME"]) == ("db.example", "5433", "essays")
    assert (database["CONN_HEALTH_CHECKS"], database["CONN_MAX_AGE"]) == (True, 60)
    assert database["OPTIONS"]["connect_timeout"] <= 5


def test_postgresql_keeps_statements_unless_a_pooler_stands_before_it(tmp_path):
    url = "postgresql://ann:secret@db.example:5433/essays"
    assert setting(tmp_path, "DATABASES", DATABASE_URL=url)["default"]["OPTIONS"]["prepare_threshold"] == 2
    pooled = setting(tmp_path, "DATABASES", DATABASE_URL=url, KEEP_STATEMENTS="false")["default"]["OPTIONS"]
    assert pooled["prepare_threshold"] is None


def test_redis_is_asked_patiently_and_limits_stay_in_the_database(tmp_path):
    caches = setting(tmp_path, "CACHES", CACHE_URL="redis://127.0.0.1:6379/1")
    assert caches["pages"]["BACKEND"] == "perspectives.site.cache.PatientRedisCache"
    assert caches["default"]["BACKEND"].endswith("DatabaseCache")
    assert setting(tmp_path, "CACHES")["pages"]["BACKEND"].endswith("LocMemCache")


def test_mail_goes_to_files_until_a_server_is_named(tmp_path):
    assert setting(tmp_path, "EMAIL_BACKEND") == "perspectives.site.mail.FileBackend"
    names = ["EMAIL_BACKEND", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_TIMEOUT"]
    url = "smtp+tls://ann:secret@mail.example:587"
    assert setting(tmp_path, *names, EMAIL_URL=url) == [
        "django.core.mail.backends.smtp.EmailBackend",
        "mail.example",
        587,
        True,
        5,
    ]


def test_proxies_are_believed_only_where_there_are_some(tmp_path):
    assert setting(tmp_path, "TRUSTED_PROXIES", TRUSTED_PROXIES="1") == 1
    plain = manage(
        tmp_path, "shell", "--no-imports", "-c", "from django.conf import settings; settings.SECURE_PROXY_SSL_HEADER[0]"
    )
    assert plain.returncode != 0  # None: nobody is believed


def test_the_models_and_the_migrations_agree(tmp_path):
    done = manage(tmp_path, "makemigrations", "--check", "--dry-run")
    assert done.returncode == 0, done.stdout
