# SPDX-License-Identifier: Apache-2.0
# Two commands for a newcomer on Debian with Swift 6.3: `make demo` and `make test`.
.PHONY: bootstrap build release install test demo devcloud devcloud-down integration bench bench-digest fmt check hardened \
	cloud-server \
	campaigns campaign-faults campaign-lies campaign-secrets campaign-transport campaign-configuration campaign-kill \
	campaign-neighbours campaign-limits campaign-fuzz campaign-yaml campaign-sanitizers \
	campaign-sanitizer-thread campaign-sanitizer-address \
	campaign-authentication campaign-outages campaign-deadlines

PROGRAM := .build/release/scs-check
BASE := $(or $(DEVCLOUD_BASE),/var/tmp/scs-check-devcloud)

# Installs the Debian packages that building and testing need. Otherwise only `demo` and `test` install any.
bootstrap:
	@.ci/deps test

build:
	swift build

# One binary without a Swift runtime beside it, stripped; no library is looked for beside it, and what
# the loader has filled in is read-only. (lld: gold warns of what is Foundation's own.)
RELEASE := -c release --static-swift-stdlib -Xswiftc -use-ld=lld --disable-local-rpath \
	-Xswiftc -no-toolchain-stdlib-rpath -Xlinker -z -Xlinker relro -Xlinker -z -Xlinker now \
	-Xlinker --no-export-dynamic -Xlinker -s

release:
	swift build $(RELEASE) --product scs-check

# That the binary is as it should be, and says what it lacks.
hardened: release
	Tests/Campaigns/hardened/hardened.sh $(abspath $(PROGRAM))

install: release
	install -D -m 755 $(PROGRAM) $(or $(PREFIX),/usr/local)/bin/scs-check

test:
	@.ci/deps test
	swift test

# Certifies the simulated cloud inside the program and shows the report. A debug build: `make test` goes on from it.
demo:
	@.ci/deps build
	swift build --product scs-check
	.build/debug/scs-check run volume-backup --cloud simulated

# A real OpenStack on loopback; DEVCLOUD_BACKEND=files (default), nfs or ceph.
devcloud:
	Tests/DevCloud/up.sh

devcloud-down:
	Tests/DevCloud/down.sh

# The built program against every devcloud that has been brought up.
integration: release
	SCS_CHECK_PROGRAM=$(abspath $(PROGRAM)) SCS_CHECK_DEVCLOUDS=$(BASE) \
		swift test --filter IntegrationTests

# What is promised, measured: ratios and counts, each with its bar. Needs `make devcloud`.
bench: release
	python3 Benchmarks/bench.py $(abspath $(PROGRAM)) $(BASE)/files/clouds.yaml

# What the digests of 1 GiB cost, in seconds of CPU time; docs/decisions/0001-openssl.md has the figures.
bench-digest:
	SCS_CHECK_BENCH=1 swift build -c release --product DigestBench --static-swift-stdlib -Xswiftc -use-ld=lld
	.build/release/DigestBench

# Campaigns: what can be trusted, tried out. Their long forms' figures are in docs/RELIABILITY.md.
FORM := $(or $(FORM),short)
CLANG := $(dir $(realpath $(shell command -v swift)))clang

# All that need no cloud.
campaigns: campaign-faults campaign-lies campaign-secrets campaign-transport campaign-kill campaign-neighbours \
	campaign-limits campaign-deadlines campaign-fuzz

# Every fault at every call of every run; FORM=long is every call, short the telling ones.
# The long form makes millions of requests, so it is built for it.
campaign-faults:
	CAMPAIGN=$(FORM) swift test --filter FaultCampaign \
		$(if $(filter long,$(FORM)),-c release --scratch-path .build-campaign -Xswiftc -enable-testing)

# A cloud that does everything right but one thing, and says so in well-formed answers: inside the
# process, then over HTTP to the released program. The long form puts every odd value into every field.
# CAMPAIGN_PART=1/3 is a third of the cases.
campaign-lies: cloud-server
	CAMPAIGN=$(FORM) swift test --filter LieCampaign \
		$(if $(filter long,$(FORM)),-c release --scratch-path .build-campaign -Xswiftc -enable-testing)
	python3 Tests/Campaigns/lies/lies.py $(abspath $(PROGRAM)) $(abspath $(SERVER)) $(FORM)

# Marked secrets everywhere, and a search through all that was written.
campaign-secrets: release
	python3 Tests/Campaigns/secrets/secrets.py $(abspath $(PROGRAM)) $(FORM)

# Clouds that drip and hang, against --time-limit, --total-time and a signal.
campaign-deadlines: release
	python3 Tests/Campaigns/deadlines/deadlines.py $(abspath $(PROGRAM))

# A real nginx with good and bad certificates, redirects, strangers and proxies.
campaign-transport: release
	python3 Tests/Campaigns/transport/transport.py $(abspath $(PROGRAM)) $(FORM)

# Every way to sign in, right and wrong, to a real Keystone; needs what `make devcloud` installs.
campaign-authentication: release
	$(BASE)/venv/bin/python Tests/Campaigns/authentication/authentication.py $(abspath $(PROGRAM))

# Thousands of configurations, each read by openstacksdk as well; its Python is a devcloud's, or made from PyPI.
campaign-configuration: release
	DEVCLOUD_BASE=$(BASE) python3 Tests/Campaigns/configuration/configuration.py $(abspath $(PROGRAM)) $(FORM)
	DEVCLOUD_BASE=$(BASE) python3 Tests/Campaigns/configuration/catalogue.py $(abspath $(PROGRAM)) $(FORM)

# A real OpenStack is looked at with openstacksdk, which the devcloud has.
PYTHON := $(if $(REAL),$(BASE)/venv/bin/python,python3)

# A simulated cloud that outlives the program under test.
SERVER := .build/release/CloudServer
cloud-server: release
	swift build $(RELEASE) --product CloudServer

# SIGKILL at every boundary and at random moments; REAL=clouds.yaml CLOUD=name does it there instead.
campaign-kill: cloud-server
	$(PYTHON) Tests/Campaigns/kill/kill.py $(abspath $(PROGRAM)) $(abspath $(SERVER)) $(FORM) \
		$(if $(REAL),--real $(REAL) --cloud $(or $(CLOUD),devcloud2) --times $(if $(filter long,$(FORM)),50,5))

# Ten runs in one project, thousands of resources of others, and names that want to be more than text.
campaign-neighbours: cloud-server
	$(PYTHON) Tests/Campaigns/neighbours/neighbours.py $(abspath $(PROGRAM)) $(abspath $(SERVER)) $(FORM) \
		$(if $(REAL),--real $(REAL) --cloud $(or $(CLOUD),devcloud2))

# Signals, full disks, readers that go away, killed reports; a thousand runs in one process.
campaign-limits: cloud-server
	python3 Tests/Campaigns/limits/limits.py $(abspath $(PROGRAM)) $(abspath $(SERVER)) $(FORM)
	MALLOC_ARENA_MAX=1 CAMPAIGN=$(FORM) swift test --filter LimitCampaign

# Services of a real cloud stop in the middle of each step; OUTAGES=folder of a cloud that nobody else uses.
campaign-outages: release
	python3 Tests/Campaigns/outages/outages.py $(abspath $(PROGRAM)) $(or $(OUTAGES),$(BASE)/files) $(FORM)

# Every parser under libFuzzer; EXECUTIONS=10000000 SEED=0 is the long form.
campaign-fuzz:
	SCS_CHECK_FUZZ=1 swift build -c release --product Fuzz --sanitize fuzzer \
		--scratch-path .build-fuzz -Xswiftc -enable-testing
	python3 Tests/Campaigns/fuzz/fuzz.py .build-fuzz/release/Fuzz --executions $(or $(EXECUTIONS),1000000) --seed $(or $(SEED),1)

# The public YAML test suite: YAML_TEST_SUITE is a checkout of github.com/yaml/yaml-test-suite.
campaign-yaml:
	YAML_TEST_SUITE=$(abspath $(YAML_TEST_SUITE)) swift test --filter YAMLSuiteCampaign

# The tests under the thread and the address sanitizer. mutex.c tells the first what the runtime hides.
campaign-sanitizers: campaign-sanitizer-thread campaign-sanitizer-address

campaign-sanitizer-thread:
	swift build --build-tests --sanitize thread --scratch-path .build-thread
	$(CLANG) -O1 -shared -fPIC -o .build-thread/mutex.so Tests/Campaigns/sanitizers/mutex.c
	LD_PRELOAD=$(abspath .build-thread/mutex.so) \
		swift test --skip-build --sanitize thread --scratch-path .build-thread

campaign-sanitizer-address:
	LSAN_OPTIONS=suppressions=$(abspath Tests/Campaigns/sanitizers/leaks.txt) \
		swift test --sanitize address --scratch-path .build-address

fmt:
	swift format -i --recursive Package.swift Sources Tests Standards

check:
	swift format lint --strict --recursive Package.swift Sources Tests Standards
