/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ways.h"

#include <string.h>

/* Source rows, in memory or unpacked. */

static const uint8_t *
memory_row (const RszJob *job, int row)
{
  return job->src + (job->plane->y->in_first + row) * job->src_stride;
}

const uint8_t *
rsz_job_source_row (const RszJob *job, const RszPart *part, int row, int slot)
{
  const uint8_t *start = job->plane->in_place
                             ? memory_row (job, row)
                             : job->scratch + part->loaded + slot * part->loaded_stride;

  return start + part->x->in_first * part->pixel_size;
}

void
rsz_job_load (const RszJob *job, int row, int slot)
{
  const RszPlane *plane = job->plane;
  const RszPart *first = &plane->parts[0];
  const int units = rsz_plane_units (plane, first->x->row_end);
  const int present = rsz_limit (units, first->src_room);
  const size_t size = first->pixel_size / first->components;
  void *parts[RSZ_MAX_PARTS];
  uint8_t *loaded = job->scratch + first->loaded + slot * first->loaded_stride;

  for (int p = 0; p < plane->n_parts; p++)
    parts[p] = job->scratch + plane->parts[p].loaded + slot * plane->parts[p].loaded_stride;
  plane->rows->load[plane->layout](
      &rsz_layouts[plane->layout], parts, memory_row (job, row), present);
  if (present < units)
    memcpy (loaded + present * size, loaded + (present - first->components) * size,
        (units - present) * size);
}
