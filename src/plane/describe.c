/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "job.h"

#include <stdio.h>

/* What plane/choose.c and plane/plan.c decided, as a table for people. */

static const char *const sum_names[RSZ_N_SUMS] = { "doubling", "pair", "quad", "many" };
static const char *const sumf_names[RSZ_N_SUMFS] = { "float lerp", "float quad", "float",
  "float fused", "float fused", "float fused", "float wide" };

static const char *
across (const RszPart *part)
{
  static const char *const names[RSZ_N_PASSES] = {
    [RSZ_PASS_DIRECT] = "in place",
    [RSZ_PASS_COPY] = "copy",
    [RSZ_PASS_GATHER] = "gather",
    [RSZ_PASS_DEEPEN] = "deep",
    [RSZ_PASS_WIDEN] = "widen",
    [RSZ_PASS_SUM] = "windows",
  };

  if (part->pass == RSZ_PASS_SCALE)
    return sum_names[part->sum];
  if (part->pass == RSZ_PASS_SCALEF || part->weighed)
    return sumf_names[part->sumf];
  return names[part->pass];
}

static const char *
down (const RszPlane *plane)
{
  const RszTaps *y = plane->y;

  if (plane->whole)
    return "windows";
  if (plane->is_float)
    return y->n_max == 1 ? "narrow"
                         : sumf_names[rsz_plane_choose_sumf (
                             y, rsz_layouts[plane->layout].sample, 0, y->n_max)];
  if (plane->straight)
    return "straight";
  if (plane->between)
    return "between";
  if (plane->deep)
    return "deep";
  return y->index ? "copy" : sum_names[rsz_plane_choose_sum (plane, y->n_max)];
}

static const char *
caches (const RszPlane *plane)
{
  if (plane->stream)
    return plane->fetch ? "fetched, streamed" : "streamed";
  return plane->fetch ? "fetched" : "-";
}

const char rsz_plane_headings[] =
    "plane  layout                 columns         taps  across       tables  "
    "rows            taps  down         ring  strip  caches\n";

static int
describe_part (const RszPlane *plane, int number, const RszPart *part, char *dst, size_t size)
{
  const RszTaps *x = part->x, *y = plane->y;
  const int strip = plane->strip < plane->parts[0].x->len ? plane->strip / part->divisor : x->len;
  char layout[32], columns[32], rows[32];

  snprintf (layout, sizeof layout, "%s x%d", rsz_layouts[plane->layout].name, part->components);
  snprintf (columns, sizeof columns, "%d to %d", x->in, x->len);
  snprintf (rows, sizeof rows, "%d to %d", y->in, y->len);
  return snprintf (dst, size,
      "%-5d  %-21s  %-14s  %4d  %-11s  %6zu  "
      "%-14s  %4d  %-11s  %4d  %5d  %s\n",
      number, layout, columns, x->n_max, across (part), part->packed_size + part->windows_size,
      rows, y->n_max, down (plane), part->ring_stride ? plane->ring_rows : 0, strip,
      caches (plane));
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
