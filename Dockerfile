# The site and the commands in one image. Built from the hashed lock; runs as a user without rights; writes to /data alone.
FROM python:3.11-slim AS build
WORKDIR /build
COPY requirements/ requirements/
RUN python -m venv /opt/hedgecite \
 && /opt/hedgecite/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/web.txt
COPY pyproject.toml README.md LICENSE ./
COPY corpus/ corpus/
COPY qa/ qa/
COPY reports/ reports/
COPY templates/ templates/
RUN /opt/hedgecite/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation . \
 && /opt/hedgecite/bin/python -m compileall -q /opt/hedgecite/lib || true

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /data hedgecite \
 && mkdir -p /data/cache /desk && chown -R hedgecite /data
COPY --from=build /opt/hedgecite /opt/hedgecite
ENV PATH=/opt/hedgecite/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HEDGECITE_DATA_DIR=/data \
    HEDGECITE_CACHE_DIR=/data/cache
USER hedgecite
WORKDIR /desk
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=90s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["hedgecite"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
