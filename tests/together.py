"""Which tests of a parallel run stay in one process, one after the other: those that share what is dear to set up.

By their addresses, for pytest-xdist 3.8 reads the marks of its groups from where pytest 9.2 no longer keeps them.
"""

from __future__ import annotations

from xdist.scheduler import LoadGroupScheduling

# The beginning of addresses, and what they share; the first that fits.
SHARED = {
    "tests/faults/": "the server of the faults",
    # Long discussions, and what there is to read and write.
    "tests/browser/test_thread_": "a site of threads",
    "tests/browser/test_weight": "a site of threads",
    "tests/browser/test_writing": "a site of threads",
    "tests/browser/test_reading": "a site of threads",
    "tests/browser/test_keyboard": "a site of threads",
    # The gallery, the attacks, and what takes as long as the others.
    "tests/browser/": "a site with a gallery",
}
# Files whose tests share what only their file sets up: a stage, a site, a database of an old release.
BY_FILE = ("tests/promises/", "tests/site/test_start.py", "tests/discussion/test_migrating.py")


def group_of(address: str) -> str:
    """Return what a test stays together with; its own address where it shares nothing."""
    alone = address.partition("::")[0] if address.startswith(BY_FILE) else address
    return next((name for beginning, name in SHARED.items() if address.startswith(beginning)), alone)


class Together(LoadGroupScheduling):
    """Hands out tests one by one, and those that share something as one."""

    def _split_scope(self, nodeid: str) -> str:
        """Return the group of a test."""
        return group_of(nodeid)
