"""The source tables: their list, whether a warehouse has them, which it may lack."""
