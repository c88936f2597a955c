# SPDX-License-Identifier: Apache-2.0
# Start here, on Debian with Swift 6.3: `make demo` and `make test`.
.PHONY:
