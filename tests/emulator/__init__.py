"""The product on a BigQuery server on this machine, addressed by the real clients."""
