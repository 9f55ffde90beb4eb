#!/usr/bin/env python3
"""The door to every command of the site. Written so that even an old Python can read it and say what it lacks."""

import sys

if sys.version_info < (3, 11):
    sys.exit("perspectives needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])

from perspectives.site import bootstrap

if __name__ == "__main__":
    bootstrap.run(sys.argv)
