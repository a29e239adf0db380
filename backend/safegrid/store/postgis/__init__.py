"""Django's PostGIS backend behind a bounded pool of psycopg2 connections."""
