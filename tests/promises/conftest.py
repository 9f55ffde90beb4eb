"""The stage, built once for each file that asks for it and taken down behind it."""

import pytest
from django.db import transaction

from tests.promises import stage as stages


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """A site with one comment in every status; for tests that change nothing that another one reads."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield stages.made()
        transaction.set_rollback(True)
