/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "picture.h"

#include <math.h>

/* Left out on every side: the widest filter here, lanczos, reaches three source samples;
 * enlarged twice, 6. */
#define BORDER 8

/* Rows that are compared at least, of frames that have more; an odd step sees every phase of a
 * ratio of two. */
#define ROWS_COMPARED 200

/* Samples of one component: where they lie and how. */
typedef struct {
  guint8 *data;
  gint width, height, stride, pixel_stride;
  guint shift, max;
  gboolean wide;
} Component;

static Component
component_of (const GstVideoFrame *frame, guint i)
{
  const GstVideoFormatInfo *info = frame->info.finfo;
  guint8 *plane = GST_VIDEO_FRAME_PLANE_DATA (frame, info->plane[i]);
  /* GStreamer says that the third component of P010, P012 and P016 is one byte on; it is one
   * sample on */
  const guint offset = info->depth[i] > 8 && info->poffset[i] == 1 ? 2 : info->poffset[i];

  return (Component){
    .data = plane + offset,
    .width = GST_VIDEO_FRAME_COMP_WIDTH (frame, i),
    .height = GST_VIDEO_FRAME_COMP_HEIGHT (frame, i),
    .stride = GST_VIDEO_FRAME_COMP_STRIDE (frame, i),
    .pixel_stride = GST_VIDEO_FRAME_COMP_PSTRIDE (frame, i),
    .shift = info->shift[i],
    .max = (1u << info->depth[i]) - 1,
    .wide = info->depth[i] > 8,
  };
}

static guint8 *
address (const Component *component, gint x, gint y)
{
  return component->data + (gssize) y * component->stride + (gssize) x * component->pixel_stride;
}

static void
put (const Component *component, gint x, gint y, guint value)
{
  if (component->wide)
    GST_WRITE_UINT16_LE (address (component, x, y), value << component->shift);
  else
    *address (component, x, y) = (guint8) value;
}

static guint
get (const Component *component, gint x, gint y)
{
  if (component->wide)
    return GST_READ_UINT16_LE (address (component, x, y)) >> component->shift;
  return *address (component, x, y);
}

/* Long waves, of 40 samples and more, run down and across; short ones, of 6, run slantwise.
 * Rows and columns are added, not multiplied: two lookups make a sample. */
static void
fill_component (const Component *component, guint i)
{
  const double max = component->max, phase = 1.3 * i;
  gfloat *column = g_new (gfloat, component->width);

  for (gint x = 0; x < component->width; x++)
    column[x] = (gfloat) (0.14 * sin (x / (6.5 + i) + phase) + 0.09 * sin (x * 1.05));
  for (gint y = 0; y < component->height; y++) {
    const gfloat row = (gfloat) (0.5 + 0.14 * cos (y / (7.5 + i) - phase) + 0.09 * sin (y * 0.97));

    for (gint x = 0; x < component->width; x++)
      put (component, x, y, (guint) (max * (row + column[x]) + 0.5));
  }
  g_free (column);
}

void
bench_picture_fill (GstVideoFrame *frame)
{
  for (guint i = 0; i < GST_VIDEO_FRAME_N_COMPONENTS (frame); i++) {
    const Component component = component_of (frame, i);

    fill_component (&component, i);
  }
}

/* Sum of the differences in a row, in the samples' own steps. */
static guint64
difference_of_row (const Component *a, const Component *b, gint y)
{
  guint64 sum = 0;

  for (gint x = BORDER; x < a->width - BORDER; x++)
    sum += (guint64) ABS ((gint) get (a, x, y) - (gint) get (b, x, y));
  return sum;
}

gdouble
bench_picture_difference (const GstVideoFrame *a, const GstVideoFrame *b)
{
  gdouble sum = 0, count = 0;

  for (guint i = 0; i < GST_VIDEO_FRAME_N_COMPONENTS (a); i++) {
    const Component one = component_of (a, i), other = component_of (b, i);
    const gint step = one.height / ROWS_COMPARED | 1;

    for (gint y = BORDER; y < one.height - BORDER; y += step) {
      sum += (gdouble) difference_of_row (&one, &other, y) * 255 / one.max;
      count += MAX (one.width - 2 * BORDER, 0);
    }
  }
  return count > 0 ? sum / count : 0;
}
