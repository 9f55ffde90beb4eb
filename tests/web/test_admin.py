"""The admin under numbers that no column can hold."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.urls import reverse

from perspectives import models

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", sorted(models.__all__))
@pytest.mark.parametrize("value", ["9" * 30, "-" + "9" * 30])
def test_a_number_outside_the_columns_range_is_no_server_error(admin_client, name, value):
    model = getattr(models, name)
    if not admin.site.is_registered(model):
        parts = ("ForumTag", "TaggedComment", "TaggedPost", "Byline", "DiscussionTag")
        # When somebody last looked is nobody's business; who looks at an item is the desk's alone.
        kept = ("Visit", "Claim", "Passed", "LogHead", "DiscussionAuthor")
        assert name in (*parts, *kept), "every model of its own has a page"
        return
    address = reverse(f"admin:perspectives_{model._meta.model_name}_changelist")
    keys = [field.attname for field in model._meta.fields if field.is_relation] + ["id"]
    for key in keys:
        assert admin_client.get(address, {key: value}).status_code in (200, 302, 400), key
