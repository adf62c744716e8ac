"""The scheduled export on Google Cloud: the service that a message starts."""
