"""Sets the host up from nothing, publishes an essay, takes part in its discussion, and says what did not work."""

import os
import re
import sys
import warnings
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
warnings.simplefilter("default")

import django

django.setup()

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client

HERE = Path(__file__).resolve().parent
SERIES = "/essays/trials/"
POST = f"{SERIES}a-trial-in-an-empty-host/"
failures = []
visits = 0


def expect(what, wanted, got):
    """Note what is not as it should be."""
    if wanted != got:
        failures.append(f"{what}: wanted {wanted!r}, got {got!r}")


def visit(client, path, status=200, *, framed=True):
    """Ask for a page and look whether it is the host's."""
    global visits
    visits += 1
    answer = client.get(path)
    expect(path, status, answer.status_code)
    page = answer.content.decode()
    if framed and status == 200:
        expect(f"the host's frame on {path}", True, 'id="host"' in page)
    return page


def filled(page):
    """Return what a browser would send of a page's form as it stands: every input with a value that is no box."""
    inputs = (dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in re.findall(r"<input\b[^>]*>", page))
    return {
        found["name"]: found["value"] for found in inputs if "value" in found and found["type"] in ("hidden", "text")
    }


def send(client, path, **data):
    """Open the page of a form, fill it, send it, and return the answer."""
    return client.post(path, filled(visit(client, path)) | data)


def set_up():
    """Make the tables and publish the essay."""
    call_command("check", fail_level="WARNING")
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("publish", str(HERE / "essays"), series="Trials", verbosity=0)
    call_command("publish", str(HERE / "essays"), series="Trials", verbosity=0)
    expect("essays", 1, apps.get_model("perspectives", "Post").objects.count())


def read():
    """Read everything a stranger can read."""
    stranger = Client()
    for path in (
        "/essays/",
        SERIES,
        POST,
        "/essays/authors/ada-example/",
        "/essays/search/?q=trial",
        "/essays/moderation/log/",
    ):
        visit(stranger, path)
    for path in ("/essays/feeds/essays.atom", "/essays/feeds/trials/a-trial-in-an-empty-host/comments.atom"):
        visit(stranger, path, framed=False)
    visit(stranger, "/essays/sitemap.xml", framed=False)
    visit(stranger, "/essays/no-such-series/", 404)
    visit(stranger, "/essays/discussions/mine/", 302)
    visit(stranger, "/essays/moderation/", 302)
    for name in ("perspectives.css", "perspectives.js"):
        expect(name, True, finders.find(f"perspectives/{name}") is not None)


def take_part():
    """Sign in, choose a name, comment, and find the comment."""
    person = get_user_model().objects.create_user("ann@host.example", "secret")
    ann = Client(enforce_csrf_checks=True)
    ann.force_login(person)
    send(ann, "/essays/members/name/", name="Ann")
    discussion = f"/essays/discussions/{apps.get_model('perspectives', 'Discussion').objects.get().slug}/"
    answer = send(ann, f"{discussion}new/", body="A first *word* from the host.")
    expect("posting", 303, answer.status_code)
    for path in (f"{discussion}1/", "/essays/discussions/mine/", "/essays/notices/"):
        visit(ann, path)
    expect("the comment on its own page", True, "<em>word</em>" in visit(ann, f"{discussion}1/"))


set_up()
read()
take_part()
print("\n".join(failures) or f"{visits} visits, everything as it should be")
sys.exit(bool(failures))
