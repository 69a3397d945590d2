# Alex. `make` or `make help` lists the targets; `make test` is what CI runs.

GOLANGCI := go tool -modfile=.lint/go.mod golangci-lint
FUZZTIME ?= 60s
SOAK ?= 1h

# One way to compile, so that what is built, tested and linted shares Go's cache.
export CGO_ENABLED = 0
export GOFLAGS := $(shell go env GOFLAGS) -trimpath

.DEFAULT_GOAL := help
.PHONY: help run build page setup check lint types test unit race journeys bench load pictures trust scan aws-test terraform terraform-provider fuzz format release elsewhere image image-try image-lint verify vulnerabilities

help: ## list the targets
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## serve Alex at http://localhost:8080
	bin/alex serve

build: page ## build bin/alex
	@test -e bin/alex || echo "compiling Alex: some minutes the first time"
	go build -o bin/alex ./cmd/alex

test: setup build check unit race journeys ## all that CI checks: set-up, linters, tests, race detector, journeys in a browser

check: lint types ## the linters, vet among them, without tests

bench: build ## run the benchmarks, of the page too, and write docs/measurements.md
	go run ./internal/bench

load: build ## put a running program under load, and write docs/measurements.md (SOAK=10m for less than an hour)
	go run ./internal/bench -load -soak $(SOAK)

pictures: build ## take the pictures of the README anew
	npm run --silent --prefix frontend pictures

trust: build ## test each promise for long, and write docs/trust-report.md (CORPORA=FOLDER: public files to read)
	go mod verify
	go run ./internal/trust -o docs/trust-report.md

scan: build ## look at a running Alex from outside with schemathesis and wapiti (from PyPI)
	.ci/scan

aws-test: build ## run the functions of AWS by stand-ins on this machine (moto's server from PyPI)
	.ci/aws-test

terraform: ## look at terraform/ with what is there: tests, linters, a plan, and all of it made at a stand-in for AWS
	.ci/terraform

terraform-provider: ## build the provider that the plan needs (an hour, 11 GB of Go's cache)
	.ci/terraform provider

release: page elsewhere ## write dist/: an archive for each system, their sums, the list of parts (TARGETS=linux/amd64 for one)
	go run ./internal/release -o dist $(if $(TARGETS),-targets $(TARGETS))

elsewhere: ## vet the program and its tests as they are on Windows and macOS
	GOOS=windows go vet ./...
	GOOS=darwin go vet ./...

image: ## build the container image of the release in dist/, where an engine answers
	.ci/image

image-try: ## run that image as compose.yaml does, ask it, back it up, stop it
	.ci/image try

image-lint: ## look at the Containerfile with hadolint (from PyPI)
	.ci/image lint

verify: ## whether the modules that were fetched are those of go.sum (npm ci looks at the page's)
	go mod verify

vulnerabilities: ## look for known weaknesses of what Alex is built of, where their lists can be reached
	.ci/vulnerabilities

fuzz: ## fuzz every target for a minute each (FUZZTIME=10s for less)
	.ci/fuzz $(FUZZTIME)

format: ## lay every Go file out as gofumpt does
	$(GOLANGCI) fmt

setup:
	.ci/setup

# The page is built where a source of it is newer than the last build.
PAGE := $(shell find frontend -path frontend/node_modules -prune -o -path frontend/generate -prune -o -path frontend/dist -prune -o -type f -print)

page: frontend/dist/index.html

frontend/node_modules: frontend/package-lock.json
	cd frontend && npm ci --no-audit --no-fund
	touch $@

frontend/dist/index.html: frontend/node_modules $(PAGE)
	cd frontend && npm run --silent build
	touch $@

# govet is one of them, so neither go vet nor go test looks again.
lint:
	$(GOLANGCI) run

unit:
	.ci/unit
	cd frontend && npm run --silent test

race:
	.ci/race

# The types are those of the API's document, and the linters of the page are content.
types: frontend/node_modules
	cd frontend && npm run --silent generate -- --check && npm run --silent check

journeys: build ## the page's journeys in Chromium against bin/alex
	cd frontend && npm run --silent e2e
