"""What is written from the registry, the schemas and the examples: pages, tables, copies."""
