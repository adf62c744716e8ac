"""New York time. The only module that reads the clock."""

from datetime import datetime
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")


def now() -> datetime:
    """Return the present instant in New York, to the second."""
    return datetime.now(NEW_YORK).replace(microsecond=0)
