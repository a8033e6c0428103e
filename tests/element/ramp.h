/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RAMP_H
#define RAMP_H

#include "samples.h"

/* Ramps in picture coordinates: a sample's value says where in the picture it sits, whatever its
 * plane's sub-sampling and siting. A scaled frame is the same ramp at another scale. The positions
 * are written from the definition of the grids, and know nothing of the element's maps. */

/* Where a sub-sampled sample sits in each direction. */
typedef struct {
  const gchar *name;     /* in caps */
  gboolean across, down; /* on its first pixel, not between its pixels */
} Site;

extern const Site sites[];
extern const gint n_sites;

/* A ramp along rows, or down the columns, at all of whose positions sub-sampled samples are
 * integers if samples have 8 bits or more. Sizes are at most RAMP_SIZE. */
#define RAMP_SIZE 48
Samples ramp_new (const GstVideoInfo *info, const Site *site, gboolean down);

/* True where `scaled` is the ramp `in` after scaling this way, within rounding, at every sample
 * whose taps stay inside the picture; else there is a message. *n_checked counts such samples
 * up. */
gboolean ramp_check (const Samples *scaled, const GstVideoInfo *in, const Site *site, gboolean down,
    const Way *way, gint *n_checked);

/* Scales ramps of a format in both directions, every way, and checks them. */
void ramp_check_format (const gchar *format, const Site *site);

#endif
