# Everything that people and machines do here. `make help` lists it.

GO      ?= go
VERSION ?=
BINARY  := bin/alertplan

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

.PHONY: build
build: ## build bin/alertplan
	$(GO) build -trimpath -ldflags "-X main.version=$(VERSION)" -o $(BINARY) ./cmd/alertplan

.PHONY: demo
demo: build ## the whole job on a sandbox, or on the cluster of ALERTPLAN_URL
	@$(GO) run ./internal/demo $(BINARY)

.PHONY: test
test: ## all tests that need nothing but Go
	$(GO) test ./...

.PHONY: soak
soak: ## tests that take long or wait in real time
	ALERTPLAN_TEST_SOAK=1 $(GO) test -timeout 30m ./...

.PHONY: conformance
conformance: ## what is evaluated offline beside real nodes (ALERTPLAN_TEST_NODES), and the table of it in docs
	$(GO) run ./internal/conformance/table -docs docs -quiet

.PHONY: bench
bench: ## benchmarks, each beside its floor
	$(GO) test -run '^$$' -bench . -benchmem ./...

.PHONY: lint
lint: ## format, vet, staticcheck
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); if [ -n "$$unformatted" ]; then echo "not formatted: $$unformatted"; exit 1; fi
	$(GO) vet ./...
	$(GO) tool -modfile=tools/go.mod staticcheck ./...

.PHONY: generate
generate: ## rewrite what is generated: golden files, the reference in docs
	$(GO) generate ./...
