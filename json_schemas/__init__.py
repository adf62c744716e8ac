"""JSON Schemas (draft 2020-12) of the documents, one file each, whole in itself."""
