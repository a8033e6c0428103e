/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the core promises about sizes and memory. */

#include <stdio.h>
#include <string.h>

#include "../tap.h"
#include "picture.h"

/* Counted by the linker's --wrap, see meson.build. */
static long n_allocations;
static size_t largest_allocation;
static long fails_in; /* so many allocations; 0: none fails */

/* False where the allocation is to fail. */
static bool
count (size_t size)
{
  n_allocations++;
  largest_allocation = size > largest_allocation ? size : largest_allocation;
  return fails_in == 0 || --fails_in > 0;
}

void *__real_malloc (size_t size);
void *__real_calloc (size_t n, size_t size);
void *__real_realloc (void *old, size_t size);
void *__wrap_malloc (size_t size);
void *__wrap_calloc (size_t n, size_t size);
void *__wrap_realloc (void *old, size_t size);

void *
__wrap_malloc (size_t size)
{
  return count (size) ? __real_malloc (size) : NULL;
}

void *
__wrap_calloc (size_t n, size_t size)
{
  return count (n * size) ? __real_calloc (n, size) : NULL;
}

void *
__wrap_realloc (void *old, size_t size)
{
  return count (size) ? __real_realloc (old, size) : NULL;
}

/* What rsz_memory_new calls; a library's function of Windows is a pointer. */
#ifdef _WIN32
typedef void *(*AlignedMalloc) (size_t size, size_t alignment);

extern AlignedMalloc __real___imp__aligned_malloc, __wrap___imp__aligned_malloc;

static void *
counted_aligned_malloc (size_t size, size_t alignment)
{
  return count (size) ? __real___imp__aligned_malloc (size, alignment) : NULL;
}

AlignedMalloc __wrap___imp__aligned_malloc = counted_aligned_malloc;
#else
void *__real_aligned_alloc (size_t alignment, size_t size);
void *__wrap_aligned_alloc (size_t alignment, size_t size);

void *
__wrap_aligned_alloc (size_t alignment, size_t size)
{
  return count (size) ? __real_aligned_alloc (alignment, size) : NULL;
}
#endif

static RszSpec
spec_of (
    int in_w, int in_h, int out_w, int out_h, int components, RszSample sample, const Options *o)
{
  const Picture src = { .width = in_w, .height = in_h, .components = components, .sample = sample };
  const Picture dst = {
    .width = out_w, .height = out_h, .components = components, .sample = sample
  };

  return picture_spec (&src, &dst, o);
}

/* Bytes of the resizer, or 0 where it was refused with a sentence. */
static size_t
size_of (const RszSpec *spec, char *message)
{
  RszResizer *resizer = rsz_resizer_new (spec, message);
  const size_t size = resizer ? rsz_resizer_size (resizer) : 0;

  rsz_resizer_free (resizer);
  return size;
}

static void
check_memory (const Options *o)
{
  static const int outs[][2] = { { 7680, 4320 }, { 4096, 2304 }, { 3840, 224 }, { 224, 2160 },
    { 2560, 1440 }, { 1920, 1080 }, { 1280, 720 }, { 640, 360 }, { 224, 224 } };
  size_t most = 0;
  char message[RSZ_MESSAGE_SIZE];

  for (size_t i = 0; i < sizeof outs / sizeof *outs; i++)
    for (int s = 0; s < RSZ_N_SAMPLES; s++)
      for (int c = 1; c <= RSZ_MAX_COMPONENTS; c++) {
        const RszSpec spec = spec_of (3840, 2160, outs[i][0], outs[i][1], c, (RszSample) s, o);
        const size_t size = size_of (&spec, message);

        most = size > most ? size : most;
      }
  tap_check (most > 0 && most < 2000000, "a 4K frame needs %zu bytes beside it, under 2 MB: %s",
      most, options_name (o));
}

static void
check_extreme_memory (const Options *o)
{
  const RszSpec one_row = spec_of (3840, 2160, 3840, 1, 4, RSZ_SAMPLE_U8, o);
  const RszSpec one_column = spec_of (3840, 2160, 1, 2160, 4, RSZ_SAMPLE_U8, o);
  char message[RSZ_MESSAGE_SIZE];
  const size_t rows = size_of (&one_row, message), columns = size_of (&one_column, message);

  tap_check (rows && columns && rows < 3840 * 2160 && columns < 3840 * 2160,
      "4K to one row or column has no full-size intermediate (%zu and %zu bytes): %s", rows,
      columns, options_name (o));
}

static void
check_largest (const Options *o)
{
  static const int sizes[][4] = { { 32767, 32767, 32767, 32767 }, { 32767, 32767, 1, 1 },
    { 1, 1, 32767, 32767 }, { 32767, 1, 16384, 32767 }, { 32767, 2, 32766, 3 },
    { 1, 32767, 1, 100 } };
  bool built = true;
  char message[RSZ_MESSAGE_SIZE] = "";

  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    const RszSpec spec =
        spec_of (sizes[i][0], sizes[i][1], sizes[i][2], sizes[i][3], 4, RSZ_SAMPLE_U16, o);

    built = built && size_of (&spec, message) > 0;
  }
  tap_check (built, "sizes up to 32767 build %s: %s", message, options_name (o));
}

/* The largest sizes are not only planned: a line of them runs. */
static void
check_long_line (const Options *o)
{
  Picture src = picture_new (32767, 1, 1, RSZ_SAMPLE_U8);
  Picture less = picture_new (99, 1, 1, RSZ_SAMPLE_U8),
          more = picture_new (32767, 2, 1, RSZ_SAMPLE_U8);
  bool flat = true;

  picture_fill (&src, 201);
  picture_scale (&src, &less, o, false);
  picture_scale (&src, &more, o, false);
  for (int x = 0; x < 99; x++)
    flat = flat && picture_get (&less, x, 0, 0) == 201;
  for (int x = 0; x < 32767; x++)
    flat = flat && picture_get (&more, x, 1, 0) == 201;
  tap_check (flat, "a line of 32767 scales: %s", options_name (o));
  picture_free (&src);
  picture_free (&less);
  picture_free (&more);
}

static void
check_no_allocation (const Options *o)
{
  Picture src = picture_new (64, 48, 3, RSZ_SAMPLE_U8),
          dst = picture_new (100, 30, 3, RSZ_SAMPLE_U8);
  const RszSpec spec = picture_spec (&src, &dst, o);
  const ptrdiff_t dst_stride = (ptrdiff_t) dst.stride, src_stride = (ptrdiff_t) src.stride;
  void *const to = dst.data;
  const void *const from = src.data;
  char message[RSZ_MESSAGE_SIZE];
  RszResizer *resizer = rsz_resizer_new (&spec, message);
  const long before = n_allocations;

  rsz_resizer_run (resizer, &to, &dst_stride, &from, &src_stride, 0);
  tap_check (
      before > 0 && n_allocations == before, "a frame allocates nothing: %s", options_name (o));
  rsz_resizer_free (resizer);
  picture_free (&src);
  picture_free (&dst);
}

/* A filter that a small factor has stretched over the whole picture, and far beyond, needs weights
 * for the picture. */
static void
check_stretched_filter (const Options *o)
{
  RszSpec spec = spec_of (4, 4, 1000, 4, 1, RSZ_SAMPLE_U8, o);
  char message[RSZ_MESSAGE_SIZE];
  size_t size;

  spec.planes[0].parts[0].x.factor = 1.0 / RSZ_MAX_SIZE;
  largest_allocation = 0;
  size = size_of (&spec, message);
  tap_check (size > 0 && largest_allocation < 300000,
      "a filter stretched over 4 pixels asks for %zu bytes at most: %s", largest_allocation,
      options_name (o));
}

/* Makes a resizer where allocation n fails. True where that was refused with a sentence, or where
 * it was not needed. */
static bool
survives (const RszSpec *spec, long n, bool *made)
{
  char message[RSZ_MESSAGE_SIZE] = "";
  RszResizer *resizer;

  fails_in = n;
  resizer = rsz_resizer_new (spec, message);
  *made = resizer && fails_in > 0;
  fails_in = 0;
  rsz_resizer_free (resizer);
  return resizer || strstr (message, "There is not enough memory");
}

/* The whole of a picture, and a part of it. */
static void
check_out_of_memory (const Options *o)
{
  static const int outs[][2] = { { 300, 200 }, { 70, 40 }, { 64, 64 } };
  bool fine = true;

  for (int i = 0; i < 2 * 3 * RSZ_N_SAMPLES; i++) {
    const int *out = outs[i % 3];
    const RszSample sample = i / 6 ? RSZ_SAMPLE_U16 : RSZ_SAMPLE_U8;
    RszSpec spec = spec_of (100, 64, out[0], out[1], 3, sample, o);
    bool made = false;

    if (!options_take (o, sample))
      continue;
    if (i / 3 % 2) {
      spec.planes[0].y.visible_start = spec.planes[0].parts[0].x.visible_start = 5;
      spec.planes[0].y.visible = spec.planes[0].parts[0].x.visible = 30;
    }
    for (long n = 1; fine && !made; n++)
      fine = survives (&spec, n, &made);
  }
  tap_check (fine, "each allocation may fail: %s", options_name (o));
}

int
main (void)
{
  for (Options o = { .n_slices = 1 }; o.method < RSZ_N_METHODS; options_next (&o))
    check_out_of_memory (&o);
  for (Options o = { .n_slices = 1 }; o.method < RSZ_N_METHODS; options_next (&o))
    check_stretched_filter (&o);
  for (Options o = { .n_slices = 1 }; o.method < RSZ_N_TORCH_METHODS; options_next (&o)) {
    check_memory (&o);
    check_extreme_memory (&o);
    check_largest (&o);
    check_long_line (&o);
    check_no_allocation (&o);
  }
  return tap_finish ();
}
