/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ways.h"

#include <stdio.h>

/* What choose.c decided, as a table for people. */

static const char *
caches (const RszPlane *plane)
{
  if (plane->caches.stream)
    return plane->caches.prefetch ? "fetched, streamed" : "streamed";
  return plane->caches.prefetch ? "fetched" : "-";
}

const char rsz_plane_headings[] =
    "plane  layout                 columns         taps  across       tables  "
    "rows            taps  down         ring  strip  caches\n";

static int
describe_part (const RszPlane *plane, int number, const RszPart *part, char *dst, size_t size)
{
  const RszTaps *x = part->x, *y = plane->y;
  const RszWayOps *way = rsz_ways[plane->way];
  const RszArithOps *arith = rsz_ariths[plane->arith];
  const char *across = way->across ? way->across (part) : arith->across_name (part);
  const char *down = way->down ? way->down : arith->down_name (plane);
  const size_t tables = part->integers.packed_size + part->floats.packed_size + part->windows_size;
  const int strip = plane->strip < plane->parts[0].x->len ? plane->strip / part->divisor : x->len;
  char layout[32], columns[32], rows[32];

  snprintf (layout, sizeof layout, "%s x%d", rsz_layouts[plane->layout].name, part->components);
  snprintf (columns, sizeof columns, "%d to %d", x->in, x->len);
  snprintf (rows, sizeof rows, "%d to %d", y->in, y->len);
  return snprintf (dst, size,
      "%-5d  %-21s  %-14s  %4d  %-11s  %6zu  "
      "%-14s  %4d  %-11s  %4d  %5d  %s\n",
      number, layout, columns, x->n_max, across, tables, rows, y->n_max, down,
      part->ring_stride ? plane->ring_rows : 0, strip, caches (plane));
}

int
rsz_plane_describe (const RszPlane *plane, int number, char *dst, size_t size)
{
  size_t done = 0;

  for (int p = 0; p < plane->n_parts; p++)
    done += (size_t) describe_part (plane, number, &plane->parts[p],
        done < size ? dst + done : NULL, done < size ? size - done : 0);
  return (int) done;
}
