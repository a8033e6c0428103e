/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef SPEC_H
#define SPEC_H

#include "fuzz.h"
#include "resizer.h"

/* Specs out of bytes. Most are valid, some have absurd numbers in a place or two. */
void fuzz_spec_read (RszSpec *spec, FuzzInput *input);

/* What the contracts in the core's headers say of a spec, written down without looking at how the
 * core checks them. */
bool fuzz_spec_is_valid (const RszSpec *spec);

/* Roughly how many multiplications a valid spec asks for, planning it and scaling one frame of
 * it. */
double fuzz_spec_cost (const RszSpec *spec);

/* True where an axis' scale is that of its sizes, or of a factor that gives its output size. With
 * antialias other factors put outputs where there is no picture. */
bool fuzz_axis_is_natural (const RszAxis *axis, RszMethod method);

/* Written to the error output. */
void fuzz_spec_show (const RszSpec *spec);
void fuzz_axis_show (const RszAxis *axis, const char *name);

/* Axes on their own. */
void fuzz_axis_read (RszAxis *axis, FuzzInput *input, int (*size) (FuzzInput *input));
bool fuzz_axis_is_valid (const RszAxis *axis);

/* How many taps outputs of a valid axis have at most, or one or two less. */
double fuzz_axis_taps (const RszAxis *axis, RszMethod method);

/* A size that is small most of the time. */
int fuzz_size (FuzzInput *input);

/* What a layout counts in a row of len pixels of a plane's part 0. */
int fuzz_plane_units (const RszPlaneSpec *plane, int len);

/* As many of a row's units as memory has room for; room 0: all. */
int fuzz_plane_room (int room, int units);

#endif
