"""The operator's look at the source tables; scripts/check_sources.sh runs it."""
