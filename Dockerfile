# SafeGrid in a container: the same steps as ./scripts/up, from the same files.
FROM python:3.12-slim-bookworm AS safegrid
WORKDIR /srv/safegrid
ENV PYTHONPATH=/srv/safegrid/scripts

# Packages first: they change less often than the code.
COPY requirements.lock ./
COPY scripts/safegrid_dev scripts/safegrid_dev
RUN python -m safegrid_dev build packages

COPY . .
RUN python -m safegrid_dev build pages && rm -rf frontend/node_modules .local \
 && useradd --system --home-dir /srv/safegrid safegrid \
 && install -d -o safegrid .local
USER safegrid
EXPOSE 8000
CMD ["python", "-m", "safegrid_dev", "serve", "web", "--host", "0.0.0.0"]
