/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_TAPS_WEIGHTS_H
#define RSZ_TAPS_WEIGHTS_H

#include "filter.h"
#include "map.h"
#include "taps.h"

/* Inside taps: the weights of one output sample, in the two arithmetics. */

/* The last ways in which outputs fell between their samples, and the weights that were made of
 * them. With antialias weights follow from the distance of the first sample to the output, and from
 * how many there are: distances of the others are this one and a whole number, rounded once,
 * wherever the output lies. Starts zeroed; weights stay where they were made. */
#define RSZ_MAX_PHASES 16

typedef struct {
  int n; /* that were ever kept */
  struct {
    double at; /* first sample minus output, in samples, exactly */
    int n;     /* weights */
    const void *weights;
  } seen[RSZ_MAX_PHASES];
} RszPhases;

/* NULL where it is not among the last. */
const void *rsz_taps_find_phase (const RszPhases *phases, double at, int n);
void rsz_taps_keep_phase (RszPhases *phases, double at, int n, const void *weights);

/* Samples a weighing filter needs room for at most, whatever the output sample. */
int rsz_taps_native_room (const RszFilter *filter, const RszMap *map, bool antialias);
int rsz_taps_float_room (const RszFilter *filter, const RszMap *map, bool antialias);

/* Weights of output i, torch's for uint8 tensors before they are rounded to fixed point. Writes
 * up to `room` of them to w, the first sample to *first; returns how many. All lie inside the
 * source. *largest is raised to the largest value any weight had while it was made. */
int rsz_taps_native_weigh (const RszFilter *filter, const RszMap *map, bool antialias, int i,
    int room, int32_t *first, double *w, double *largest, RszPhases *phases);

/* The same for float32 tensors. Without antialias samples may lie outside the source. */
int rsz_taps_float_weigh (const RszFilter *filter, const RszMap *map, bool antialias, int i,
    int room, int32_t *first, float *w, RszPhases *phases);

/* Makes room for len outputs of n_max taps, in the table that the taps' library and arithmetic
 * have. False where memory is short; what there is stays. */
bool rsz_taps_allocate (RszTaps *taps);

/* Gives the taps first, n and n_max, and returns the weights before they are rounded, [len][n_max],
 * to be freed; NULL where memory is short. *largest as in rsz_taps_native_weigh. */
double *rsz_taps_native_weights (
    RszTaps *taps, const RszFilter *filter, const RszMap *map, bool antialias, double *largest);

/* In units of 2^-shift, half away from zero; the weights' sum is not corrected: neither torch nor
 * Pillow does. */
int rsz_taps_quantise (double weight, int shift);

/* Taps that choose sample index (map, i). */
bool rsz_taps_build_index (
    RszTaps *taps, const RszMap *map, int (*index) (const RszMap *map, int i));

/* Taps that choose what output pixels choose of a whole picture's pixels: pixels[i] for pixel i. */
bool rsz_taps_build_pixels (RszTaps *taps, const RszMap *map, const int32_t *pixels);

/* The same where a function says which pixel, 0 .. in_pixels - 1, a whole picture's pixel i takes.
 */
bool rsz_taps_build_nearest (
    RszTaps *taps, const RszMap *map, int32_t (*pixel) (const RszMap *map, int i));

/* Taps that choose the same sample: there is nothing to do along the axis. */
bool rsz_taps_build_copy (RszTaps *taps, const RszMap *map);

/* Weights of the samples that output i is made of, in float32. Writes them to w unless that is
 * NULL; returns how many, at least one. */
typedef int (*RszWindow) (
    const RszFilter *filter, const RszMap *map, int i, int32_t *first, float *w);

bool rsz_taps_build_windows (
    RszTaps *taps, const RszFilter *filter, const RszMap *map, RszWindow window);

/* Source index of output i for nearest and nearest-exact, 0 .. in - 1, and what torch computes for
 * small outputs. */
int rsz_taps_nearest (const RszMap *map, int i);
int rsz_taps_nearest_exact (const RszMap *map, int i);
int rsz_taps_small_nearest (const RszMap *map, int i);
int rsz_taps_small_nearest_exact (const RszMap *map, int i);

/* True where area takes torch's windows, in which every sample counts fully: where samples sit in
 * the middle of their pixels and a row or a column is followed by the next. Such windows would move
 * all others against the picture. */
bool rsz_taps_area_is_even (const RszMap *map);

/* First sample of the window area takes the mean of, and how many. Writes their weights, ones, to
 * w unless that is NULL. */
int rsz_taps_area (const RszFilter *filter, const RszMap *map, int i, int32_t *first, float *w);

/* The same where samples count by how much of them a window around the position covers. Windows
 * are as wide as the scale, and less near the ends, so that their middle stays where it is. */
int rsz_taps_cover (const RszFilter *filter, const RszMap *map, int i, int32_t *first, float *w);

/* Keeps n outputs from `first` on. */
void rsz_taps_cut (RszTaps *taps, int first, int n);

/* True of a weight at a place of the table. */
bool rsz_taps_is_zero (const RszTaps *taps, size_t at);

/* Drops outer zero weights, a sample without weight being not to be read, and makes n_max what is
 * left. */
void rsz_taps_trim (RszTaps *taps);

#endif
