/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "picture.h"
#include "taps/filter.h"

#include <stdio.h>
#include <string.h>

Picture
picture_new (int width, int height, int components, RszSample sample)
{
  Picture picture = {
    .width = width, .height = height, .components = components, .sample = sample
  };

  picture.stride = (size_t) width * components * rsz_sample_size (sample);
  picture.data = calloc (height, picture.stride);
  if (!picture.data)
    abort ();
  return picture;
}

void
picture_free (Picture *picture)
{
  free (picture->data);
  picture->data = NULL;
}

static size_t
at (const Picture *picture, int x, int y, int c)
{
  return y * picture->stride
         + ((size_t) x * picture->components + c) * rsz_sample_size (picture->sample);
}

unsigned
picture_get (const Picture *picture, int x, int y, int c)
{
  uint16_t deep;

  if (picture->sample == RSZ_SAMPLE_U8)
    return picture->data[at (picture, x, y, c)];
  memcpy (&deep, picture->data + at (picture, x, y, c), sizeof deep);
  return deep;
}

void
picture_set (Picture *picture, int x, int y, int c, unsigned value)
{
  const uint16_t deep = (uint16_t) value;

  if (picture->sample == RSZ_SAMPLE_U8)
    picture->data[at (picture, x, y, c)] = (uint8_t) value;
  else
    memcpy (picture->data + at (picture, x, y, c), &deep, sizeof deep);
}

void
picture_noise (Picture *picture, uint32_t seed)
{
  for (size_t i = 0; i < picture->height * picture->stride; i++) {
    seed = seed * 1664525u + 1013904223u;
    picture->data[i] = (uint8_t) (seed >> 24);
  }
}

void
picture_fill (Picture *picture, unsigned value)
{
  for (int y = 0; y < picture->height; y++)
    for (int x = 0; x < picture->width; x++)
      for (int c = 0; c < picture->components; c++)
        picture_set (picture, x, y, c, value);
}

Picture
picture_mirror (const Picture *src)
{
  Picture dst = picture_new (src->width, src->height, src->components, src->sample);

  for (int y = 0; y < src->height; y++)
    for (int x = 0; x < src->width; x++)
      for (int c = 0; c < src->components; c++)
        picture_set (&dst, src->width - 1 - x, src->height - 1 - y, c, picture_get (src, x, y, c));
  return dst;
}

bool
picture_equal (const Picture *a, const Picture *b)
{
  return a->width == b->width && a->height == b->height && a->stride == b->stride
         && !memcmp (a->data, b->data, a->height * a->stride);
}

static RszAxis
axis (int in, int out, const Options *options)
{
  return (RszAxis){
    .in = in,
    .out = out,
    .subsampling = 1,
    .n_fields = 1,
    .align_corners = options->align_corners,
    .antialias = options->antialias,
    .factor = options->factor,
  };
}

RszSpec
picture_spec (const Picture *src, const Picture *dst, const Options *options)
{
  RszSpec spec = {
    .method = options->method,
    .arithmetic = options->arithmetic,
    .n_slices = options->n_slices,
    .n_planes = 1,
  };

  spec.planes[0] = (RszPlaneSpec){
    .layout = src->sample == RSZ_SAMPLE_U8 ? RSZ_LAYOUT_U8 : RSZ_LAYOUT_U16,
    .depth = src->sample == RSZ_SAMPLE_U8 ? 8 : 16,
    .y = axis (src->height, dst->height, options),
  };
  spec.planes[0].parts[0].components = src->components;
  spec.planes[0].parts[0].x = axis (src->width, dst->width, options);
  return spec;
}

RszResizer *
picture_resizer (const RszSpec *spec)
{
  char message[RSZ_MESSAGE_SIZE];
  RszResizer *resizer = rsz_resizer_new (spec, message);

  if (!resizer) {
    printf ("Bail out! %s\n", message);
    exit (1);
  }
  return resizer;
}

void
picture_scale (const Picture *src, Picture *dst, const Options *options, bool last_first)
{
  const RszSpec spec = picture_spec (src, dst, options);
  const ptrdiff_t dst_stride = (ptrdiff_t) dst->stride, src_stride = (ptrdiff_t) src->stride;
  void *const to = dst->data;
  const void *const from = src->data;
  RszResizer *resizer = picture_resizer (&spec);

  for (int i = 0; i < options->n_slices; i++)
    rsz_resizer_run (
        resizer, &to, &dst_stride, &from, &src_stride, last_first ? options->n_slices - 1 - i : i);
  rsz_resizer_free (resizer);
}

/* TensorFlow's and ONNX's arithmetics are the same one, Pillow has one. */
static bool
has_arithmetic (const Options *o)
{
  const RszFilter *filter = &rsz_filters[o->method];
  const RszLibrary library = filter->info.library;

  if (library == RSZ_LIBRARY_TORCH)
    return o->arithmetic == RSZ_ARITHMETIC_FLOAT || !filter->always_float;
  return o->arithmetic == RSZ_ARITHMETIC_NATIVE || library == RSZ_LIBRARY_OPENCV;
}

static bool
is_accepted (const Options *o)
{
  const RszFilter *filter = &rsz_filters[o->method];

  return (!o->align_corners || filter->info.takes_align_corners)
         && (!o->antialias || filter->info.takes_antialias)
         && (o->antialias || !filter->implies_antialias || !filter->info.takes_antialias)
         && has_arithmetic (o);
}

bool
options_next (Options *o)
{
  do {
    o->align_corners = !o->align_corners;
    if (!o->align_corners)
      o->antialias = !o->antialias;
    if (!o->align_corners && !o->antialias)
      o->arithmetic = (RszArithmetic) ((o->arithmetic + 1) % RSZ_N_ARITHMETICS);
    if (!o->align_corners && !o->antialias && !o->arithmetic)
      o->method = (RszMethod) (o->method + 1);
  } while (o->method < RSZ_N_METHODS && !is_accepted (o));
  return o->method < RSZ_N_METHODS;
}

bool
options_take (const Options *o, RszSample sample)
{
  return sample == RSZ_SAMPLE_U8 || rsz_method_info (o->method)->library != RSZ_LIBRARY_PILLOW;
}

const char *
options_name (const Options *o)
{
  static char name[80];
  const RszMethodInfo *info = rsz_method_info (o->method);
  const bool torch = info->library == RSZ_LIBRARY_TORCH;

  snprintf (name, sizeof name, "%s%s%s%s%s %s", torch ? "" : rsz_library_info (info->library)->name,
      torch ? "" : " ", info->name, o->align_corners ? " align-corners" : "",
      o->antialias ? " antialias" : "", o->arithmetic == RSZ_ARITHMETIC_FLOAT ? "float" : "native");
  return name;
}
