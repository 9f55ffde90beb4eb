"""The door for WSGI servers: `gunicorn perspectives.site.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perspectives.site.settings")

application = get_wsgi_application()
