/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_TAPS_WEIGHTS_H
#define RSZ_TAPS_WEIGHTS_H

#include "filter.h"
#include "map.h"
#include "taps.h"

/* Inside taps: the weights of one output sample, in the two arithmetics. */

/* Samples a weighing filter needs room for at most, whatever the output sample. */
int rsz_taps_native_room (const RszFilter *filter, const RszMap *map, bool antialias);
int rsz_taps_float_room (const RszFilter *filter, const RszMap *map, bool antialias);

/* Weights of output i, torch's for uint8 tensors before they are rounded to fixed point. Writes
 * up to `room` of them to w, the first sample to *first; returns how many. All lie inside the
 * source. *largest is raised to the largest value any weight had while it was made. */
int rsz_taps_native_weigh (const RszFilter *filter, const RszMap *map, bool antialias, int i,
    int room, int32_t *first, double *w, double *largest);

/* The same for float32 tensors. Without antialias samples may lie outside the source. */
int rsz_taps_float_weigh (const RszFilter *filter, const RszMap *map, bool antialias, int i,
    int room, int32_t *first, float *w);

/* Source index of output i for nearest and nearest-exact, 0 .. in - 1. */
int rsz_taps_nearest (const RszMap *map, int i);
int rsz_taps_nearest_exact (const RszMap *map, int i);

/* First sample of the window area takes the mean of, and how many. */
int rsz_taps_area (const RszMap *map, int i, int32_t *first);

/* Drops outer zero weights, a sample without weight being not to be read, and makes n_max what is left. */
void rsz_taps_trim (RszTaps *taps);

#endif
