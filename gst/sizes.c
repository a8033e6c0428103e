/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sizes.h"

#include <math.h>

/* More than any output has, and small enough to be added and doubled. */
#define MOST (1 << 24)

/* Patches of the networks that smart_resize was written for. */
#define SMART_MULTIPLE 28

/* One axis gets a size, and the other follows. */
typedef struct {
  gint size;      /* of the axis that decides */
  gboolean width; /* which one that is */
} Target;

static gint
clamp_size (gdouble size)
{
  return size >= 1.0 ? size < MOST ? (gint) size : MOST : 1;
}

static GstAlignScaleSize
size_of (gdouble width, gdouble height)
{
  return (GstAlignScaleSize){ clamp_size (width), clamp_size (height) };
}

static gint
shorter (GstAlignScaleSize size)
{
  return MIN (size.width, size.height);
}

static gint
longer (GstAlignScaleSize size)
{
  return MAX (size.width, size.height);
}

static gint
decider (GstAlignScaleSize source, Target target)
{
  return target.width ? source.width : source.height;
}

static gint
follower (GstAlignScaleSize source, Target target)
{
  return target.width ? source.height : source.width;
}

static GstAlignScaleSize
turned (Target target, gdouble deciding, gdouble following)
{
  return target.width ? size_of (deciding, following) : size_of (following, deciding);
}

/* By what the source is multiplied, as Python divides. */
static gdouble
scale_of (GstAlignScaleSize source, Target target)
{
  return (gdouble) target.size / decider (source, target);
}

/* ---- what decides ---- */

/* Of two targets the one that makes a smaller picture; the first where they make the same. */
static Target
least (GstAlignScaleSize source, Target a, Target b)
{
  return (gint64) b.size * decider (source, a) < (gint64) a.size * decider (source, b) ? b : a;
}

static Target
of_box (GstAlignScaleSize source, GstAlignScaleSize box, gboolean cover)
{
  const Target width = { box.width, TRUE }, height = { box.height, FALSE };
  const Target inside = least (source, width, height);

  return inside.width != cover ? width : height;
}

static Target
of_shorter (GstAlignScaleSize source, guint edge)
{
  return (Target){ (gint) edge, source.width <= source.height };
}

static Target
of_longer (GstAlignScaleSize source, guint edge)
{
  return (Target){ (gint) edge, source.width > source.height };
}

/* Edges decide before the output does. */
static Target
target_of (const GstAlignScaleSettings *settings, GstAlignScaleSize source, GstAlignScaleSize box)
{
  const Target shorter = of_shorter (source, settings->shortest_edge);
  const Target longer = of_longer (source, settings->longest_edge);

  if (settings->shortest_edge > 0 && settings->longest_edge > 0)
    return least (source, shorter, longer);
  if (settings->shortest_edge > 0)
    return shorter;
  if (settings->longest_edge > 0)
    return longer;
  return of_box (source, box, settings->fit == GST_ALIGN_SCALE_FIT_COVER);
}

/* The shorter edge is asked for, and the longer one only limits. */
static gboolean
is_limited (const GstAlignScaleSettings *settings)
{
  return settings->shortest_edge > 0 && settings->longest_edge > 0;
}

/* ---- the rules ---- */

/* torchvision: _compute_resized_output_size; also transformers: get_resize_output_image_size. */
static GstAlignScaleSize
torchvision (
    const GstAlignScaleSettings *settings, GstAlignScaleSize source, Target target, gint limit)
{
  const Target asked = limit > 0 ? of_shorter (source, settings->shortest_edge) : target;
  gdouble deciding = asked.size;
  gdouble following = trunc (deciding * follower (source, asked) / decider (source, asked));

  if (limit > 0 && following > limit) {
    deciding = trunc (limit * deciding / following);
    following = limit;
  }
  return turned (asked, deciding, following);
}

/* transformers: get_size_with_aspect_ratio, of DETR and its kin. */
static GstAlignScaleSize
transformers (
    const GstAlignScaleSettings *settings, GstAlignScaleSize source, Target target, gint limit)
{
  const gdouble min = shorter (source), max = longer (source);
  Target asked = of_shorter (source, settings->shortest_edge);
  gdouble exact = asked.size;

  if (limit <= 0)
    return torchvision (settings, source, target, 0);
  if (max / min * asked.size > limit) {
    exact = limit * min / max;
    asked.size = (gint) rint (exact);
  }
  if (decider (source, asked) == asked.size)
    return source;
  return turned (
      asked, asked.size, trunc (exact * follower (source, asked) / decider (source, asked)));
}

/* detectron2: ResizeShortestEdge.get_output_shape. */
static GstAlignScaleSize
detectron2 (
    const GstAlignScaleSettings *settings, GstAlignScaleSize source, Target target, gint limit)
{
  const Target asked = limit > 0 ? of_shorter (source, settings->shortest_edge) : target;
  gdouble deciding = asked.size, following = scale_of (source, asked) * follower (source, asked);

  if (limit > 0 && MAX (deciding, following) > limit) {
    const gdouble scale = limit / MAX (deciding, following);

    deciding *= scale;
    following *= scale;
  }
  return turned (asked, trunc (deciding + 0.5), trunc (following + 0.5));
}

/* mmcv: rescale_size. */
static GstAlignScaleSize
mmcv (const GstAlignScaleSettings *settings, GstAlignScaleSize source, Target target, gint limit)
{
  const gdouble scale = scale_of (source, target);

  return size_of (trunc (source.width * scale + 0.5), trunc (source.height * scale + 0.5));
}

/* Ultralytics: LetterBox. */
static GstAlignScaleSize
ultralytics (
    const GstAlignScaleSettings *settings, GstAlignScaleSize source, Target target, gint limit)
{
  const gdouble scale = scale_of (source, target);

  return size_of (rint (source.width * scale), rint (source.height * scale));
}

/* YOLOX: preproc. */
static GstAlignScaleSize
yolox (const GstAlignScaleSettings *settings, GstAlignScaleSize source, Target target, gint limit)
{
  const gdouble scale = scale_of (source, target);

  return size_of (trunc (source.width * scale), trunc (source.height * scale));
}

/* timm: ResizeKeepRatio; where both edges are to be covered alike it calls torchvision. */
static GstAlignScaleSize
timm (const GstAlignScaleSettings *settings, GstAlignScaleSize source, Target target, gint limit)
{
  const gdouble ratio = (gdouble) decider (source, target) / target.size;

  return size_of (rint (source.width / ratio), rint (source.height / ratio));
}

/* Networks that look at patches: Qwen's smart_resize. Both edges become multiples of a patch, and
 * the number of pixels stays between two bounds. */
static GstAlignScaleSize
smart (const GstAlignScaleSettings *settings, GstAlignScaleSize source)
{
  const gint multiple =
      settings->size_multiple > 1 ? (gint) settings->size_multiple : SMART_MULTIPLE;
  const gdouble pixels = (gdouble) source.width * source.height;
  gdouble width = rint ((gdouble) source.width / multiple) * multiple;
  gdouble height = rint ((gdouble) source.height / multiple) * multiple;

  if (width * height > settings->max_pixels) {
    const gdouble scale = sqrt (pixels / settings->max_pixels);

    width = floor (source.width / scale / multiple) * multiple;
    height = floor (source.height / scale / multiple) * multiple;
  } else if (width * height < settings->min_pixels) {
    const gdouble scale = sqrt (settings->min_pixels / pixels);

    width = ceil (source.width * scale / multiple) * multiple;
    height = ceil (source.height * scale / multiple) * multiple;
  }
  return size_of (MAX (width, multiple), MAX (height, multiple));
}

/* ---- the exact size ---- */

/* size * ratio, at most `room`; a remainder of less than a pixel does not count. */
static gint
follow (gint size, GstAlignScaleRatio ratio, gint room, gint rounding)
{
  const GstAlignScaleRatio exact =
      gst_align_scale_ratio_multiply (ratio, gst_align_scale_ratio (size, 1));
  const guint64 whole = exact.n / exact.d, rest = exact.n % exact.d;
  guint64 result = whole;

  if (whole >= (guint64) room || (whole == (guint64) room - 1 && rest > 0))
    return room;
  if (rounding == GST_ALIGN_SCALE_ROUNDING_NEAREST
      && (rest > exact.d - rest || (rest == exact.d - rest && whole % 2 == 1)))
    result++;
  return (gint) CLAMP (result, 1, MOST);
}

static gboolean
is_wider (GstAlignScaleRatio a, GstAlignScaleSize b)
{
  const GstAlignScaleRatio ratio =
      gst_align_scale_ratio_multiply (a, gst_align_scale_ratio (b.height, b.width));

  return ratio.n > ratio.d;
}

/* `shape` is width : height of the source as it is to be shown. */
static GstAlignScaleSize
inside (GstAlignScaleRatio shape, GstAlignScaleSize box, gint rounding)
{
  return (GstAlignScaleSize){ follow (box.height, shape, box.width, rounding),
    follow (box.width, gst_align_scale_ratio_inverse (shape), box.height, rounding) };
}

static GstAlignScaleSize
around (GstAlignScaleRatio shape, GstAlignScaleSize box, gint rounding)
{
  if (is_wider (shape, box))
    return (GstAlignScaleSize){ follow (box.height, shape, MOST, rounding), box.height };
  return (GstAlignScaleSize){ box.width,
    follow (box.width, gst_align_scale_ratio_inverse (shape), MOST, rounding) };
}

static GstAlignScaleSize
exact (const GstAlignScaleSettings *settings, GstAlignScaleRatio shape, GstAlignScaleSize box)
{
  const gint rounding = settings->border_rounding;
  const gint short_edge = (gint) settings->shortest_edge, long_edge = (gint) settings->longest_edge;
  const GstAlignScaleSize within = { long_edge, long_edge };
  GstAlignScaleSize size;

  if (short_edge == 0 && long_edge == 0)
    return settings->fit == GST_ALIGN_SCALE_FIT_COVER ? around (shape, box, rounding)
                                                      : inside (shape, box, rounding);
  if (short_edge == 0)
    return inside (shape, within, rounding);
  size = around (shape, (GstAlignScaleSize){ short_edge, short_edge }, rounding);
  return long_edge > 0 && longer (size) > long_edge ? inside (shape, within, rounding) : size;
}

/* ---- sizes ---- */

typedef GstAlignScaleSize (*Rule) (
    const GstAlignScaleSettings *settings, GstAlignScaleSize source, Target target, gint limit);

static const Rule rules[] = {
  [GST_ALIGN_SCALE_RULE_TORCHVISION] = torchvision,
  [GST_ALIGN_SCALE_RULE_TIMM] = timm,
  [GST_ALIGN_SCALE_RULE_TRANSFORMERS] = transformers,
  [GST_ALIGN_SCALE_RULE_DETECTRON2] = detectron2,
  [GST_ALIGN_SCALE_RULE_MMCV] = mmcv,
  [GST_ALIGN_SCALE_RULE_ULTRALYTICS] = ultralytics,
  [GST_ALIGN_SCALE_RULE_YOLOX] = yolox,
};

gboolean
gst_align_scale_sizes_are_made (const GstAlignScaleSettings *settings)
{
  return settings->shortest_edge > 0 || settings->longest_edge > 0 || settings->size_multiple > 1
         || settings->size_rule == GST_ALIGN_SCALE_RULE_SMART_RESIZE;
}

/* What the picture is fitted to: larger than the output where only a part of it is to be seen. */
static GstAlignScaleSize
box_of (const GstAlignScaleSettings *settings, GstAlignScaleSize output)
{
  const gdouble fraction = settings->crop_fraction > 0.0 ? settings->crop_fraction : 1.0;

  return size_of (floor (output.width / fraction), floor (output.height / fraction));
}

static Rule
rule_of (const GstAlignScaleSettings *settings, GstAlignScaleSize box)
{
  const gboolean square = box.width == box.height || settings->shortest_edge > 0;

  if (settings->size_rule == GST_ALIGN_SCALE_RULE_TIMM && square
      && settings->fit == GST_ALIGN_SCALE_FIT_COVER)
    return torchvision;
  return rules[settings->size_rule];
}

GstAlignScaleSize
gst_align_scale_sizes_of_picture (const GstAlignScaleSettings *settings, GstAlignScaleSize source,
    GstAlignScaleRatio shape, const GstAlignScaleSize *output)
{
  const gboolean edges = settings->shortest_edge > 0 || settings->longest_edge > 0;
  const GstAlignScaleSize box = box_of (settings, output != NULL ? *output : source);
  Target target;

  if (settings->size_rule == GST_ALIGN_SCALE_RULE_SMART_RESIZE)
    return smart (settings, source);
  if (!edges && output == NULL)
    return source;
  if (!edges && settings->fit == GST_ALIGN_SCALE_FIT_STRETCH)
    return box;
  target = target_of (settings, source, box);
  if (!settings->enlarge && target.size > decider (source, target))
    return source;
  if (settings->size_rule == GST_ALIGN_SCALE_RULE_EXACT)
    return exact (settings,
        gst_align_scale_ratio_multiply (gst_align_scale_ratio (source.width, source.height), shape),
        box);
  return rule_of (settings, box) (
      settings, source, target, is_limited (settings) ? (gint) settings->longest_edge : 0);
}

static gint
multiple_of (const GstAlignScaleSettings *settings, gint size)
{
  const gint m = (gint) settings->size_multiple;

  if (m <= 1)
    return size;
  switch ((GstAlignScaleFit) settings->fit) {
  case GST_ALIGN_SCALE_FIT_LETTERBOX:
    return (size + m - 1) / m * m;
  case GST_ALIGN_SCALE_FIT_COVER:
    return MAX (size / m, 1) * m;
  default:
    return MAX ((gint) rint ((gdouble) size / m), 1) * m;
  }
}

GstAlignScaleSize
gst_align_scale_sizes_of_output (const GstAlignScaleSettings *settings, GstAlignScaleSize picture)
{
  return (GstAlignScaleSize){ multiple_of (settings, picture.width),
    multiple_of (settings, picture.height) };
}

gint
gst_align_scale_sizes_cut (const GstAlignScaleSettings *settings, gint beyond)
{
  if (settings->size_rule == GST_ALIGN_SCALE_RULE_TORCHVISION
      || settings->size_rule == GST_ALIGN_SCALE_RULE_TIMM)
    return (gint) rint (beyond / 2.0);
  return beyond / 2;
}
