"""Makes the table of the cache in which sign-in limits are counted, so that `migrate` alone sets the site up."""

from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    """Make the table of the database cache where it is missing."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = []
    operations = [migrations.RunPython(make_table, migrations.RunPython.noop, elidable=False)]
