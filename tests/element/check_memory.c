/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The bytes of frames, in every format the element offers: which are read, which are written, and
 * that they may lie anywhere. */
#include <string.h>

#include "plan.h"
#include "samples.h"

#define GUARD 64
#define GUARD_BYTE 0xa5

/* Scales what lies at `memory` to a frame between guard bytes, filled with `fill` before. */
static guint8 *
scale_guarded (
    const GstVideoInfo *in, const GstVideoInfo *out, gint method, const guint8 *memory, guint8 fill)
{
  const gsize size = GST_VIDEO_INFO_SIZE (out);
  guint8 *block = g_malloc (size + 2 * GUARD);
  GstBuffer *frame = gst_buffer_new_wrapped_full (GST_MEMORY_FLAG_READONLY, (gpointer) memory,
      GST_VIDEO_INFO_SIZE (in), 0, GST_VIDEO_INFO_SIZE (in), NULL, NULL);
  GstBuffer *result =
      gst_buffer_new_wrapped_full ((GstMemoryFlags) 0, block + GUARD, size, 0, size, NULL, NULL);
  GstAlignScaleSettings settings = { .method = method, .n_threads = 1 };
  GstAlignScaleFraming framing;
  GstAlignScalePlan plan;
  gchar text[RSZ_MESSAGE_SIZE] = "", *message = NULL;

  memset (block, GUARD_BYTE, size + 2 * GUARD);
  memset (block + GUARD, fill, size);
  memset (&plan, 0, sizeof plan);
  gst_align_scale_framing_init (&framing, in, out, &settings, NULL);
  g_assert_true (gst_align_scale_plan_init (&plan, in, out, &framing, &settings, text));
  g_assert_true (gst_align_scale_plan_run (&plan, NULL, frame, result, &message));
  gst_align_scale_plan_finish (&plan);
  gst_buffer_unref (frame);
  gst_buffer_unref (result);
  return block;
}

static gboolean
guards_stand (const guint8 *block, gsize size)
{
  for (gsize i = 0; i < GUARD; i++) {
    if (block[i] != GUARD_BYTE || block[GUARD + size + i] != GUARD_BYTE)
      return FALSE;
  }
  return TRUE;
}

/* A frame of any bits in memory of exactly its size: what reads beyond it a sanitizer sees. */
static guint8 *
noise_memory (const GstVideoInfo *info)
{
  const gsize size = GST_VIDEO_INFO_SIZE (info);
  guint8 *memory = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    memory[i] = (guint8) g_test_rand_int ();
  return memory;
}

static void
nothing_beyond_is_touched (gconstpointer format)
{
  static const gint widths[] = { 1, 2, 3, 5, 7, 9, 11, 13, 15 };

  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++)
    for (gsize o = 0; o < G_N_ELEMENTS (widths); o++) {
      const GstVideoInfo in = info_of_size (format, widths[i], 1 + (gint) o / 2);
      const GstVideoInfo out = info_of_size (format, widths[o], 1 + (gint) i / 2);
      guint8 *memory = noise_memory (&in);

      for (gint method = 0; method < RSZ_N_TORCH_METHODS; method++) {
        guint8 *block = scale_guarded (&in, &out, method, memory, 0);

        if (!guards_stand (block, GST_VIDEO_INFO_SIZE (&out)))
          fail_at (&in, &out, rsz_method_info (method)->name);
        g_free (block);
      }
      g_free (memory);
    }
}

/* Where a frame lies otherwise than by default: its rows so many bytes longer, planes apart. */
static GstBuffer *
lay_out (const GstVideoInfo *info, GstBuffer *frame, gint longer)
{
  const gsize size = GST_VIDEO_INFO_SIZE (info);
  GstBuffer *result = gst_buffer_new_allocate (NULL, 8 * size + 4096, NULL);
  gsize offset[GST_VIDEO_MAX_PLANES] = { 0 }, end = 7;
  gint stride[GST_VIDEO_MAX_PLANES] = { 0 };

  gst_buffer_memset (result, 0, 0x5a, G_MAXSIZE);
  for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (info); p++) {
    const gsize start = info->offset[p], row = (gsize) info->stride[p];
    const gsize plane =
        (p + 1 < GST_VIDEO_INFO_N_PLANES (info) ? info->offset[p + 1] : size) - start;

    offset[p] = end;
    stride[p] = info->stride[p] + longer;
    for (gsize y = 0; frame != NULL && y < plane / row; y++) {
      gpointer bytes = g_malloc (row);

      gst_buffer_extract (frame, start + y * row, bytes, row);
      gst_buffer_fill (result, end + y * (gsize) stride[p], bytes, row);
      g_free (bytes);
    }
    end += plane / row * (gsize) stride[p] + 5;
  }
  gst_buffer_resize (result, 0, (gssize) end);
  gst_buffer_add_video_meta_full (result, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_INFO_FORMAT (info),
      (guint) info->width, (guint) info->height, GST_VIDEO_INFO_N_PLANES (info), offset, stride);
  return result;
}

static gboolean
same_bytes (GstBuffer *a, GstBuffer *b)
{
  GstMapInfo map;
  gboolean same;

  g_assert_true (gst_buffer_map (a, &map, GST_MAP_READ));
  same = gst_buffer_get_size (b) == map.size && gst_buffer_memcmp (b, 0, map.data, map.size) == 0;
  gst_buffer_unmap (a, &map);
  return same;
}

/* Odd strides and offsets, where samples of two bytes have odd addresses. */
static void
rows_may_lie_anywhere (gconstpointer format)
{
  const GstVideoInfo in = info_of_size (format, 19, 9), out = info_of_size (format, 26, 7);
  guint8 *memory = noise_memory (&in);
  GstBuffer *frame = gst_buffer_new_wrapped (memory, GST_VIDEO_INFO_SIZE (&in));
  GstBuffer *plain = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (&out), NULL);

  for (gint method = 0; method < RSZ_N_TORCH_METHODS; method++) {
    for (gint longer = 1; longer < 40; longer += 12) {
      GstAlignScaleSettings settings = { .method = method, .n_threads = 1 };
      GstBuffer *apart = lay_out (&in, frame, longer), *result = lay_out (&out, NULL, longer + 2);
      GstBuffer *expected;
      GstAlignScaleFraming framing;
      GstAlignScalePlan plan;
      gchar text[RSZ_MESSAGE_SIZE], *message = NULL;

      gst_buffer_memset (plain, 0, 0x5a, G_MAXSIZE);
      gst_align_scale_framing_init (&framing, &in, &out, &settings, NULL);
      g_assert_true (gst_align_scale_plan_init (&plan, &in, &out, &framing, &settings, text));
      g_assert_true (gst_align_scale_plan_run (&plan, NULL, frame, plain, &message));
      g_assert_true (gst_align_scale_plan_run (&plan, NULL, apart, result, &message));
      gst_align_scale_plan_finish (&plan);
      /* also what lies between rows and planes is as it was */
      expected = lay_out (&out, plain, longer + 2);
      if (!same_bytes (expected, result))
        fail_at (&in, &out, rsz_method_info (method)->name);
      gst_buffer_unref (expected);
      gst_buffer_unref (result);
      gst_buffer_unref (apart);
    }
  }
  gst_buffer_unref (plain);
  gst_buffer_unref (frame);
}

/* A width at which rows have no padding in any format: every byte of the output belongs to samples
 * or to the bits between them, and is written. */
static void
every_bit_is_written (gconstpointer format)
{
  const GstVideoInfo in = info_of_size (format, 17, 12), out = info_of_size (format, 48, 8);
  const gsize size = GST_VIDEO_INFO_SIZE (&out);
  guint8 *memory = noise_memory (&in);

  for (gint method = 0; method < RSZ_N_TORCH_METHODS; method++) {
    guint8 *zeros = scale_guarded (&in, &out, method, memory, 0);
    guint8 *ones = scale_guarded (&in, &out, method, memory, 0xff);

    if (memcmp (zeros, ones, size + 2 * GUARD) != 0)
      fail_at (&in, &out, rsz_method_info (method)->name);
    g_free (zeros);
    g_free (ones);
  }
  g_free (memory);
}

/* Samples of more than 8 bits in the low bits of two bytes are taken as they lie: their high bits
 * have to be zero. */
static gboolean
has_low_samples (const GstVideoInfo *info)
{
  const guint depth = GST_VIDEO_INFO_COMP_DEPTH (info, 0);
  const gint stride = GST_VIDEO_INFO_COMP_PSTRIDE (info, 0);

  return depth > 8 && depth < 16 && info->finfo->shift[0] == 0 && stride == 2;
}

/* The same samples once between random bits, once between zeros. */
static void
bits_between_do_not_count (gconstpointer format)
{
  const GstVideoInfo in = info_of_size (format, 18, 12), out = info_of_size (format, 48, 8);
  guint8 *memory = noise_memory (&in);
  GstBuffer *frame = gst_buffer_new_wrapped (memory, GST_VIDEO_INFO_SIZE (&in)), *clean;
  Samples samples = samples_read (&in, frame);
  GstMapInfo map;

  clean = samples_write (&samples);
  g_assert_true (gst_buffer_map (clean, &map, GST_MAP_READ));
  for (gint method = 0; method < RSZ_N_TORCH_METHODS && !has_low_samples (&in); method++) {
    guint8 *a = scale_guarded (&in, &out, method, memory, 0);
    guint8 *b = scale_guarded (&in, &out, method, map.data, 0);
    GstBuffer *frame_a = gst_buffer_new_wrapped_full (GST_MEMORY_FLAG_READONLY, a + GUARD,
        GST_VIDEO_INFO_SIZE (&out), 0, GST_VIDEO_INFO_SIZE (&out), a, g_free);
    GstBuffer *frame_b = gst_buffer_new_wrapped_full (GST_MEMORY_FLAG_READONLY, b + GUARD,
        GST_VIDEO_INFO_SIZE (&out), 0, GST_VIDEO_INFO_SIZE (&out), b, g_free);
    Samples samples_a = samples_read (&out, frame_a), samples_b = samples_read (&out, frame_b);

    if (samples_differ (&samples_a, &samples_b) > 0)
      fail_at (&in, &out, rsz_method_info (method)->name);
    samples_free (&samples_a);
    samples_free (&samples_b);
    gst_buffer_unref (frame_a);
    gst_buffer_unref (frame_b);
  }
  gst_buffer_unmap (clean, &map);
  gst_buffer_unref (clean);
  gst_buffer_unref (frame);
  samples_free (&samples);
}

/* What is written is what GStreamer writes for the same samples: zeros between them. */
static void
bits_between_become_zero (gconstpointer format)
{
  const GstVideoInfo in = info_of_size (format, 18, 12), out = info_of_size (format, 48, 8);
  /* the byte or bits that stand in for alpha are scaled, too */
  const gboolean has_filler = strchr (format, 'x') != NULL;
  guint8 *memory = noise_memory (&in);

  for (gint method = 0; method < RSZ_N_TORCH_METHODS && !has_low_samples (&in) && !has_filler;
       method++) {
    guint8 *block = scale_guarded (&in, &out, method, memory, 0xff);
    GstBuffer *frame = gst_buffer_new_wrapped_full (GST_MEMORY_FLAG_READONLY, block + GUARD,
        GST_VIDEO_INFO_SIZE (&out), 0, GST_VIDEO_INFO_SIZE (&out), block, g_free);
    Samples samples = samples_read (&out, frame);
    GstBuffer *clean = samples_write (&samples);

    if (gst_buffer_memcmp (clean, 0, block + GUARD, GST_VIDEO_INFO_SIZE (&out)) != 0)
      fail_at (&in, &out, rsz_method_info (method)->name);
    samples_free (&samples);
    gst_buffer_unref (clean);
    gst_buffer_unref (frame);
  }
  g_free (memory);
}

static const struct {
  const gchar *property;
  GTestDataFunc check;
} checks[] = {
  { "nothing beyond a frame is touched", nothing_beyond_is_touched },
  { "every bit of a frame is written", every_bit_is_written },
  { "rows may lie anywhere", rows_may_lie_anywhere },
  { "bits between samples do not count", bits_between_do_not_count },
  { "bits between samples become zero", bits_between_become_zero },
};

int
main (int argc, char **argv)
{
  gchar **formats;
  gint result;

  test_init (&argc, &argv);
  formats = offered_formats ();
  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++) {
    for (gchar **format = formats; *format != NULL; format++) {
      gchar *path = g_strdup_printf ("/memory/%s/%s", checks[i].property, *format);

      g_test_add_data_func (path, *format, checks[i].check);
      g_free (path);
    }
  }
  result = g_test_run ();
  g_strfreev (formats);
  return result;
}
