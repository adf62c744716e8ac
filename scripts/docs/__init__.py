"""What is written from the registry of documents, the schemas and the code, so nobody copies it."""
