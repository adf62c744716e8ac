"""The scheduled export: its deployment, its runner, its image."""
