"""The whole export; scripts/export_trends.sh runs it in the project's own environment."""
