"""The stage of triage: a process that has learned nothing yet, and a model for those who want one."""

from __future__ import annotations

from typing import Any

import pytest

from perspectives.moderation.models import TriageModel
from perspectives.moderation.triage.present import forget_model
from tests.moderation.triage.learned import keep


@pytest.fixture(autouse=True)
def _nothing_known() -> Any:
    """Each test has a database of its own, and a process remembers."""
    forget_model()
    yield
    forget_model()


@pytest.fixture
def model(db: None) -> TriageModel:
    """Something that was learned."""
    return keep()
