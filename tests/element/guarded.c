/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "guarded.h"

#include <string.h>
#include <sys/mman.h>

#if defined(__SANITIZE_ADDRESS__)
#define POISONS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POISONS 1
#endif
#endif
#ifdef POISONS
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(start, size) ((void) (start), (void) (size))
#define ASAN_UNPOISON_MEMORY_REGION(start, size) ((void) (start), (void) (size))
#endif

#define PAGE 4096

Guarded
guarded_new (void)
{
  Guarded guarded = { mmap (
      NULL, GUARDED_SIZE + 2 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) };

  g_assert_true (guarded.pages != MAP_FAILED);
  g_assert_cmpint (mprotect (guarded.pages + PAGE, GUARDED_SIZE, PROT_READ | PROT_WRITE), ==, 0);
  return guarded;
}

void
guarded_free (Guarded *guarded)
{
  ASAN_UNPOISON_MEMORY_REGION (guarded->pages + PAGE, GUARDED_SIZE);
  munmap (guarded->pages, GUARDED_SIZE + 2 * PAGE);
}

guint8 *
guarded_block (Guarded *guarded, gsize size, gboolean first)
{
  guint8 *start = guarded->pages + PAGE;
  guint8 *block = first ? start : start + GUARDED_SIZE - size;

  g_assert_cmpuint (size, <=, GUARDED_SIZE);
  ASAN_POISON_MEMORY_REGION (start, GUARDED_SIZE);
  ASAN_UNPOISON_MEMORY_REGION (block, size);
  return block;
}

/* ---- frames ---- */

/* Formats whose pixels GStreamer gives no size: bytes of a row of so many samples of luma. */
static gint
complex_bytes (const GstVideoInfo *info, guint plane)
{
  const gint width = info->width, samples = plane == 0 ? width : GST_ROUND_UP_2 (width);

  if (g_str_equal (GST_VIDEO_INFO_NAME (info), "v210"))
    return (width + 5) / 6 * 16;
  if (g_str_equal (GST_VIDEO_INFO_NAME (info), "UYVP"))
    return (width * 20 + 7) / 8;
  if (g_str_equal (GST_VIDEO_INFO_NAME (info), "IYU1"))
    return (width + 3) / 4 * 6;
  if (g_str_has_suffix (GST_VIDEO_INFO_NAME (info), "_10LE40"))
    return (samples + 3) / 4 * 5;
  /* three samples in a word, and chroma has as many words as luma */
  return (width + 2) / 3 * 4;
}

static gint
bytes_of_plane (const GstVideoInfo *info, guint plane)
{
  gint bytes = 0;

  for (guint c = 0; c < GST_VIDEO_INFO_N_COMPONENTS (info); c++) {
    if (GST_VIDEO_INFO_COMP_PLANE (info, c) == plane)
      bytes =
          MAX (bytes, GST_VIDEO_INFO_COMP_WIDTH (info, c) * GST_VIDEO_INFO_COMP_PSTRIDE (info, c));
  }
  return bytes > 0 ? bytes : complex_bytes (info, plane);
}

static gint
step_of_plane (const GstVideoInfo *info, guint plane)
{
  for (guint c = 0; c < GST_VIDEO_INFO_N_COMPONENTS (info); c++) {
    if (GST_VIDEO_INFO_COMP_PLANE (info, c) == plane)
      return 1 << info->finfo->h_sub[c];
  }
  return 1;
}

static gint
ceil_div (gint a, gint b)
{
  return (a + b - 1) / b;
}

Laid
laid_new (const gchar *format, GstVideoInterlaceMode mode, gint field, gint width, gint height)
{
  Laid laid = { .n_pictures = mode == GST_VIDEO_INTERLACE_MODE_FIELDS ? 2 : 1 };
  const gboolean one_by_one = mode >= GST_VIDEO_INTERLACE_MODE_FIELDS;

  g_assert_true (gst_video_info_set_interlaced_format (
      &laid.info, gst_video_format_from_string (format), mode, (guint) width, (guint) height));
  laid.n_planes = (gint) GST_VIDEO_INFO_N_PLANES (&laid.info);
  for (gint picture = 0; picture < laid.n_pictures; picture++) {
    for (gint p = 0; p < laid.n_planes; p++) {
      LaidPlane *plane = &laid.planes[picture][p];
      const gint step = step_of_plane (&laid.info, (guint) p);
      const gint all = one_by_one ? (height + 1) / 2 : height;
      const gboolean bottom = laid.n_pictures == 2 ? picture == 1 && field == 1 : field == 1;

      plane->bytes = bytes_of_plane (&laid.info, (guint) p);
      plane->rows = ceil_div (one_by_one && bottom ? height / 2 : all, step);
      plane->rule = ceil_div (all, step);
      if (step > 1 && mode != GST_VIDEO_INTERLACE_MODE_PROGRESSIVE)
        plane->rule = GST_ROUND_UP_2 (plane->rule);
    }
  }
  return laid;
}

void
laid_stack (Laid *laid, gint longer, guint signs, gboolean tight)
{
  laid->size = 0;
  for (gint picture = 0; picture < laid->n_pictures; picture++) {
    for (gint p = 0; p < laid->n_planes; p++) {
      LaidPlane *plane = &laid->planes[picture][p];
      const gint rows = tight ? plane->rows : plane->rule, stride = plane->bytes + longer;
      const gboolean flipped = (signs >> (picture * GST_VIDEO_MAX_PLANES + p) & 1) != 0;

      plane->stride = flipped ? -stride : stride;
      plane->offset = laid->size + (flipped ? (gsize) ((rows - 1) * stride) : 0);
      laid->size += (gsize) (rows * stride - longer);
    }
  }
}

void
laid_by_default (Laid *laid)
{
  GstVideoInfo one = laid->info;

  if (laid->n_pictures == 2)
    gst_video_info_set_interlaced_format (&one, GST_VIDEO_INFO_FORMAT (&one),
        GST_VIDEO_INTERLACE_MODE_ALTERNATE, (guint) one.width, (guint) one.height);
  laid->size = (gsize) laid->n_pictures * one.size;
  for (gint picture = 0; picture < laid->n_pictures; picture++) {
    for (gint p = 0; p < laid->n_planes; p++) {
      laid->planes[picture][p].offset = (gsize) picture * one.size + one.offset[p];
      laid->planes[picture][p].stride = one.stride[p];
    }
  }
}

/* Row y's first byte; -1: not all of it is in the memory. */
static gssize
place_of_row (const Laid *laid, const LaidPlane *plane, gint y)
{
  gint64 start;

  if (plane->offset >= laid->size)
    return -1;
  start = (gint64) plane->offset + y * (gint64) plane->stride;
  return start < 0 || start + plane->bytes > (gint64) laid->size ? -1 : (gssize) start;
}

/* Counts for each byte the rows of pictures it belongs to. False where some are not in the
 * memory. */
static gboolean
count_owners (const Laid *laid, guint8 *owners)
{
  memset (owners, 0, laid->size);
  for (gint picture = 0; picture < laid->n_pictures; picture++)
    for (gint p = 0; p < laid->n_planes; p++)
      for (gint y = 0; y < laid->planes[picture][p].rows; y++) {
        const gssize start = place_of_row (laid, &laid->planes[picture][p], y);

        if (start < 0)
          return FALSE;
        for (gint i = 0; i < laid->planes[picture][p].bytes; i++)
          owners[start + i]++;
      }
  return TRUE;
}

gboolean
laid_fits (const Laid *laid, gboolean apart)
{
  static guint8 owners[GUARDED_SIZE];

  if (!count_owners (laid, owners))
    return FALSE;
  for (gsize i = 0; apart && i < laid->size; i++) {
    if (owners[i] > 1)
      return FALSE;
  }
  return TRUE;
}

gssize
laid_row (const Laid *laid, gint picture, gint p, gint y)
{
  const LaidPlane *plane = &laid->planes[picture][p];
  const gssize start = place_of_row (laid, plane, y);
  static guint8 owners[GUARDED_SIZE];

  if (y < plane->rows || start < 0)
    return start;
  count_owners (laid, owners);
  for (gint i = 0; i < plane->bytes; i++) {
    if (owners[start + i] > 0)
      return -1;
  }
  return start;
}

void
laid_describe (const Laid *laid, GstBuffer *buffer)
{
  for (gint picture = 0; picture < laid->n_pictures; picture++) {
    gsize offset[GST_VIDEO_MAX_PLANES] = { 0 };
    gint stride[GST_VIDEO_MAX_PLANES] = { 0 };

    for (gint p = 0; p < laid->n_planes; p++) {
      offset[p] = laid->planes[picture][p].offset;
      stride[p] = laid->planes[picture][p].stride;
    }
    gst_buffer_add_video_meta_full (buffer, GST_VIDEO_FRAME_FLAG_NONE,
        GST_VIDEO_INFO_FORMAT (&laid->info), (guint) laid->info.width, (guint) laid->info.height,
        (guint) laid->n_planes, offset, stride)
        ->id = picture;
  }
}

GstBuffer *
laid_wrap (const Laid *laid, guint8 *memory, GstMemoryFlags flags)
{
  GstBuffer *buffer =
      gst_buffer_new_wrapped_full (flags, memory, laid->size, 0, laid->size, NULL, NULL);

  laid_describe (laid, buffer);
  return buffer;
}

void
laid_copy (const Laid *to, guint8 *to_memory, const Laid *from, const guint8 *from_memory)
{
  for (gint picture = 0; picture < to->n_pictures; picture++)
    for (gint p = 0; p < to->n_planes; p++) {
      const LaidPlane *plane = &to->planes[picture][p];

      for (gint y = 0, last = 0; y < plane->rule; y++) {
        const gssize source = laid_row (from, picture, p, y);
        const gssize destination = laid_row (to, picture, p, y);

        last = source >= 0 ? y : last;
        if (destination >= 0)
          memcpy (to_memory + destination, from_memory + laid_row (from, picture, p, last),
              (gsize) plane->bytes);
      }
    }
}
