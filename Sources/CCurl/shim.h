// SPDX-License-Identifier: Apache-2.0
// libcurl's setopt and getinfo are variadic, which Swift cannot call: one fixed signature for each kind of value.
#pragma once
#include <curl/curl.h>

static inline CURLcode scs_easy_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}
