"""Operations that change a table of a million rows without making a writer wait for all of them.

Each can be broken off and started again: what a broken run has left is found and finished. They do what Django's own
operations do, and leave the same schema behind.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState


class AddColumn(migrations.AddField):
    """Add a column that has a default of the database's own, without writing the rows anew.

    Django copies the whole table on SQLite, which can add such a column by itself; elsewhere this is `AddField`.
    """

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Add the column."""
        if schema_editor.connection.vendor != "sqlite":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            field = model._meta.get_field(self.name)
            definition, params = schema_editor.column_sql(model, field)
            place = {
                "table": schema_editor.quote_name(model._meta.db_table),
                "column": schema_editor.quote_name(field.column),
                "definition": definition,
            }
            schema_editor.execute(schema_editor.sql_create_column % place, params)


class AddIndexGently(migrations.AddIndex):
    """Build an index while others write: CONCURRENTLY on PostgreSQL, so only in a migration that is not atomic."""

    atomic = False

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Build the index, unless it is there and whole."""
        model = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            _drop_unfinished(schema_editor, self.index.name)
            if not _has(schema_editor, model, self.index.name):
                schema_editor.add_index(model, self.index, **_concurrently(schema_editor))

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop the index, if it is there."""
        model = from_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            _drop(schema_editor, model, self.index)


class RemoveIndexGently(migrations.RemoveIndex):
    """Drop an index while others read and write; back again it is built as gently."""

    atomic = False

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop the index, if it is there."""
        model = from_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            index = from_state.models[app_label, self.model_name_lower].get_index_by_name(self.name)
            _drop(schema_editor, model, index)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Build the index again."""
        index = to_state.models[app_label, self.model_name_lower].get_index_by_name(self.name)
        AddIndexGently(self.model_name, index).database_forwards(app_label, schema_editor, from_state, to_state)


def _concurrently(schema_editor: BaseDatabaseSchemaEditor) -> dict[str, Any]:
    """Return the argument that only PostgreSQL's schema editor takes."""
    return {"concurrently": True} if schema_editor.connection.vendor == "postgresql" else {}


def _has(schema_editor: BaseDatabaseSchemaEditor, model: type[models.Model], name: str) -> bool:
    """Whether the model's table has an index of this name."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        return name in connection.introspection.get_constraints(cursor, model._meta.db_table)


def _drop(schema_editor: BaseDatabaseSchemaEditor, model: type[models.Model], index: models.Index) -> None:
    """Drop an index of the model's, if it is there."""
    if _has(schema_editor, model, index.name):
        schema_editor.remove_index(model, index, **_concurrently(schema_editor))


def _drop_unfinished(schema_editor: BaseDatabaseSchemaEditor, name: str) -> None:
    """Drop what a build that was broken off leaves behind on PostgreSQL: an index that is kept but never used."""
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_index WHERE indexrelid = to_regclass(%s) AND NOT indisvalid", [name])
        unfinished = cursor.fetchone() is not None
    if unfinished:
        schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {schema_editor.quote_name(name)}")
