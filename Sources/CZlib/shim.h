// SPDX-License-Identifier: Apache-2.0
// zlib begins a stream with a macro, which Swift cannot call. Its own format for gzip: a window of 15 bits, plus 16.
#pragma once
#include <zlib.h>

static inline int scs_begin_gzip(z_stream *stream) {
    return deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

static inline int scs_begin_gunzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }
