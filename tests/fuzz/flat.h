/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef FLAT_H
#define FLAT_H

#include "frame.h"
#include "rows/rows.h"

/* A row of a flat source, from its byte 0 on; valid until the next call. */
const uint8_t *fuzz_flat_source (
    const RszPlaneSpec *plane, const FuzzPixels *pixels, const RszRows *rows);

#endif
