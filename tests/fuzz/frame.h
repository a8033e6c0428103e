/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef FRAME_H
#define FRAME_H

#include "fuzz.h"
#include "memory.h"
#include "resizer.h"
#include "rows/rows.h"

/* Frames for a spec: their memory, which has nothing that the spec does not name, and what is in
 * it. */

typedef enum { FUZZ_SOURCE, FUZZ_EXPECTED, FUZZ_MADE } FuzzRole;

typedef struct {
  int n_planes;
  FuzzMemory planes[RSZ_MAX_PLANES];
} FuzzFrame;

typedef enum { FUZZ_NOISE, FUZZ_EXTREMES, FUZZ_RAMP, FUZZ_FLAT, FUZZ_N_KINDS } FuzzKind;

typedef struct {
  FuzzKind kind;
  uint16_t seed;
  uint16_t values[4]; /* FLAT: of the components, before they are held to the depth */
} FuzzPixels;

void fuzz_pixels_read (FuzzPixels *pixels, FuzzInput *input);

/* Memory for the source of a spec, or for what is made of it. False where there is not as much. */
bool fuzz_frame_place (FuzzFrame *frame, const RszSpec *spec, FuzzRole role,
    const FuzzPlacing *placing, uint8_t filling);
void fuzz_frame_leave (const FuzzFrame *frame);

/* Draws a source; what is left of the input goes over its first bytes, unless it is to be flat. */
void fuzz_frame_draw (FuzzFrame *src, const RszSpec *spec, const FuzzPixels *pixels,
    const RszRows *rows, FuzzInput *input);

/* True while the source that was drawn last is as it was drawn. */
bool fuzz_frame_is_drawn (const FuzzFrame *src);

bool fuzz_frame_is_whole (const FuzzFrame *frame);
bool fuzz_frame_equals (const FuzzFrame *a, const FuzzFrame *b, int *plane, int *row);

/* True where dst has the source's samples: in layouts that are not plain, bits that belong to none
 * do not count. */
bool fuzz_frame_is_copy (
    const FuzzFrame *dst, const FuzzFrame *src, const RszSpec *spec, const RszRows *rows);

/* True where a flat source has become a flat picture inside its border; also where that is not
 * promised. */
bool fuzz_frame_is_flat (
    const FuzzFrame *dst, const RszSpec *spec, const FuzzPixels *pixels, const RszRows *rows);

#endif
