"""Pages, tables and copies generated from the registry, the schemas and the examples."""
