// SPDX-License-Identifier: Apache-2.0
// The commit is known to the linker alone (`--defsym`), so that a new one compiles nothing again. Its first twelve hexadecimal
// digits are the address of this symbol; 0 where the linker was not given it.
#pragma once
#include <stdint.h>

extern const char scs_check_commit[] __attribute__((weak));

static inline uint64_t scs_commit(void) { return (uint64_t)(uintptr_t)scs_check_commit; }
