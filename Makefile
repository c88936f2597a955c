# SPDX-License-Identifier: Apache-2.0
# Start here, on Debian with Swift 6.3: `make demo` and `make test`.
.PHONY: bootstrap build release hardened install uninstall test demo devcloud devcloud-down integration monitor \
	guides browser slurm kubernetes pictures bench-pages bench-fleet bench bench-digest bench-size bench-start bench-instructions author-path \
	api outside docs campaigns campaign-faults campaign-lies campaign-secrets campaign-deadlines campaign-transport \
	campaign-authentication campaign-configuration cloud-server campaign-kill campaign-neighbours campaign-limits \
	campaign-outages campaign-fuzz campaign-yaml campaign-sanitizers campaign-sanitizer-thread \
	campaign-sanitizer-address fmt check package container

# RELEASE_BUILD is another folder for release builds, so that both kinds can be built at the same time.
RELEASE_BUILD := $(or $(RELEASE_BUILD),.build)
PROGRAM := $(RELEASE_BUILD)/release/scs-check
BASE := $(or $(DEVCLOUD_BASE),/var/tmp/scs-check-devcloud)

# Installs the Debian packages for building and testing. Apart from this, only `demo` and `test` install packages.
bootstrap:
	@.ci/deps test

# Debug builds have no debug information, which takes a sixth of the time; DEBUG= has it. (The tests are found by the index.)
DEBUG := -debug-info-format none
SWIFT_TEST := swift test $(DEBUG)
# TESTS names tests that are built already, for what runs some of them.
RUN_TESTS := $(if $(TESTS),$(TESTS) --testing-library swift-testing,$(SWIFT_TEST))

build:
	swift build $(DEBUG)

# One stripped binary that needs no Swift runtime. No library is searched for beside it, and relocations
# are read-only. (lld, because gold warns about Foundation's own objects.)
STRIP := -Xlinker -s
COMMIT := $(shell git rev-parse --short=12 HEAD 2>/dev/null)
RELEASE := -c release --scratch-path $(RELEASE_BUILD) --static-swift-stdlib -Xswiftc -use-ld=lld --disable-local-rpath \
	-Xswiftc -no-toolchain-stdlib-rpath -Xlinker -z -Xlinker relro -Xlinker -z -Xlinker now \
	-Xlinker --no-export-dynamic $(STRIP) $(addprefix -Xlinker --defsym=scs_check_commit=0x,$(COMMIT))

release:
	swift build $(RELEASE) --product scs-check

# Checks the binary's hardening and names what is missing.
hardened: release
	Tests/Campaigns/hardened/hardened.sh $(abspath $(PROGRAM))

# The program, its manual pages, and completions for bash, zsh and fish; DESTDIR is put before PREFIX.
PREFIX ?= /usr/local
SHARE = $(DESTDIR)$(PREFIX)/share
COMPLETIONS = $(SHARE)/bash-completion/completions/scs-check $(SHARE)/zsh/site-functions/_scs-check \
	$(SHARE)/fish/vendor_completions.d/scs-check.fish

install: release
	install -D -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/scs-check
	install -d $(dir $(COMPLETIONS)) $(SHARE)/man/man1
	$(PROGRAM) man $(SHARE)/man/man1
	gzip -9nf $(SHARE)/man/man1/scs-check.1 $(SHARE)/man/man1/scs-check-*.1
	$(PROGRAM) completions bash > $(word 1,$(COMPLETIONS))
	$(PROGRAM) completions zsh > $(word 2,$(COMPLETIONS))
	$(PROGRAM) completions fish > $(word 3,$(COMPLETIONS))

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/scs-check $(COMPLETIONS) \
		$(SHARE)/man/man1/scs-check.1* $(SHARE)/man/man1/scs-check-*.1*

test:
	@.ci/deps test
	$(SWIFT_TEST)

# Certifies the built-in simulated cloud and shows the report. A debug build, which `make test` reuses.
demo:
	@.ci/deps build
	swift build $(DEBUG) --product scs-check
	.build/debug/scs-check run volume-backup --cloud simulated

# A real OpenStack on loopback; DEVCLOUD_BACKEND=files (default), nfs or ceph.
devcloud:
	Tests/DevCloud/up.sh

devcloud-down:
	Tests/DevCloud/down.sh

# Runs the program against every devcloud that is up.
integration: release
	SCS_CHECK_PROGRAM=$(abspath $(PROGRAM)) SCS_CHECK_DEVCLOUDS=$(BASE) \
		$(RUN_TESTS) --filter IntegrationTests

# Uploads reports to a compliance monitor: a stand-in, or the real one of SCS_STANDARDS_CHECKOUT.
monitor:
	swift build $(DEBUG) --product scs-check
	/usr/bin/python3 Tests/Monitor/monitor.py $(abspath .build/debug/scs-check)

# Runs the commands of README and the guides, on the simulated cloud.
guides:
	swift build $(DEBUG) --product scs-check
	/usr/bin/python3 Tests/Guides/guides.py $(abspath .build/debug/scs-check)

# Uses the program's pages in a headless Chromium; says so where there is none.
browser:
	swift build $(DEBUG) --product scs-check
	/usr/bin/python3 Tests/Browser/browser.py $(abspath .build/debug/scs-check)

# Examples/slurm on a real Slurm on loopback, which `.ci/deps slurm` installs; needs root.
slurm: release
	/usr/bin/python3 Tests/Slurm/slurm.py $(abspath $(PROGRAM))

# Examples/kubernetes against the schemas of Kubernetes, from PyPI, and with kubectl where there is one.
KUBERNETES := .build/kubernetes
kubernetes:
	@[ -x $(KUBERNETES)/bin/kubernetes-validate ] || { /usr/bin/python3 -m venv $(KUBERNETES) && \
		$(KUBERNETES)/bin/pip install -q --disable-pip-version-check 'kubernetes-validate>=1.30'; }
	$(KUBERNETES)/bin/python Tests/Kubernetes/manifests.py

# Makes the pictures of README anew, from the simulated cloud; needs Chromium.
pictures:
	swift build $(DEBUG) --product scs-check
	/usr/bin/python3 Tests/Browser/pictures.py $(abspath .build/debug/scs-check) docs/images

# Measures pages for 1,000 clouds: time, memory, size.
bench-pages: release
	python3 Benchmarks/pages.py $(abspath $(PROGRAM))

# Measures what is promised: ratios and counts, each with its limit. Needs `make devcloud`.
bench: release
	python3 Benchmarks/bench.py $(abspath $(PROGRAM)) $(BASE)/files/clouds.yaml

# Measures the CPU time of digests of 1 GiB; docs/decisions/0001-openssl.md has the figures.
bench-digest:
	SCS_CHECK_BENCH=1 swift build -c release --product DigestBench --static-swift-stdlib -Xswiftc -use-ld=lld
	.build/release/DigestBench

# Where the program's size comes from: links it with its symbols, and again without.
bench-size:
	$(MAKE) release STRIP=
	python3 Benchmarks/size.py $(PROGRAM)
	$(MAKE) release

# Counts what a start costs, by library; needs valgrind.
bench-start: release
	python3 Benchmarks/start.py $(abspath $(PROGRAM))

# Counts the instructions of small, fixed runs; more than 5 % above Benchmarks/instructions.json fails. Needs valgrind.
bench-instructions: release
	python3 Benchmarks/instructions.py $(abspath $(PROGRAM))

# What the latest standards took their authors, in files, lines and edits, from the commits that added them.
author-path:
	@.ci/author-path

# Many clouds in one run: time, CPU and memory, written into docs/PERFORMANCE.md. Needs root; OPENSTACKSDK is a Python that has it.
bench-fleet: cloud-server
	@.ci/deps bench
	OPENSTACKSDK=$(or $(OPENSTACKSDK),$(wildcard $(BASE)/venv/bin/python)) /usr/bin/python3 Benchmarks/fleet/fleet.py \
		$(abspath $(PROGRAM)) $(abspath $(SERVER)) --write docs/PERFORMANCE.md

# Lists the public surface for packages of others anew; a test compares docs/public-api.txt.
api:
	UPDATE_PUBLIC_API=1 $(SWIFT_TEST) --filter PublicSurfaceTests

# A check in a package of its own, and what new-check writes; built beside this package, from the same objects.
outside: build
	$(SWIFT_TEST) --package-path Examples/OutsideCheck --scratch-path .build
	rm -rf .build/new-check && mkdir .build/new-check
	.build/debug/scs-check new-check scs-9999 snapshots --package .build/new-check/snapshots
	$(SWIFT_TEST) --package-path .build/new-check/snapshots --scratch-path .build
	cd .build/new-check && ../debug/scs-check new-check scs-9999 snapshots --language python
	.build/debug/scs-check check-plugin .build/new-check/scs-9999-snapshots.py

# The documentation for authors of checks, without a warning: .build/docs, for any web server.
docs:
	swift package $(DEBUG) dump-symbol-graph --minimum-access-level public --skip-synthesized-members > /dev/null
	rm -rf .build/symbols && mkdir .build/symbols
	cp .build/*-linux-*/symbolgraph/SCSCheck.symbols.json .build/*-linux-*/symbolgraph/SCSCheck@*.symbols.json .build/symbols
	$(dir $(CLANG))docc convert docs/SCSCheck.docc --additional-symbol-graph-dir .build/symbols --warnings-as-errors \
		--fallback-display-name SCSCheck --fallback-bundle-identifier community.scs.SCSCheck --output-path .build/docs

# Campaigns: long tests of reliability. docs/RELIABILITY.md has the results of their long forms.
FORM := $(or $(FORM),short)
CLANG := $(dir $(realpath $(shell command -v swift)))clang

# All campaigns that need no cloud.
campaigns: campaign-faults campaign-lies campaign-secrets campaign-transport campaign-kill campaign-neighbours \
	campaign-limits campaign-deadlines campaign-fuzz

# Every fault at every call of every run: FORM=long for all calls, short for a selection.
# The long form sends millions of requests, so it uses a release build.
campaign-faults:
	CAMPAIGN=$(FORM) $(if $(filter long,$(FORM)),$(SWIFT_TEST),$(RUN_TESTS)) --filter FaultCampaign \
		$(if $(filter long,$(FORM)),-c release --scratch-path .build-campaign -Xswiftc -enable-testing)

# A cloud that is wrong in one well-formed answer: inside the
# process, then over HTTP to the released program. The long form puts every odd value into every field.
# CAMPAIGN_PART=1/3 is a third of the cases.
campaign-lies: cloud-server
	CAMPAIGN=$(FORM) $(if $(filter long,$(FORM)),$(SWIFT_TEST),$(RUN_TESTS)) --filter LieCampaign \
		$(if $(filter long,$(FORM)),-c release --scratch-path .build-campaign -Xswiftc -enable-testing)
	python3 Tests/Campaigns/lies/lies.py $(abspath $(PROGRAM)) $(abspath $(SERVER)) $(FORM)

# Plants marked secrets and searches all output for them.
campaign-secrets: release
	python3 Tests/Campaigns/secrets/secrets.py $(abspath $(PROGRAM)) $(FORM)

# Slow and hanging clouds, against --time-limit, --total-time and a signal.
campaign-deadlines: release
	python3 Tests/Campaigns/deadlines/deadlines.py $(abspath $(PROGRAM))

# A real nginx with good and bad certificates, redirects, wrong servers and proxies.
campaign-transport: release
	python3 Tests/Campaigns/transport/transport.py $(abspath $(PROGRAM)) $(FORM)

# Every way to sign in to a real Keystone, right and wrong; needs the packages of `make devcloud`.
campaign-authentication: release
	$(BASE)/venv/bin/python Tests/Campaigns/authentication/authentication.py $(abspath $(PROGRAM))

# Compares thousands of configurations with openstacksdk, from a devcloud's Python or from PyPI.
campaign-configuration: release
	DEVCLOUD_BASE=$(BASE) python3 Tests/Campaigns/configuration/configuration.py $(abspath $(PROGRAM)) $(FORM)
	DEVCLOUD_BASE=$(BASE) python3 Tests/Campaigns/configuration/catalogue.py $(abspath $(PROGRAM)) $(FORM)

# A real OpenStack is inspected with the devcloud's openstacksdk.
PYTHON := $(if $(REAL),$(BASE)/venv/bin/python,python3)

# A simulated cloud in a process of its own, which outlives the program under test.
SERVER := $(RELEASE_BUILD)/release/CloudServer
cloud-server: release
	swift build $(RELEASE) --product CloudServer

# SIGKILL at every boundary and at random moments; on a real cloud with REAL=clouds.yaml CLOUD=name.
campaign-kill: cloud-server
	$(PYTHON) Tests/Campaigns/kill/kill.py $(abspath $(PROGRAM)) $(abspath $(SERVER)) $(FORM) \
		$(if $(REAL),--real $(REAL) --cloud $(or $(CLOUD),devcloud2) --times $(if $(filter long,$(FORM)),50,5))

# Ten runs in one project, thousands of foreign resources, and names that contain code or control characters.
campaign-neighbours: cloud-server
	$(PYTHON) Tests/Campaigns/neighbours/neighbours.py $(abspath $(PROGRAM)) $(abspath $(SERVER)) $(FORM) \
		$(if $(REAL),--real $(REAL) --cloud $(or $(CLOUD),devcloud2))

# Signals, full disks, closed pipes, reports cut off by a kill; a thousand runs in one process.
campaign-limits: cloud-server
	python3 Tests/Campaigns/limits/limits.py $(abspath $(PROGRAM)) $(abspath $(SERVER)) $(FORM)
	MALLOC_ARENA_MAX=1 CAMPAIGN=$(FORM) $(RUN_TESTS) --filter LimitCampaign

# Stops services of a real cloud in the middle of each step; OUTAGES=folder of a cloud for this purpose alone.
campaign-outages: release
	python3 Tests/Campaigns/outages/outages.py $(abspath $(PROGRAM)) $(or $(OUTAGES),$(BASE)/files) $(FORM)

# Every parser under libFuzzer; EXECUTIONS=10000000 SEED=0 is the long form.
campaign-fuzz:
	SCS_CHECK_FUZZ=1 swift build -c release --product Fuzz --sanitize fuzzer \
		--scratch-path .build-fuzz -Xswiftc -enable-testing
	python3 Tests/Campaigns/fuzz/fuzz.py .build-fuzz/release/Fuzz --executions $(or $(EXECUTIONS),1000000) --seed $(or $(SEED),1)

# The public YAML test suite: YAML_TEST_SUITE is a checkout of github.com/yaml/yaml-test-suite.
campaign-yaml:
	YAML_TEST_SUITE=$(abspath $(YAML_TEST_SUITE)) $(SWIFT_TEST) --filter YAMLSuiteCampaign

# The tests under the thread and address sanitizers. mutex.c reports the runtime's locks to the first.
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

# A Debian package and a container image: each is tried in a bare root of Debian.
SUITE := $(or $(SUITE),bookworm)
# It is no upload to Debian; timers have names that only systemctl finds.
UNFIT := initial-upload-closes-no-bugs,maintainer-script-calls-systemctl
package: release
	@.ci/deps package
	@package=$$(Packaging/deb) && echo "$$package" && \
		lintian --fail-on error,warning --suppress-tags $(UNFIT) "$$package" && \
		Packaging/clean-root $(SUITE) "$$package"

container: release
	@.ci/deps package
	Packaging/container $$(Packaging/deb) $(BASE_IMAGE)
