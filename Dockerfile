# The runner on Cloud Run: waits for messages, runs the export (docs/operations/deploy.md).
FROM python:3.11-slim

RUN useradd --create-home trends && install --directory --owner trends /app
WORKDIR /app
USER trends

# The long step first, so that it is repeated for a new lock only.
COPY --chown=trends requirements.lock ./
RUN python -m venv .venv && .venv/bin/pip install --no-cache-dir --quiet -r requirements.lock

COPY --chown=trends README.md pyproject.toml profiles.yml.example ./
COPY --chown=trends json_schemas json_schemas
COPY --chown=trends publisher publisher
COPY --chown=trends dbt_trends dbt_trends
COPY --chown=trends scripts scripts
RUN bash -c 'source scripts/environment.sh && ensure_environment requirements.lock'

# One export at a time: the runner counts on one thread.
ENV PATH=/app/.venv/bin:$PATH WORKERS=1 THREADS=1 PYTHONUNBUFFERED=1
CMD ["functions-framework", "--source=scripts/cloud/runner.py", "--target=run_export", "--signature-type=cloudevent"]
