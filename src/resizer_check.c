/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "resizer_internal.h"

#include <stdarg.h>
#include <stdio.h>

/* What a spec may ask for. */

__attribute__ ((format (printf, 2, 3))) static bool
refuse (char *message, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  vsnprintf (message, RSZ_MESSAGE_SIZE, format, args);
  va_end (args);
  return false;
}

static bool
check_samples (const RszAxis *axis, const char *what, char *message)
{
  const bool spans = axis->subsampling == 1 || axis->subsampling == 2 || axis->subsampling == 4;
  const bool fields = axis->n_fields == 1 || axis->n_fields == 2;

  if (spans && fields && axis->field >= 0 && axis->field < axis->n_fields && axis->field < axis->in
      && axis->field < rsz_axis_visible (axis))
    return true;
  return refuse (message,
      "Cannot scale samples of %d pixels of %s in field %d of %d: samples span 1, 2 or 4 pixels "
      "and a field has rows of its own.",
      axis->subsampling, what, axis->field, axis->n_fields);
}

/* A crop of one row has none of the other field. */
static bool
has_rows (const RszAxis *axis)
{
  const int before = axis->n_fields == 2 ? (axis->crop_start ^ axis->field) & 1 : 0;

  return before < axis->in;
}

/* Of samples that are known to be fine. */
static bool
check_place (const RszAxis *axis, const char *what, char *message)
{
  const int step = axis->subsampling * axis->n_fields, visible = rsz_axis_visible (axis);

  if (axis->crop_start < 0 || axis->crop_start > RSZ_MAX_SIZE || axis->place_start < 0
      || axis->place_start > RSZ_MAX_SIZE || axis->place_start % step)
    return refuse (message,
        "Cannot place the picture at %s position %d, cropped from %d: positions are 0 to %d and "
        "the placed one is a multiple of %d.",
        what, axis->place_start, axis->crop_start, RSZ_MAX_SIZE, step);
  if (axis->frame && (axis->frame < axis->place_start + visible || axis->frame > RSZ_MAX_SIZE))
    return refuse (message,
        "Cannot place a %s of %d pixels at position %d of a frame of %d: it has to fit, and "
        "frames have at most %d.",
        what, visible, axis->place_start, axis->frame, RSZ_MAX_SIZE);
  if (!has_rows (axis))
    return refuse (message,
        "Cannot scale field %d of %d pixels of %s from %d on: none of its rows is there.",
        axis->field, axis->in, what, axis->crop_start);
  return true;
}

static bool
check_axis (const RszAxis *axis, const char *what, char *message)
{
  if (axis->in < 1 || axis->in > RSZ_MAX_SIZE || axis->out < 1 || axis->out > RSZ_MAX_SIZE)
    return refuse (message, "Cannot scale a %s of %d pixels to %d: choose sizes from 1 to %d.",
        what, axis->in, axis->out, RSZ_MAX_SIZE);
  if (axis->factor != 0.0 && !(axis->factor >= 1.0 / RSZ_MAX_SIZE && axis->factor <= RSZ_MAX_SIZE))
    return refuse (message,
        "Cannot scale a %s by %g: choose a factor from 1/%d to %d, or 0 for none.", what,
        axis->factor, RSZ_MAX_SIZE, RSZ_MAX_SIZE);
  if (axis->visible_start < 0 || axis->visible < 0 || axis->visible > axis->out
      || axis->visible_start > axis->out - rsz_axis_visible (axis))
    return refuse (message,
        "Cannot make a part of %d pixels, from %d on, of a %s of %d: choose some that it has, or 0 "
        "from 0 on "
        "for all.",
        axis->visible, axis->visible_start, what, axis->out);
  return check_samples (axis, what, message) && check_place (axis, what, message);
}

/* Parts of a row are the same pixels: their axes differ in what a sample spans, and so in where it
 * sits. */
static bool
are_alike (const RszAxis *a, const RszAxis *b)
{
  RszAxis like = *b;

  like.subsampling = a->subsampling;
  like.cosited = a->cosited;
  return rsz_axis_same (a, &like);
}

/* Rows of two parts say themselves what a pixel of each has. */
static bool
check_parts (const RszPlaneSpec *plane, const RszLayoutInfo *layout, char *message)
{
  const RszAxis *first = &plane->parts[0].x;

  for (int p = 0; p < layout->n_parts; p++) {
    const int divisor = p ? layout->divisor : 1;
    const int components = layout->samples[p] * divisor / layout->pixels;
    const RszAxis *x = &plane->parts[p].x;

    if (plane->parts[p].components != components)
      return refuse (message,
          "Cannot scale pixels of %d components in part %d of layout %s, which have %d.",
          plane->parts[p].components, p, layout->name, components);
    if (!are_alike (x, first) || x->subsampling != first->subsampling * divisor)
      return refuse (message,
          "Cannot scale part %d of layout %s unlike part 0: give all parts one axis across, but "
          "for its samples, which span %d times as many pixels as those of part 0.",
          p, layout->name, divisor);
  }
  return true;
}

/* Samples up to the end of a picture; of a checked axis. */
static int
samples_to (const RszAxis *axis, int end)
{
  const int step = axis->subsampling * axis->n_fields;

  return (end - axis->field + step - 1) / step;
}

static bool
check_room (int room, int samples, int components, const char *whose, char *message)
{
  if (room == 0 || (room >= components && room > samples - components))
    return true;
  return refuse (message,
      "Cannot scale with room for %d samples in a row of the %s that has %d: at most %d may be "
      "lacking, and a pixel has to be left; or choose 0.",
      room, whose, samples, components - 1);
}

/* Of a plane whose axes are known to be fine. */
static bool
check_rooms (const RszPlaneSpec *plane, const RszLayoutInfo *layout, char *message)
{
  const RszAxis *x = &plane->parts[0].x;
  const int components = plane->parts[0].components, frame_end = x->frame;
  const int in = samples_to (x, x->crop_start + x->in) * components;
  const int out =
      samples_to (x, frame_end ? frame_end : x->place_start + rsz_axis_visible (x)) * components;
  bool asked = false;

  for (int p = 0; p < layout->n_parts; p++)
    asked = asked || plane->parts[p].src_room || plane->parts[p].dst_room;
  if (asked && (layout->plain || layout->n_parts > 1))
    return refuse (message,
        "Cannot scale rows of layout %s with room for %d and %d samples: only where samples of "
        "one kind share words may some be lacking. Choose 0.",
        layout->name, plane->parts[0].src_room, plane->parts[0].dst_room);
  return check_room (plane->parts[0].src_room, in, components, "source", message)
         && check_room (plane->parts[0].dst_room, out, components, "frame", message);
}

/* Without a frame the picture is all that is written, and words are written whole. */
static bool
check_start (const RszPlaneSpec *plane, const RszLayoutInfo *layout, char *message)
{
  const RszAxis *x = &plane->parts[0].x;
  const int first = x->place_start / (x->subsampling * x->n_fields);
  const int units = layout->n_parts > 1 ? first : first * plane->parts[0].components;

  if (layout->plain || x->frame || units % layout->pixels == 0)
    return true;
  return refuse (message,
      "Cannot begin a picture at sample %d of rows of layout %s, whose groups hold %d: choose a "
      "multiple of that, or a frame around the picture.",
      units, layout->name, layout->pixels);
}

static bool
check_borders (const RszPlaneSpec *plane, const RszLayoutInfo *layout, char *message)
{
  const int max = (1 << plane->depth) - 1;

  for (int p = 0; p < layout->n_parts; p++)
    for (int c = 0; c < plane->parts[p].components; c++)
      if (plane->parts[p].border[c] > max)
        return refuse (message,
            "Cannot place a border of sample %d in %d bits: choose one from 0 to %d.",
            plane->parts[p].border[c], plane->depth, max);
  return true;
}

static bool
is_fine (double value)
{
  return value >= -RSZ_MAX_TENSOR_TERM && value <= RSZ_MAX_TENSOR_TERM;
}

static bool
check_tensor (const RszPlaneSpec *plane, const RszLayoutInfo *layout, char *message)
{
  const RszTensor *tensor = &plane->tensor;

  if (!tensor->n_channels || tensor->n_channels == RSZ_LEFT_OUT)
    return true;
  if (plane->layout != RSZ_LAYOUT_U8)
    return refuse (message,
        "Cannot make a tensor of rows of layout %s: only of samples of 8 bits, a byte each.",
        layout->name);
  if (tensor->n_channels < 1 || tensor->n_channels > RSZ_MAX_COMPONENTS || tensor->step < 1
      || tensor->step > RSZ_MAX_SIZE)
    return refuse (message,
        "Cannot make %d channels of a tensor with %d values from a pixel to the next: there may be "
        "1 to %d channels, and values may be 1 to %d apart.",
        tensor->n_channels, tensor->step, RSZ_MAX_COMPONENTS, RSZ_MAX_SIZE);
  if (!is_fine (tensor->divisor) || !is_fine (1.0 / tensor->divisor))
    return refuse (message, "Cannot divide the values of a tensor by %g: choose %g to %g.",
        tensor->divisor, 1.0 / RSZ_MAX_TENSOR_TERM, RSZ_MAX_TENSOR_TERM);
  for (int k = 0; k < tensor->n_channels; k++) {
    if (tensor->from[k] < 0 || tensor->from[k] >= plane->parts[0].components
        || tensor->offset[k] % 4)
      return refuse (message,
          "Cannot make channel %d of component %d of %d, %td bytes from the start of a row: there "
          "is no such component, or values lie at no multiple of 4.",
          k, tensor->from[k], plane->parts[0].components, tensor->offset[k]);
    if (!is_fine (tensor->mean[k]) || !is_fine (tensor->std[k]) || !is_fine (1.0 / tensor->std[k]))
      return refuse (message,
          "Cannot normalize channel %d with mean %g and std %g: choose numbers up to %g, and a std "
          "that is not 0.",
          k, tensor->mean[k], tensor->std[k], RSZ_MAX_TENSOR_TERM);
  }
  return true;
}

/* What TensorFlow and ONNX are asked for along an axis. */
static bool
check_options (const RszAxis *axis, RszMethod method, const char *what, char *message)
{
  const char *name = rsz_method_info (method)->name;

  if ((unsigned) axis->coordinates >= RSZ_N_COORDINATES
      || (unsigned) axis->nearest >= RSZ_N_NEARESTS)
    return refuse (message,
        "There are no coordinates %d or no way %d to round a position: choose one of the tables'.",
        (int) axis->coordinates, (int) axis->nearest);
  if (!rsz_method_takes_coordinates (method, axis->antialias, axis->coordinates))
    return refuse (message, "Cannot scale a %s by %s with coordinates %s%s: choose others.", what,
        name, rsz_coordinates_info (axis->coordinates)->name,
        axis->antialias ? " and antialias" : "");
  if (!(axis->cubic_coefficient >= -RSZ_MAX_COEFFICIENT
          && axis->cubic_coefficient <= RSZ_MAX_COEFFICIENT))
    return refuse (message, "Cannot scale a %s with a cubic coefficient of %g: choose -%g to %g.",
        what, axis->cubic_coefficient, RSZ_MAX_COEFFICIENT, RSZ_MAX_COEFFICIENT);
  return true;
}

static bool
check_plane (const RszPlaneSpec *plane, RszMethod method, char *message)
{
  const RszLayoutInfo *layout;
  int bits;

  if ((unsigned) plane->layout >= RSZ_N_LAYOUTS)
    return refuse (message, "There is no layout %d of rows in memory: choose one of the table's.",
        (int) plane->layout);
  layout = &rsz_layouts[plane->layout];
  bits = 8 * (int) rsz_sample_size (layout->sample);
  if (plane->depth < 1 || plane->depth > bits)
    return refuse (
        message, "Cannot scale samples of %d bits in a layout of %d bits.", plane->depth, bits);
  if (bits > 8 && rsz_method_info (method)->library == RSZ_LIBRARY_PILLOW)
    return refuse (message,
        "Cannot scale samples in words of %d bits as Pillow does: convert them to bytes before, or "
        "choose library torch.",
        bits);
  for (int p = 0; p < layout->n_parts; p++) {
    if (plane->parts[p].components < 1 || plane->parts[p].components > RSZ_MAX_COMPONENTS)
      return refuse (message, "Cannot scale pixels of %d components: there may be 1 to %d.",
          plane->parts[p].components, RSZ_MAX_COMPONENTS);
    if (!check_axis (&plane->parts[p].x, "width", message)
        || !check_options (&plane->parts[p].x, method, "width", message))
      return false;
  }
  return check_axis (&plane->y, "height", message)
         && check_options (&plane->y, method, "height", message)
         && (layout->n_parts == 1 || check_parts (plane, layout, message))
         && check_rooms (plane, layout, message) && check_start (plane, layout, message)
         && check_borders (plane, layout, message) && check_tensor (plane, layout, message);
}

/* OpenCV is followed on samples of 8 bits and more, Pillow where it is most used: on 8 bits. */
static bool
check_library (const RszSpec *spec, char *message)
{
  const RszLibrary library = rsz_method_info (spec->method)->library;
  const char *title = rsz_library_info (library)->title;
  const bool is_float = rsz_library_info (library)->is_float;
  const bool words = library == RSZ_LIBRARY_OPENCV;

  if (spec->rounding != RSZ_ROUNDING_NEAREST && !is_float)
    return refuse (message,
        "Cannot truncate results of %s: choose rounding to nearest, or library TensorFlow or ONNX.",
        title);
  if (library == RSZ_LIBRARY_TORCH || is_float)
    return true;
  if (!words && spec->unrounded)
    return refuse (message,
        "Cannot scale as %s does without rounding: choose rounded results, or another library.",
        title);
  if (!words && spec->arithmetic != RSZ_ARITHMETIC_NATIVE)
    return refuse (message,
        "Cannot scale as %s does in float arithmetic: choose arithmetic native, or library torch.",
        title);
  for (int p = 0; p < spec->n_planes && p < RSZ_MAX_PLANES; p++)
    if (spec->planes[p].depth < 8 || (spec->planes[p].depth > 8 && !words))
      return refuse (message,
          "Cannot scale samples of %d bits as %s does: convert them to 8 bits%s before, or choose "
          "library torch.",
          spec->planes[p].depth, title, words ? " or more" : "");
  return true;
}

bool
rsz_resizer_check (const RszSpec *spec, char *message)
{
  if ((unsigned) spec->method >= RSZ_N_METHODS || (unsigned) spec->arithmetic >= RSZ_N_ARITHMETICS
      || (unsigned) spec->rounding >= RSZ_N_ROUNDINGS)
    return refuse (message,
        "There is no method %d, no arithmetic %d or no rounding %d: choose one of the tables'.",
        (int) spec->method, (int) spec->arithmetic, (int) spec->rounding);
  if (!check_library (spec, message))
    return false;
  if (spec->n_slices < 1 || spec->n_slices > RSZ_MAX_SLICES)
    return refuse (message, "Cannot split a frame into %d slices: there may be 1 to %d.",
        spec->n_slices, RSZ_MAX_SLICES);
  if (spec->n_planes < 1 || spec->n_planes > RSZ_MAX_PLANES)
    return refuse (message, "Cannot scale a frame of %d planes: there may be 1 to %d.",
        spec->n_planes, RSZ_MAX_PLANES);
  for (int p = 0; p < spec->n_planes; p++)
    if (!check_plane (&spec->planes[p], spec->method, message))
      return false;
  for (int p = 0; p < spec->n_planes && spec->unrounded; p++)
    if (!spec->planes[p].tensor.n_channels)
      return refuse (message,
          "Cannot write results that are not rounded as samples of %d bits: choose a tensor.",
          spec->planes[p].depth);
  return true;
}
