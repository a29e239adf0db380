"""Shapes of what the API takes and gives. TypeScript types are generated from them, so nothing here is `Any`."""
