# docker build -t codematch .
# docker run --rm --network none -v "$PWD:/work" codematch compare known/ questioned/ --out report
FROM python:3.12-slim AS build
WORKDIR /source
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY codematch codematch
COPY grammars grammars
COPY validation validation
COPY locks locks
RUN python -m venv /opt/build \
    && /opt/build/bin/python -m pip install --no-cache-dir --only-binary :all: --require-hashes -r locks/build.txt \
    && /opt/build/bin/python -m pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /wheel . \
    && python -m venv /opt/codematch \
    && /opt/codematch/bin/python -m pip install --no-cache-dir --only-binary :all: --require-hashes -r locks/all.txt \
    && /opt/codematch/bin/python -m pip install --no-cache-dir --no-deps --no-index /wheel/*.whl

FROM python:3.12-slim
COPY --from=build /opt/codematch /opt/codematch
RUN useradd --create-home --uid 1000 examiner && mkdir /work && chown examiner /work
ENV PATH=/opt/codematch/bin:$PATH PYTHONDONTWRITEBYTECODE=1
USER examiner
WORKDIR /work
RUN codematch self-test --quiet
ENTRYPOINT ["codematch"]
CMD ["--help"]
