#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Inspects the built program, and starts it with few resources.
# hardened.sh PROGRAM
set -u
program=$1
failures=0

fail() {
    echo "FAIL: $1"
    failures=$((failures + 1))
}

dynamic=$(readelf -dW "$program")
echo "$dynamic" | grep -qE 'RPATH|RUNPATH' && fail "libraries are looked for in a folder of its own"
echo "$dynamic" | grep -qE 'BIND_NOW|FLAGS.*NOW' || fail "functions are bound late (no BIND_NOW)"
segments=$(readelf -lW "$program")
echo "$segments" | grep -q GNU_RELRO || fail "no RELRO"
echo "$segments" | grep GNU_STACK | grep -q RWE && fail "the stack is executable"
readelf -hW "$program" | grep -q 'Type:.*DYN' || fail "no position-independent program"
readelf -SW "$program" | grep -qE ' \.symtab|\.debug_info' && fail "it is not stripped"

# $1: the limited resource, $2: the ulimit, $3: what the message must name.
limited() {
    said=$( (ulimit $2 && exec timeout 20 "$program" run volume-backup --cloud simulated) 2>&1)
    status=$?
    [ $status = 2 ] || fail "$1: exit status $status instead of 2"
    case $said in *"$3"*) ;; *) fail "$1: it says '$said'" ;; esac
}
limited "few descriptors" "-n 14" "ulimit -n"
# Less than the program and its libraries need to be loaded is the loader's to report.
limited "little memory" "-v 80000" "ulimit -v"
limited "rather little memory" "-v 1000000" "ulimit -v"

[ $failures = 0 ] && echo "hardened: $program is as it should be."
exit $failures
