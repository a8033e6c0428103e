/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_RESIZER_INTERNAL_H
#define RSZ_RESIZER_INTERNAL_H

#include "plane/plane.h"
#include "resizer.h"

/* What the resizer's own files share, and what tests look at. */

/* True where a spec can be scaled; else writes a sentence that says why not to
 * message[RSZ_MESSAGE_SIZE]. */
bool rsz_resizer_check (const RszSpec *spec, char *message);

/* Every field, and not the bytes: what is between fields may be anything. */
bool rsz_axis_same (const RszAxis *a, const RszAxis *b);

/* rsz_resizer_new with row functions of the caller's, which outlive it, instead of those of
 * rsz_rows_get: tests compare levels inside one process. */
RszResizer *rsz_resizer_new_with_rows (const RszSpec *spec, const RszRows *rows, char *message);

/* How plane p is made. */
const RszPlane *rsz_resizer_plane (const RszResizer *resizer, int p);

#endif
