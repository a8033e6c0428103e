/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ways.h"

#include <stdlib.h>

/* Values of float32 instead of samples: a row of the frame is made in scratch, as where it has to
 * be packed, and written channel by channel. */

#define LEVELS 256

/* What each channel has for each byte. */
static float *
make_tables (const RszPlane *plane)
{
  const RszTensor *tensor = &plane->tensor;
  const int n = tensor->n_channels;
  float *tables = malloc ((size_t) n * LEVELS * sizeof *tables);
  float bytes[LEVELS], *dst[RSZ_MAX_COMPONENTS];
  RszTensor alike = *tensor; /* of one component and planar */

  for (int s = 0; s < LEVELS; s++)
    bytes[s] = (float) s;
  for (int k = 0; k < n; k++) {
    dst[k] = tables + LEVELS * k;
    alike.from[k] = 0;
  }
  alike.step = 1;
  if (tables)
    plane->rows->normalize (dst, bytes, &alike, 1, LEVELS);
  return tables;
}

bool
rsz_tensor_plan (RszPlane *plane)
{
  if (!plane->tensor.n_channels || plane->result == RSZ_RESULT_F32)
    return true;
  plane->tensor_tables = make_tables (plane);
  return plane->tensor_tables != NULL;
}

size_t
rsz_tensor_tables_size (const RszPlane *plane)
{
  return plane->tensor_tables ? plane->tensor.n_channels * LEVELS * sizeof (float) : 0;
}

void
rsz_tensor_store_row (const RszJob *job, int row)
{
  const RszPlane *plane = job->plane;
  const RszTensor *tensor = &plane->tensor;
  const RszPart *part = &plane->parts[0];
  const int len = job->frame_end - job->frame_begin;
  const ptrdiff_t column = (ptrdiff_t) job->frame_begin * tensor->step * (int) sizeof (float);
  const uint8_t *made = job->scratch + part->made;
  float *dst[RSZ_MAX_COMPONENTS];

  for (int k = 0; k < tensor->n_channels; k++)
    dst[k] = (float *) (job->dst + row * job->dst_stride + tensor->offset[k] + column);
  if (plane->tensor_tables)
    plane->rows->look_up (dst, made, tensor, plane->tensor_tables, part->components, len);
  else
    plane->rows->normalize (dst, (const float *) made, tensor, part->components, len);
}
