/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the core refuses, in sentences, whatever number it is given: each number of a spec in turn
 * is one that is not allowed. The sanitizers see that none is computed with before its range is
 * known. */

#include <limits.h>
#include <math.h>
#include <string.h>

#include "../tap.h"
#include "resizer.h"

static const RszAxis usual = { .in = 20, .out = 30, .subsampling = 1, .n_fields = 1 };

/* Three ways to lie in memory: one part, words of several samples, two parts. */

static RszSpec
plain (void)
{
  RszSpec spec = { .method = RSZ_METHOD_BILINEAR, .n_slices = 1, .n_planes = 1 };

  spec.planes[0] = (RszPlaneSpec){ .layout = RSZ_LAYOUT_U8, .depth = 8, .y = usual };
  spec.planes[0].parts[0].components = 1;
  spec.planes[0].parts[0].x = usual;
  return spec;
}

/* Chroma of NV12_10LE40, 9 pixels of luma: memory has 9 of 10 samples. */
static RszSpec
words (void)
{
  RszSpec spec = plain ();
  RszAxis *x = &spec.planes[0].parts[0].x;

  spec.planes[0].layout = RSZ_LAYOUT_4X10_LE;
  spec.planes[0].depth = 10;
  spec.planes[0].parts[0].components = 2;
  x->in = 9;
  x->out = 17;
  x->subsampling = 2;
  spec.planes[0].parts[0].src_room = 9;
  spec.planes[0].parts[0].dst_room = 17;
  return spec;
}

/* The same with whole groups, of two pixels each. */
static RszSpec
groups (void)
{
  RszSpec spec = words ();

  spec.planes[0].parts[0].dst_room = 0;
  return spec;
}

static RszSpec
two_parts (void)
{
  RszSpec spec = plain ();
  RszPlaneSpec *plane = &spec.planes[0];

  plane->layout = RSZ_LAYOUT_U8_EVEN_ODD;
  plane->parts[1].components = 2;
  plane->parts[1].x = usual;
  plane->parts[1].x.subsampling = 2;
  plane->parts[1].x.cosited = true;
  return spec;
}

typedef RszSpec (*Base) (void);

/* A number of a spec. */
typedef struct {
  Base base;
  const char *name;
  size_t at;
  int value;
} Change;

#define AT(field) #field, offsetof(RszSpec, field)
#define X planes[0].parts[0].x
#define X1 planes[0].parts[1].x
#define PART planes[0].parts[0]
#define PART1 planes[0].parts[1]

static const Change refused[] = {
  { plain, AT (method), RSZ_N_METHODS },
  { plain, AT (method), -1 },
  { plain, AT (arithmetic), RSZ_N_ARITHMETICS },
  { plain, AT (rounding), RSZ_N_ROUNDINGS },
  { plain, AT (rounding), RSZ_ROUNDING_TRUNCATE },
  { plain, AT (X.coordinates), RSZ_N_COORDINATES },
  { plain, AT (X.coordinates), -1 },
  { plain, AT (X.coordinates), RSZ_COORDINATES_ASYMMETRIC },
  { plain, AT (planes[0].y.nearest), RSZ_N_NEARESTS },
  { plain, AT (planes[0].y.nearest), INT_MIN },
  { plain, AT (n_slices), 0 },
  { plain, AT (n_slices), RSZ_MAX_SLICES + 1 },
  { plain, AT (n_planes), 0 },
  { plain, AT (n_planes), RSZ_MAX_PLANES + 1 },
  { plain, AT (n_planes), INT_MAX },
  { plain, AT (planes[0].layout), RSZ_N_LAYOUTS },
  { plain, AT (planes[0].layout), -1 },
  { plain, AT (planes[0].depth), 0 },
  { plain, AT (planes[0].depth), 9 },
  { plain, AT (planes[0].depth), INT_MIN },
  { words, AT (planes[0].depth), 17 },
  { plain, AT (PART.components), 0 },
  { plain, AT (PART.components), RSZ_MAX_COMPONENTS + 1 },
  { plain, AT (PART.components), INT_MAX },
  /* every number of an axis */
  { plain, AT (X.in), 0 },
  { plain, AT (X.in), RSZ_MAX_SIZE + 1 },
  { plain, AT (X.out), INT_MAX },
  { plain, AT (planes[0].y.in), INT_MIN },
  { plain, AT (planes[0].y.out), 0 },
  { plain, AT (planes[0].y.out), -30 },
  { plain, AT (X.crop_start), -1 },
  { plain, AT (X.crop_start), INT_MAX },
  { plain, AT (planes[0].y.crop_start), INT_MIN },
  { plain, AT (planes[0].y.crop_start), RSZ_MAX_SIZE + 1 },
  { plain, AT (X.place_start), -1 },
  { plain, AT (X.place_start), INT_MAX },
  { plain, AT (planes[0].y.place_start), RSZ_MAX_SIZE + 1 },
  { plain, AT (planes[0].y.place_start), INT_MIN },
  { plain, AT (X.visible), -1 },
  { plain, AT (X.visible), INT_MAX },
  { plain, AT (planes[0].y.visible), 1000 },
  { plain, AT (X.visible_start), -1 },
  { plain, AT (X.visible_start), 1 }, /* and all of it */
  { plain, AT (planes[0].y.visible_start), INT_MAX },
  { plain, AT (planes[0].y.visible_start), INT_MIN },
  { plain, AT (X.frame), -1 },
  { plain, AT (X.frame), 29 },
  { plain, AT (X.frame), RSZ_MAX_SIZE + 1 },
  { plain, AT (planes[0].y.frame), INT_MAX },
  { plain, AT (planes[0].y.frame), INT_MIN },
  { plain, AT (X.subsampling), 0 },
  { plain, AT (X.subsampling), 3 },
  { plain, AT (planes[0].y.subsampling), -2 },
  { plain, AT (planes[0].y.subsampling), INT_MAX },
  { plain, AT (planes[0].y.n_fields), 0 },
  { plain, AT (planes[0].y.n_fields), 3 },
  { plain, AT (planes[0].y.n_fields), INT_MAX },
  { plain, AT (planes[0].y.field), 1 },
  { plain, AT (planes[0].y.field), -1 },
  { words, AT (X.place_start), 3 },
  { groups, AT (X.place_start), 2 },
  /* rooms */
  { words, AT (PART.src_room), 1 },
  { words, AT (PART.src_room), 8 },
  { words, AT (PART.src_room), -9 },
  { words, AT (PART.dst_room), 1 },
  { words, AT (PART.dst_room), 16 },
  { words, AT (PART.dst_room), INT_MIN },
  { plain, AT (PART.src_room), 20 },
  { plain, AT (PART.dst_room), 30 },
  { two_parts, AT (PART.src_room), 20 },
  { two_parts, AT (PART1.dst_room), 30 },
  /* parts that are not the layout's */
  { two_parts, AT (PART.components), 2 },
  { two_parts, AT (PART1.components), 1 },
  { two_parts, AT (PART1.components), 0 },
  { two_parts, AT (X1.in), 21 },
  { two_parts, AT (X1.out), 29 },
  { two_parts, AT (X1.crop_start), 2 },
  { two_parts, AT (X1.place_start), 2 },
  { two_parts, AT (X1.frame), 40 },
  { two_parts, AT (X1.subsampling), 1 },
  { two_parts, AT (X1.subsampling), 4 },
  { two_parts, AT (X1.n_fields), 2 },
};

/* What is at the edge of what is allowed. */
static const Change accepted[] = {
  { plain, AT (X.crop_start), RSZ_MAX_SIZE },
  { plain, AT (X.in), RSZ_MAX_SIZE },
  { plain, AT (planes[0].y.out), RSZ_MAX_SIZE },
  { plain, AT (planes[0].y.frame), RSZ_MAX_SIZE },
  { plain, AT (X.frame), 30 },
  { words, AT (X.in), 10 },
  { words, AT (PART.src_room), 0 },
  { words, AT (PART.src_room), 10 },
  { words, AT (PART.dst_room), INT_MAX },
  { words, AT (planes[0].depth), 16 },
  { groups, AT (X.place_start), 4 },
  { two_parts, AT (n_slices), RSZ_MAX_SLICES },
};

static RszSpec
changed (const Change *change)
{
  RszSpec spec = change->base ();

  memcpy ((char *) &spec + change->at, &change->value, sizeof change->value);
  return spec;
}

static bool
is_sentence (const char *message)
{
  const size_t len = strlen (message);

  return len > 30 && message[0] >= 'A' && message[0] <= 'Z' && message[len - 1] == '.';
}

static void
check_refused (const RszSpec *spec, const char *what)
{
  char message[RSZ_MESSAGE_SIZE] = "";
  RszResizer *resizer = rsz_resizer_new (spec, message);

  tap_check (!resizer && is_sentence (message), "%s is refused: %s", what, message);
  rsz_resizer_free (resizer);
}

static void
check_accepted (const RszSpec *spec, const char *what)
{
  char message[RSZ_MESSAGE_SIZE] = "";
  RszResizer *resizer = rsz_resizer_new (spec, message);

  tap_check (resizer != NULL, "%s is accepted%s", what, message);
  rsz_resizer_free (resizer);
}

static void
check_changes (
    const Change *changes, size_t n, void (*check) (const RszSpec *spec, const char *what))
{
  for (size_t i = 0; i < n; i++) {
    const RszSpec spec = changed (&changes[i]);
    char what[80];

    snprintf (what, sizeof what, "%s of %d", changes[i].name, changes[i].value);
    check (&spec, what);
  }
}

static void
check_factors (void)
{
  static const double factors[] = { -1.0, NAN, INFINITY, -INFINITY, 1e-5, 1e5 };
  RszSpec spec;

  for (size_t i = 0; i < sizeof factors / sizeof *factors; i++) {
    spec = plain ();
    spec.planes[0].y.factor = factors[i];
    check_refused (&spec, "a factor of y");
    spec = two_parts ();
    spec.X1.factor = factors[i];
    check_refused (&spec, "a factor of part 1");
  }
  spec = two_parts ();
  spec.X.factor = spec.X1.factor = 1.5;
  check_accepted (&spec, "a factor of both parts");
  spec.X1.factor = 1.25;
  check_refused (&spec, "a factor for each part");
}

static void
check_float_libraries (void)
{
  static const double wrong[] = { NAN, INFINITY, -4.5, 1e9 };
  RszSpec spec = two_parts ();

  spec.method = RSZ_METHOD_ONNX_CUBIC;
  spec.rounding = RSZ_ROUNDING_TRUNCATE;
  check_accepted (&spec, "a truncated result of ONNX");
  spec.planes[0].y.coordinates = RSZ_COORDINATES_HALF_PIXEL_SYMMETRIC;
  check_accepted (&spec, "other coordinates in height");
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    spec.planes[0].y.cubic_coefficient = wrong[i];
    check_refused (&spec, "a cubic coefficient");
  }
  spec.planes[0].y.cubic_coefficient = -0.5;
  check_accepted (&spec, "a cubic coefficient in height");
  spec.X.exclude_outside = true;
  check_refused (&spec, "exclude-outside in one part");
  spec.X1.exclude_outside = true;
  check_accepted (&spec, "exclude-outside in both parts");
  spec.X1.coordinates = RSZ_COORDINATES_ASYMMETRIC;
  check_refused (&spec, "coordinates in one part");
  spec = plain ();
  spec.method = RSZ_METHOD_TENSORFLOW_BILINEAR;
  spec.X.coordinates = RSZ_COORDINATES_ASYMMETRIC;
  check_accepted (&spec, "coordinates of TensorFlow 1");
  spec.X.antialias = true;
  check_refused (&spec, "coordinates of TensorFlow 1 with antialias");
  spec = words ();
  spec.method = RSZ_METHOD_TENSORFLOW_LANCZOS5;
  check_accepted (&spec, "TensorFlow on 10 bits");
}

/* Its sums are those of bytes. */
static void
check_pillow (void)
{
  RszSpec spec = plain ();

  spec.method = RSZ_METHOD_PILLOW_BILINEAR;
  check_accepted (&spec, "Pillow on bytes");
  spec.planes[0].layout = RSZ_LAYOUT_U16;
  check_refused (&spec, "Pillow on 8 bits of words");
  spec = words ();
  spec.method = RSZ_METHOD_PILLOW_NEAREST;
  check_refused (&spec, "Pillow on 10 bits");
}

static void
check_others (void)
{
  RszSpec spec = two_parts ();

  spec.X1.align_corners = true;
  check_refused (&spec, "align-corners in one part");
  spec = two_parts ();
  spec.X.antialias = true;
  check_refused (&spec, "antialias in one part");
  spec = words ();
  spec.PART.border[1] = 1023;
  check_accepted (&spec, "a border of 10 bits");
  spec.PART.border[1] = 1024;
  check_refused (&spec, "a border of 11 bits");
  spec = plain ();
  spec.planes[0].y.in = 1;
  spec.planes[0].y.n_fields = 2;
  spec.planes[0].y.field = 1;
  check_refused (&spec, "a field without rows");
  spec.planes[0].y.in = 2;
  check_accepted (&spec, "a field of a row");
  spec.planes[0].y.in = 1;
  spec.planes[0].y.field = 0;
  spec.planes[0].y.crop_start = 15;
  check_refused (&spec, "a crop of a row, which is the other field's");
}

int
main (void)
{
  const Base bases[] = { plain, words, two_parts };

  for (size_t i = 0; i < sizeof bases / sizeof *bases; i++) {
    const RszSpec spec = bases[i]();

    check_accepted (&spec, "an unchanged spec");
  }
  check_changes (refused, sizeof refused / sizeof *refused, check_refused);
  check_changes (accepted, sizeof accepted / sizeof *accepted, check_accepted);
  check_factors ();
  check_float_libraries ();
  check_pillow ();
  check_others ();
  return tap_finish ();
}
