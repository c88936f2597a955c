// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>
#include <stdint.h>
#include <time.h>

// Seconds since 1970; timegm belongs to the C library, whose module has another name on each platform.
static inline int scs_seconds_since_1970(const ASN1_TIME *time, int64_t *seconds) {
    struct tm parts;
    // Without a time OpenSSL would take the present one.
    if (time == NULL || ASN1_TIME_to_tm(time, &parts) != 1) return 0;
    *seconds = timegm(&parts);
    return 1;
}

// What EVP_PKEY_fromdata is to find: a public key, or both halves of a pair.
static inline int scs_selection_of_pair(int is_pair) { return is_pair ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY; }
