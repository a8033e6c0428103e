/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Resizing as one formula in picture coordinates. */
#include <math.h>

#include "neighbours.h"

/* An axis of one component: picture positions of its samples in, and of its samples out. */
typedef struct {
  gint step;                                 /* pixels from a sample to the next */
  gdouble first;                             /* position of sample 0 */
  gint source, n_source, picture, n_picture; /* pixels */
  gint n;                                    /* samples of memory */
  gint n_fields;                             /* that have them in turns */
} Axis;

static Axis
axis_of (
    const Samples *from, const Samples *got, const Resize *resize, gint component, gboolean down)
{
  const GstVideoRectangle *in = &resize->source, *out = &resize->picture;
  const GstVideoFormatInfo *format = from->info.finfo;
  const gint step = 1 << (down ? format->h_sub[component] : format->w_sub[component]);
  const gboolean is_cosited =
      (from->info.chroma_site
          & (down ? GST_VIDEO_CHROMA_SITE_V_COSITED : GST_VIDEO_CHROMA_SITE_H_COSITED))
      != 0;
  Axis axis = { .step = step, .first = is_cosited ? 0.0 : (step - 1) / 2.0 };

  axis.n_fields = down && from->info.interlace_mode == GST_VIDEO_INTERLACE_MODE_INTERLEAVED ? 2 : 1;
  axis.n = down ? from->components[component].height : from->components[component].width;
  axis.source = in->w == 0 ? 0 : down ? in->y : in->x;
  axis.n_source =
      down ? (in->w == 0 ? from->info.height : in->h) : (in->w == 0 ? from->info.width : in->w);
  axis.picture = out->w == 0 ? 0 : down ? out->y : out->x;
  axis.n_picture =
      down ? (out->w == 0 ? got->info.height : out->h) : (out->w == 0 ? got->info.width : out->w);
  return axis;
}

/* Two samples of memory and how much the second weighs. */
typedef struct {
  gint first, second;
  gdouble weight;
  gdouble
      reach; /* where only one of them is taken: how far from the position in samples it may be */
} Between;

/* What output sample i lies on. */
static Between
between (const Axis *axis, const Resize *resize, gint i)
{
  /* fields have every second sample, from their own first on */
  const gint skip = axis->n_fields, parity = i % skip;
  const gdouble half = resize->align_corners && !resize->nearest ? 0.0 : 0.5;
  const gdouble scale = half > 0.0 ? (gdouble) axis->n_source / axis->n_picture
                        : axis->n_picture > 1
                            ? (gdouble) (axis->n_source - 1) / (axis->n_picture - 1)
                            : 0.0;
  const gdouble pixel = axis->step * i + axis->first - axis->picture;
  const gint q = axis->step * skip;
  const gboolean is_moved =
      axis->n_source == axis->n_picture && axis->source % q == axis->picture % q;
  /* a sample beyond an odd picture's last pixel counts as on it, but stays where nothing is
   * scaled */
  const gdouble inside = is_moved ? pixel : MIN (pixel, axis->n_picture - 1.0);
  const gdouble at = (inside + half) * scale - half + axis->source;
  const gdouble first = axis->step * parity + axis->first;
  /* samples that cover a pixel of the source, in fields a row of theirs */
  const gint low = (axis->source - parity + skip - 1) / skip / axis->step;
  const gint last = axis->source + axis->n_source - 1;
  const gint high = MIN ((last - parity) / q, (axis->n - 1 - parity) / skip);
  const gdouble r = CLAMP ((at - first) / q, low, high);
  const gint k = (gint) floor (r);
  Between result = { k * skip + parity, MIN (k + 1, high) * skip + parity, r - k, 0.0 };

  /* what is picked follows luma, and luma is half a pixel off at most */
  result.reach = 0.5 + (axis->step > 1 && scale != 1.0 ? 0.5 / q : 0.0) + 1e-9;
  return result;
}

static gboolean
is_close (gdouble value, gdouble expected, gdouble off)
{
  return fabs (value - expected) <= off;
}

/* True where `value` is one of the four samples around that are near enough. */
static gboolean
is_picked (const Samples *from, gint c, const Between *x, const Between *y, gint value)
{
  for (gint j = 0; j < 2; j++)
    for (gint i = 0; i < 2; i++)
      if ((i ? 1.0 - x->weight : x->weight) <= x->reach
          && (j ? 1.0 - y->weight : y->weight) <= y->reach
          && value == *samples_at (from, c, i ? x->second : x->first, j ? y->second : y->first))
        return TRUE;
  return FALSE;
}

static gdouble
interpolated (const Samples *from, gint c, const Between *x, const Between *y)
{
  const gdouble above = *samples_at (from, c, x->first, y->first) * (1.0 - x->weight)
                        + *samples_at (from, c, x->second, y->first) * x->weight;
  const gdouble below = *samples_at (from, c, x->first, y->second) * (1.0 - x->weight)
                        + *samples_at (from, c, x->second, y->second) * x->weight;

  return above * (1.0 - y->weight) + below * y->weight;
}

/* What is around the picture: black. */
static gint
border_of (const Samples *got, gint component)
{
  const guint depth = GST_VIDEO_INFO_COMP_DEPTH (&got->info, component);

  if (component == GST_VIDEO_COMP_A)
    return (1 << depth) - 1;
  if (GST_VIDEO_INFO_IS_YUV (&got->info))
    return (component == 0 ? 16 : 128) << (depth - 8);
  return 0;
}

static gboolean
is_in_picture (const Axis *axis, gint i)
{
  return axis->step * i >= axis->picture && axis->step * i < axis->picture + axis->n_picture;
}

static gboolean
check_component (
    const Samples *from, const Samples *got, const Resize *resize, gint c, const gchar *what)
{
  const Component *to = &got->components[c];
  const Axis across = axis_of (from, got, resize, c, FALSE);
  const Axis down = axis_of (from, got, resize, c, TRUE);
  const gdouble deep = to->max > 255 ? 1.0 : 0.0;
  const gdouble off = resize->off > 0.0 ? resize->off : 0.51 + deep;
  const gint width = to->width - samples_lack_last (&got->info, c);

  for (gint j = 0; j < to->height; j++)
    for (gint i = 0; i < width; i++) {
      const gint value = *samples_at (got, c, i, j);
      const gboolean is_inside = is_in_picture (&across, i) && is_in_picture (&down, j);
      const Between x = between (&across, resize, i);
      const Between y = between (&down, resize, j);
      const gdouble expected =
          is_inside ? interpolated (from, c, &x, &y) : (gdouble) border_of (got, c);

      if (is_inside && resize->nearest ? is_picked (from, c, &x, &y, value)
                                       : is_close (value, expected, off))
        continue;
      g_test_message ("%s, %s: component %d, sample %d of row %d is %d and not %.2f%s", what,
          GST_VIDEO_INFO_NAME (&got->info), c, i, j, value, expected,
          resize->nearest ? ", or rather a sample near there" : "");
      return FALSE;
    }
  return TRUE;
}

void
check_resize (const Samples *from, const Samples *got, const Resize *resize, const gchar *what)
{
  gboolean holds = got->n > 0 && got->n == from->n;

  for (gint c = 0; c < from->n && holds; c++)
    holds = check_component (from, got, resize, c, what);
  if (!holds) {
    g_test_message ("%s is wrong", what);
    g_test_fail ();
  }
}

void
check_pulled (
    Play *play, const gchar *sink, const Samples *from, const Resize *resize, const gchar *what)
{
  Samples got = play_read (play, sink);

  check_resize (from, &got, resize, what);
  samples_free (&got);
}
