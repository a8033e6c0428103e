/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Metas that map memory their own way, that are nonsense, and buffers of several memories. */
#include <string.h>

#include "plan.h"
#include "guarded.h"
#include "samples.h"

#define FILLER 0x5a
#define WIDTH 11
#define OUT_WIDTH 14

static Guarded memories[4];

static const gchar *const formats[] = { "GRAY8", "I420", "NV12", "P010_10LE", "A420", "v216" };

static const struct {
  GstVideoInterlaceMode mode;
  gint field, in_height, out_height;
} frames[] = {
  { GST_VIDEO_INTERLACE_MODE_PROGRESSIVE, 0, 7, 5 },
  { GST_VIDEO_INTERLACE_MODE_INTERLEAVED, 0, 6, 10 },
  { GST_VIDEO_INTERLACE_MODE_INTERLEAVED, 0, 2, 2 },
  { GST_VIDEO_INTERLACE_MODE_MIXED, 0, 6, 6 },
  { GST_VIDEO_INTERLACE_MODE_FIELDS, 1, 5, 7 },
  { GST_VIDEO_INTERLACE_MODE_ALTERNATE, 0, 5, 7 },
  { GST_VIDEO_INTERLACE_MODE_ALTERNATE, 1, 7, 5 },
};

typedef struct {
  GstAlignScalePlan plan;
  Laid in, out;
  gint field;
} Pair;

static Pair
pair_new (const gchar *format, gsize f)
{
  Pair pair = {
    .in = laid_new (format, frames[f].mode, frames[f].field, WIDTH, frames[f].in_height),
    .out = laid_new (format, frames[f].mode, frames[f].field, OUT_WIDTH, frames[f].out_height),
    .field = frames[f].field,
  };
  GstAlignScaleSettings settings = { .method = RSZ_METHOD_BILINEAR, .n_threads = 1 };
  gchar text[RSZ_MESSAGE_SIZE];
  GstAlignScaleFraming framing;

  gst_align_scale_framing_init (&framing, &pair.in.info, &pair.out.info, &settings, NULL);
  g_assert_true (gst_align_scale_plan_init (
      &pair.plan, &pair.in.info, &pair.out.info, &framing, &settings, text));
  laid_stack (&pair.in, 0, 0, FALSE);
  laid_stack (&pair.out, 0, 0, FALSE);
  return pair;
}

/* The sentence with which a frame is refused, or NULL. Takes both buffers. */
static gchar *
run (const Pair *pair, GstBuffer *in, GstBuffer *out)
{
  gchar *message = NULL;
  gboolean done;

  GST_BUFFER_FLAG_SET (in, GST_VIDEO_BUFFER_FLAG_INTERLACED);
  if (GST_VIDEO_INFO_INTERLACE_MODE (&pair->in.info) == GST_VIDEO_INTERLACE_MODE_ALTERNATE)
    GST_BUFFER_FLAG_SET (
        in, pair->field ? GST_VIDEO_BUFFER_FLAG_BOTTOM_FIELD : GST_VIDEO_BUFFER_FLAG_TOP_FIELD);
  done = gst_align_scale_plan_run (&pair->plan, NULL, in, out, &message);
  g_assert_cmpint (done, ==, message == NULL);
  g_assert_cmpint (GST_MINI_OBJECT_REFCOUNT_VALUE (in), ==, 1);
  g_assert_cmpint (GST_MINI_OBJECT_REFCOUNT_VALUE (out), ==, 1);
  gst_buffer_unref (in);
  gst_buffer_unref (out);
  return message;
}

static guint8 *
block_of (gint memory, const Laid *laid)
{
  guint8 *block = guarded_block (&memories[memory], laid->size, memory % 2);

  memset (block, FILLER, laid->size);
  return block;
}

static void
fill_noise (guint8 *memory, gsize size)
{
  for (gsize i = 0; i < size; i++)
    memory[i] = (guint8) g_test_rand_int ();
}

/* ---- metas that map their own way ---- */

static struct {
  guint8 *block;
  gint n_mapped;
  enum { SILENT, ELSEWHERE, NOWHERE, REFUSED } way;
} mapper;

static gboolean
map_block (GstVideoMeta *meta, guint plane, GstMapInfo *info, gpointer *data, gint *stride,
    GstMapFlags flags)
{
  (void) flags;
  if (mapper.way == REFUSED)
    return FALSE;
  if (mapper.way == ELSEWHERE) {
    info->data = memories[3].pages;
    info->size = info->maxsize = 1;
  }
  *data = mapper.way == NOWHERE ? NULL : mapper.block + meta->offset[plane];
  *stride = meta->stride[plane];
  mapper.n_mapped++;
  return TRUE;
}

static gboolean
unmap_block (GstVideoMeta *meta, guint plane, GstMapInfo *info)
{
  (void) meta;
  (void) plane;
  (void) info;
  mapper.n_mapped--;
  return TRUE;
}

/* A buffer whose own memory is a byte. */
static GstBuffer *
mapped_buffer (const Laid *laid, guint8 *block)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, 1, NULL);
  gpointer state = NULL;
  GstMeta *meta;

  laid_describe (laid, buffer);
  while ((meta = gst_buffer_iterate_meta (buffer, &state)) != NULL) {
    ((GstVideoMeta *) meta)->map = map_block;
    ((GstVideoMeta *) meta)->unmap = unmap_block;
  }
  mapper.block = block;
  return buffer;
}

/* Nobody says what is behind the picture's rows: there are pages that cannot be touched. */
static void
memory_of_unknown_extent_has_the_pictures_rows (gconstpointer format)
{
  mapper.way = SILENT;
  for (gsize f = 0; f < G_N_ELEMENTS (frames); f++) {
    Pair pair = pair_new (format, f);
    Laid tight = pair.in, plain = pair.in;
    guint8 *source, *results[2];

    for (guint flipped = 0; flipped < 2; flipped++) {
      g_test_message ("frame %d, %s", (gint) f, flipped ? "flipped" : "not flipped");
      laid_stack (&tight, 0, flipped ? ~0u : 0, TRUE);
      source = block_of ((gint) flipped, &tight);
      fill_noise (source, tight.size);
      results[0] = block_of (2, &pair.out);
      g_assert_null (run (&pair, mapped_buffer (&tight, source),
          laid_wrap (&pair.out, results[0], (GstMemoryFlags) 0)));
      g_assert_cmpint (mapper.n_mapped, ==, 0);
      laid_copy (&plain, block_of (3, &plain), &tight, source);
      results[1] = guarded_block (&memories[1 - flipped], pair.out.size, FALSE);
      memset (results[1], FILLER, pair.out.size);
      g_assert_null (run (&pair,
          laid_wrap (&plain, guarded_block (&memories[3], plain.size, TRUE), (GstMemoryFlags) 0),
          laid_wrap (&pair.out, results[1], (GstMemoryFlags) 0)));
      g_assert_cmpint (memcmp (results[0], results[1], pair.out.size), ==, 0);
    }
    gst_align_scale_plan_finish (&pair.plan);
  }
}

static void
memory_of_unknown_extent_is_written (gconstpointer format)
{
  mapper.way = SILENT;
  for (gsize f = 0; f < G_N_ELEMENTS (frames); f++) {
    Pair pair = pair_new (format, f);
    Laid tight = pair.out;
    guint8 *source = block_of (0, &pair.in), *expected = block_of (2, &pair.out), *again;

    fill_noise (source, pair.in.size);
    g_assert_null (run (&pair, laid_wrap (&pair.in, source, GST_MEMORY_FLAG_READONLY),
        laid_wrap (&pair.out, expected, (GstMemoryFlags) 0)));
    for (guint flipped = 0; flipped < 2; flipped++) {
      laid_stack (&tight, 0, flipped ? ~0u : 0, TRUE);
      again = guarded_block (&memories[flipped ? 1 : 3], tight.size, !flipped);
      memset (again, FILLER, tight.size);
      g_assert_null (run (&pair, laid_wrap (&pair.in, source, GST_MEMORY_FLAG_READONLY),
          mapped_buffer (&tight, again)));
      g_assert_cmpint (mapper.n_mapped, ==, 0);
      for (gint i = 0; i < tight.n_pictures * tight.n_planes; i++) {
        const gint picture = i / tight.n_planes, p = i % tight.n_planes;

        for (gint y = 0; y < tight.planes[picture][p].rows; y++)
          g_assert_cmpint (memcmp (again + laid_row (&tight, picture, p, y),
                               expected + laid_row (&pair.out, picture, p, y),
                               (gsize) tight.planes[picture][p].bytes),
              ==, 0);
      }
    }
    gst_align_scale_plan_finish (&pair.plan);
  }
}

static void
mappings_that_are_none_are_refused (void)
{
  for (gint way = ELSEWHERE; way <= REFUSED; way++) {
    Pair pair = pair_new ("I420", 0);
    guint8 *source = block_of (0, &pair.in), *result = block_of (2, &pair.out);

    g_test_message ("way %d", way);
    mapper.way = SILENT + way;
    for (gint written = 0; written < 2; written++) {
      GstBuffer *in = written ? laid_wrap (&pair.in, source, (GstMemoryFlags) 0)
                              : mapped_buffer (&pair.in, source);
      GstBuffer *out = written ? mapped_buffer (&pair.out, result)
                               : laid_wrap (&pair.out, result, (GstMemoryFlags) 0);
      gchar *message = run (&pair, in, out);

      g_assert_nonnull (message);
      g_assert_cmpint (mapper.n_mapped, ==, 0);
      g_free (message);
    }
    gst_align_scale_plan_finish (&pair.plan);
  }
}

/* ---- metas that are nonsense ---- */

static void
spoil (GstVideoMeta *meta, GstBuffer *other, gint way)
{
  switch (way) {
  case 0:
    meta->map = NULL;
    break;
  case 1:
    meta->unmap = NULL;
    break;
  case 2:
    meta->buffer = NULL;
    break;
  case 3:
    meta->buffer = other;
    break;
  case 4:
    meta->n_planes = 0;
    break;
  case 5:
    meta->n_planes--;
    break;
  case 6:
    meta->n_planes = G_MAXUINT;
    break;
  case 7:
    meta->format = GST_VIDEO_FORMAT_YV12;
    break;
  case 8:
    meta->format = (GstVideoFormat) -1;
    break;
  case 9:
    meta->width--;
    break;
  case 10:
    meta->height = 0;
    break;
  default:
    meta->width = G_MAXUINT; /* of no consequence: strides say where rows are */
    meta->height = G_MAXUINT;
  }
}

/* Only the last one is right. */
static void
metas_that_are_nonsense_are_refused (void)
{
  for (gint way = 0; way < 12; way++) {
    Pair pair = pair_new ("I420", 0);
    guint8 *source = block_of (0, &pair.in), *result = block_of (2, &pair.out);

    g_test_message ("way %d", way);
    for (gint written = 0; written < 2; written++) {
      GstBuffer *in = laid_wrap (&pair.in, source, (GstMemoryFlags) 0);
      GstBuffer *out = laid_wrap (&pair.out, result, (GstMemoryFlags) 0);
      GstBuffer *other = gst_buffer_new ();
      gchar *message;

      spoil (gst_buffer_get_video_meta (written ? out : in), other, way);
      message = run (&pair, in, out);
      g_assert_cmpint (message == NULL, ==, way == 11);
      g_free (message);
      gst_buffer_unref (other);
    }
    gst_align_scale_plan_finish (&pair.plan);
  }
}

/* The height of a field's meta may be the frame's or its own. */
static void
metas_of_fields_state_either_height (void)
{
  for (gsize f = 0; f < G_N_ELEMENTS (frames); f++) {
    const gboolean one_by_one = frames[f].mode >= GST_VIDEO_INTERLACE_MODE_FIELDS;
    Pair pair = pair_new ("I420", f);
    guint8 *source = block_of (0, &pair.in), *results[2];

    fill_noise (source, pair.in.size);
    for (gint own = 0; own < 2; own++) {
      GstBuffer *in = laid_wrap (&pair.in, source, GST_MEMORY_FLAG_READONLY);
      gpointer state = NULL;
      GstMeta *meta;
      gchar *message;

      while (own && (meta = gst_buffer_iterate_meta (in, &state)) != NULL) {
        const gint field = pair.in.n_pictures == 2 ? ((GstVideoMeta *) meta)->id : frames[f].field;

        ((GstVideoMeta *) meta)->height = (guint) (frames[f].in_height + 1 - field) / 2;
      }
      results[own] = block_of (1 + own, &pair.out);
      message = run (&pair, in, laid_wrap (&pair.out, results[own], (GstMemoryFlags) 0));
      g_assert_cmpint (message == NULL, ==, !own || one_by_one);
      g_free (message);
    }
    if (one_by_one)
      g_assert_cmpint (memcmp (results[0], results[1], pair.out.size), ==, 0);
    gst_align_scale_plan_finish (&pair.plan);
  }
}

/* ---- several memories ---- */

/* The bytes of a block as several memories, each of so many, each at the end of pages of its
 * own. */
static GstBuffer *
split (const Laid *laid, const guint8 *block, const gsize *sizes, gint n)
{
  GstBuffer *buffer = gst_buffer_new ();
  gsize done = 0;

  for (gint i = 0; i < n; i++) {
    guint8 *part = guarded_block (&memories[1 + i], sizes[i], i % 2);

    memcpy (part, block + done, sizes[i]);
    gst_buffer_append_memory (buffer,
        gst_memory_new_wrapped ((GstMemoryFlags) 0, part, sizes[i], 0, sizes[i], NULL, NULL));
    done += sizes[i];
  }
  g_assert_cmpuint (done, ==, laid->size);
  laid_describe (laid, buffer);
  return buffer;
}

/* A plane lies in the memory its first row starts in. */
static void
planes_lie_in_one_memory_each (void)
{
  Pair pair = pair_new ("I420", 1);
  guint8 *source = block_of (0, &pair.in);
  guint8 *results[2] = { g_malloc (pair.out.size), g_malloc (pair.out.size) };
  const gsize chroma = pair.in.planes[0][1].offset, last = pair.in.planes[0][2].offset;
  const struct {
    gsize sizes[3];
    gint n;
    gboolean fits;
  } cuts[] = {
    { { chroma, pair.in.size - chroma }, 2, TRUE },
    { { chroma, last - chroma, pair.in.size - last }, 3, TRUE },
    { { last, pair.in.size - last }, 2, TRUE },
    { { chroma - 1, pair.in.size - chroma + 1 }, 2, FALSE },
    { { chroma, 0, pair.in.size - chroma }, 3, TRUE },
    { { last - 1, pair.in.size - last + 1 }, 2, TRUE }, /* the row beyond is missing */
    { { last - 8, 8, pair.in.size - last }, 3, FALSE },
  };

  fill_noise (source, pair.in.size);
  memset (results[0], FILLER, pair.out.size);
  g_assert_null (run (&pair, laid_wrap (&pair.in, source, GST_MEMORY_FLAG_READONLY),
      laid_wrap (&pair.out, results[0], (GstMemoryFlags) 0)));
  for (gsize i = 0; i < G_N_ELEMENTS (cuts); i++) {
    gchar *message;

    g_test_message ("cut %d", (gint) i);
    memset (results[1], FILLER, pair.out.size);
    message = run (&pair, split (&pair.in, source, cuts[i].sizes, cuts[i].n),
        laid_wrap (&pair.out, results[1], (GstMemoryFlags) 0));
    g_assert_cmpint (message == NULL, ==, cuts[i].fits);
    if (cuts[i].fits && cuts[i].sizes[0] != last - 1)
      g_assert_cmpint (memcmp (results[0], results[1], pair.out.size), ==, 0);
    g_free (message);
  }
  g_free (results[0]);
  g_free (results[1]);
  gst_align_scale_plan_finish (&pair.plan);
}

static void
add_formats (const gchar *name, GTestDataFunc check)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    gchar *path = g_strdup_printf ("/maps/%s/%s", name, formats[i]);

    g_test_add_data_func (path, formats[i], check);
    g_free (path);
  }
}

int
main (int argc, char **argv)
{
  gint result;

  test_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (memories); i++)
    memories[i] = guarded_new ();
  add_formats ("memory of unknown extent has the picture's rows",
      memory_of_unknown_extent_has_the_pictures_rows);
  add_formats ("memory of unknown extent is written", memory_of_unknown_extent_is_written);
  g_test_add_func ("/maps/mappings that are none are refused", mappings_that_are_none_are_refused);
  g_test_add_func (
      "/maps/metas that are nonsense are refused", metas_that_are_nonsense_are_refused);
  g_test_add_func (
      "/maps/metas of fields state either height", metas_of_fields_state_either_height);
  g_test_add_func ("/maps/planes lie in one memory each", planes_lie_in_one_memory_each);
  result = g_test_run ();
  for (gsize i = 0; i < G_N_ELEMENTS (memories); i++)
    guarded_free (&memories[i]);
  return result;
}
