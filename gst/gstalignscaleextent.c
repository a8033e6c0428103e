/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstalignscaleextent.h"

GstAlignScaleExtent
gst_align_scale_extent_row (const GstAlignScaleExtent *extent, gint y)
{
  return (GstAlignScaleExtent){
    .start = extent->start + y * extent->stride,
    .size = extent->size,
    .n = 1,
  };
}

static gint64
last_start (const GstAlignScaleExtent *extent)
{
  return extent->start + (extent->n - 1) * extent->stride;
}

static gint64
lowest (const GstAlignScaleExtent *extent)
{
  return MIN (extent->start, last_start (extent));
}

static gint64
end_of (const GstAlignScaleExtent *extent)
{
  return MAX (extent->start, last_start (extent)) + extent->size;
}

gboolean
gst_align_scale_extent_within (const GstAlignScaleExtent *extent, gint64 from, gint64 to)
{
  return extent->n == 0 || (lowest (extent) >= from && end_of (extent) <= to);
}

gboolean
gst_align_scale_extent_folds (const GstAlignScaleExtent *extent)
{
  return extent->n > 1 && ABS (extent->stride) < extent->size;
}

/* True where bytes from .. from + size - 1 and a row have one in common. */
static gboolean
is_met (const GstAlignScaleExtent *extent, gint64 from, gint64 size)
{
  const gint64 start = lowest (extent), stride = ABS (extent->stride);
  const gint64 before = from - start - extent->size; /* a row that starts there ends too early */
  gint64 row = 0;

  if (before >= 0 && stride == 0)
    return FALSE;
  if (before >= 0)
    row = before / stride + 1; /* the first that does not */
  return row < extent->n && start + row * stride < from + size;
}

gboolean
gst_align_scale_extent_meets (const GstAlignScaleExtent *a, const GstAlignScaleExtent *b)
{
  if (a->n == 0 || b->n == 0 || end_of (a) <= lowest (b) || end_of (b) <= lowest (a))
    return FALSE;
  if (ABS (a->stride) == ABS (b->stride)) {
    /* only how far rows are apart counts: row 0 of a against the rows at all distances there are */
    const gint64 stride = ABS (a->stride);
    const GstAlignScaleExtent distances = {
      .start = lowest (b) - (a->n - 1) * stride,
      .stride = stride,
      .size = b->size,
      .n = a->n + b->n - 1,
    };

    return is_met (&distances, lowest (a), a->size);
  }
  if (b->n == 1)
    return is_met (a, b->start, b->size);
  for (gint y = 0; y < a->n; y++) {
    if (is_met (b, a->start + y * a->stride, a->size))
      return TRUE;
  }
  return FALSE;
}
