"""`export_openapi_schema`: ninja's own command, under the app that has the API."""

from ninja.management.commands.export_openapi_schema import Command

__all__ = ["Command"]
