# An image with one file in it: the static binary, on a base that has CA certificates,
# a user who is not root, and no shell. Time zones are in the binary.
#
#   docker build --build-arg VERSION=v1.2.3 --tag alertplan .
#   docker run --rm --volume "$PWD:/alerts:ro" --workdir /alerts alertplan validate
#
# The bases are named by tags that hold one release of Go and one of Debian. Who needs
# the same bytes each time pins them by digest: `docker buildx imagetools inspect` tells it.

FROM --platform=$BUILDPLATFORM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG TARGETOS
ARG TARGETARCH
ARG VERSION=""
ARG COMMIT=""
ARG DATE=""
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -buildvcs=false \
    -ldflags "-s -w -X main.version=$VERSION -X main.commit=$COMMIT -X main.date=$DATE" \
    -o /out/alertplan ./cmd/alertplan

FROM gcr.io/distroless/static-debian12:nonroot
ARG VERSION=""
ARG COMMIT=""
ARG DATE=""
LABEL org.opencontainers.image.title="alertplan" \
      org.opencontainers.image.description="Alerting as code for OpenSearch" \
      org.opencontainers.image.source="https://github.com/alertplan/alertplan" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$COMMIT" \
      org.opencontainers.image.created="$DATE"
COPY --from=build /out/alertplan /usr/local/bin/alertplan
USER 65532:65532
WORKDIR /alerts
ENTRYPOINT ["/usr/local/bin/alertplan"]
CMD ["--help"]
