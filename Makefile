.DEFAULT_GOAL := help
.PHONY: help build warm run demo test client-test web-test screenshots pictures quick format bench bench-jmh fuzz fuzz-api crash-test random-lives broken-builds clean

# Found when a recipe runs, because the target jdk may have downloaded it by then.
JDK = $(shell bin/jdk25 --installed 2>/dev/null)
MAVEN = JAVA_HOME="$(JDK)" MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED $(MAVEN_OPTS)" ./mvnw
PARALLEL := -T 1C

# Everything that the packaged server is made of.
SERVER_STAMP := server/target/.built
SERVER_MODULES := model protocol security link journal embedded store engine webhooks edge gateway api server
SERVER_SOURCES := pom.xml web/pom.xml $(SERVER_MODULES:=/pom.xml) $(shell find $(SERVER_MODULES:=/src/main) web/src client/src docs client/README.md CHANGELOG.md CONTRIBUTING.md -type f -o -type d 2>/dev/null)

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: $(SERVER_STAMP) ## build the server, and the cache with which it starts faster
	@bin/warm --missing || true

warm: $(SERVER_STAMP) ## make that cache again: runs the server for some seconds under a short load
	@bin/warm

# The first build of a clone leaves out Error Prone and NullAway: a newcomer waits half as long.
UNCHECKED := server/target/.unchecked

$(SERVER_STAMP): $(SERVER_SOURCES) | jdk
	@echo "Building the server; the first time Maven downloads what it needs, which may take minutes."
	@if [ -d server/target ] && [ ! -f $(UNCHECKED) ]; then \
	  $(MAVEN) $(PARALLEL) -q -pl server -am -DskipTests -DskipTestCompile package; \
	else \
	  mkdir -p server/target && touch $(UNCHECKED) && \
	  $(MAVEN) $(PARALLEL) -q -pl server -am -P server-only package; \
	fi
	@touch $@

# What was compiled without them is compiled again before tests.
.PHONY: checked
checked:
	@if [ -f $(UNCHECKED) ]; then rm -rf */target/classes */target/maven-status $(UNCHECKED); fi

run: $(SERVER_STAMP) ## build what changed and start the server
	@exec bin/realtime-gateway run $(ARGS)

demo: $(SERVER_STAMP) ## start the server with people who talk, on data of its own (data/demo)
	@exec bin/demo $(ARGS)

test: checked | jdk ## build and test everything, with real processes, a real database and a real browser
	@mkdir -p server/target && touch server/target/.begun
	$(MAVEN) $(PARALLEL) verify
	@touch -r server/target/.begun $(SERVER_STAMP)
	$(BENCH_JAVA) -cp bench/target/realtime-gateway-bench.jar io.realtimegateway.bench.report.PerformanceReport . --quick
	$(MAKE) client-test
	$(MAKE) web-test

client-test: $(SERVER_STAMP) ## test the JavaScript client against the built server
	node="$$(bin/node)" && cd client && export PATH="$$node:$$PATH" && npm ci --no-audit --no-fund && npm test

web-test: $(SERVER_STAMP) ## test the chat page in a real browser
	node="$$(bin/node)" && bin/chromium >/dev/null && cd web && export PATH="$$node:$$PATH" && npm ci --no-audit --no-fund && npm test

screenshots: $(SERVER_STAMP) ## take the pictures of docs/images
	node="$$(bin/node)" && cd web && export PATH="$$node:$$PATH" && npm ci --no-audit --no-fund && npm run -s screenshots

quick: checked | jdk ## compile and run the unit tests, without e2e and bench
	$(MAVEN) $(PARALLEL) -q -pl '!bench,!e2e' test
	node="$$(bin/node)" && cd client && PATH="$$node:$$PATH" npm run -s test:unit

format: | jdk ## format the Java sources
	$(MAVEN) $(PARALLEL) -q spotless:apply

BENCH_STAMP := bench/target/.built
BENCH_JAVA = "$(JDK)/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow

$(BENCH_STAMP): $(SERVER_STAMP) $(shell find bench/src bench/pom.xml -type f)
	@$(MAVEN) $(PARALLEL) -q -pl bench -am -DskipTests package
	@touch $@

bench: checked build $(BENCH_STAMP) ## measure the server beside bare Netty, and write docs/performance.md; ARGS=--quick only counts
	$(BENCH_JAVA) -cp bench/target/realtime-gateway-bench.jar io.realtimegateway.bench.report.PerformanceReport . $(ARGS)

bench-jmh: checked $(BENCH_STAMP) ## run the JMH benchmarks; ARGS="..." goes to JMH
	$(BENCH_JAVA) -jar bench/target/realtime-gateway-bench.jar $(ARGS)

CYCLES ?= 1000
crash-test: checked | jdk ## kill real processes CYCLES=1000 times and audit; ARGS="-Dcrash.seed=..." repeats a run
	$(MAVEN) $(PARALLEL) -q -pl e2e -am -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dit.test=CrashAuditIT -Dfailsafe.failIfNoSpecifiedTests=false -Dcrash.cycles=$(CYCLES) $(ARGS) verify

random-lives: checked | jdk ## let clients live at random and compare what they have; ARGS="-Dlives.seed=... -Dlives.rounds=..."
	$(MAVEN) $(PARALLEL) -q -pl e2e -am -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dit.test=RandomLivesIT -Dfailsafe.failIfNoSpecifiedTests=false $(ARGS) verify

broken-builds: | jdk ## break copies of the server on purpose and expect that the crash audit finds each
	bin/broken-builds $(ARGS)

fuzz: | jdk ## explore with every fuzz test (*FuzzTest) in turn
	bin/fuzz $(ARGS)

fuzz-api: $(SERVER_STAMP) ## let schemathesis attack the REST API; EXAMPLES=25 and SEED, ARGS="..." goes to it
	bin/fuzz-api $(ARGS)

.PHONY: audit-dependencies
audit-dependencies: | jdk ## ask osv.dev for known holes of every dependency; needs the network
	bin/audit-dependencies $(ARGS)

clean: | jdk ## remove what was built
	$(MAVEN) -q clean

.PHONY: jdk
jdk:
	@bin/jdk25 >/dev/null
