/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Wherever a GstVideoMeta says that rows lie: frames are right or refused in words, and no byte
 * outside of the memory is touched, which lies between pages that cannot be. */
#include <string.h>

#include "plan.h"
#include "guarded.h"
#include "samples.h"

#define FILLER 0x5a
#define WIDTH 11
#define OUT_WIDTH 14

static Guarded memories[4];

/* Frames of two layouts and what becomes of one in the other. */
typedef struct {
  const gchar *format;
  GstVideoInterlaceMode mode;
  gboolean interlaced; /* buffers of MIXED are */
  gint field;          /* whose rows those of ALTERNATE and the second ones of FIELDS have */
  gint in_height, out_height;
  gint method;
  gint crop_x, crop_y; /* where the frame begins in a larger one, or 0 */
} Case;

static const struct {
  GstVideoInterlaceMode mode;
  gboolean interlaced;
  gint field;
} modes[] = {
  { GST_VIDEO_INTERLACE_MODE_PROGRESSIVE, FALSE, 0 },
  { GST_VIDEO_INTERLACE_MODE_INTERLEAVED, TRUE, 0 },
  { GST_VIDEO_INTERLACE_MODE_MIXED, FALSE, 0 },
  { GST_VIDEO_INTERLACE_MODE_MIXED, TRUE, 0 },
  { GST_VIDEO_INTERLACE_MODE_FIELDS, TRUE, 1 },
  { GST_VIDEO_INTERLACE_MODE_ALTERNATE, TRUE, 0 },
  { GST_VIDEO_INTERLACE_MODE_ALTERNATE, TRUE, 1 },
};

static const gint heights[][2] = { { 6, 5 }, { 5, 6 }, { 7, 7 }, { 1, 3 }, { 3, 1 }, { 2, 9 },
  { 10, 2 }, { 9, 10 } };

/* The memory of sources: of a crop what it takes and what is above and left of it, and nothing
 * else. Their meta says that there is more. */
static Laid
source_of (const Case *c)
{
  Laid laid = laid_new (c->format, c->mode, c->field, c->crop_x + WIDTH, c->crop_y + c->in_height);

  if (c->crop_x > 0) {
    laid.info.width += 5;
    laid.info.height += 7;
  }
  return laid;
}

static Laid
destination_of (const Case *c)
{
  return laid_new (c->format, c->mode, c->field, OUT_WIDTH, c->out_height);
}

static GstAlignScalePlan
plan_of (const Case *c)
{
  const Laid in = laid_new (c->format, c->mode, c->field, WIDTH, c->in_height);
  const Laid memory = source_of (c), out = destination_of (c);
  const GstAlignScaleCrop crop = { memory.info.width, memory.info.height,
    { c->crop_x, c->crop_y, WIDTH, c->in_height } };
  GstAlignScaleSettings settings = { .method = c->method, .n_threads = 1 };
  gchar text[RSZ_MESSAGE_SIZE];
  GstAlignScaleFraming framing;
  GstAlignScalePlan plan;

  gst_align_scale_framing_init (
      &framing, &in.info, &out.info, &settings, c->crop_x > 0 ? &crop : NULL);
  g_assert_true (gst_align_scale_plan_init (&plan, &in.info, &out.info, &framing, &settings, text));
  return plan;
}

/* False and a sentence where it is refused. */
static gboolean
run (const Case *c, const GstAlignScalePlan *plan, GstBuffer *in, GstBuffer *out)
{
  gchar *message = NULL;
  gboolean done;

  if (c->interlaced)
    GST_BUFFER_FLAG_SET (in, GST_VIDEO_BUFFER_FLAG_INTERLACED);
  if (c->mode == GST_VIDEO_INTERLACE_MODE_ALTERNATE)
    GST_BUFFER_FLAG_SET (
        in, c->field ? GST_VIDEO_BUFFER_FLAG_BOTTOM_FIELD : GST_VIDEO_BUFFER_FLAG_TOP_FIELD);
  done = gst_align_scale_plan_run (plan, NULL, in, out, &message);
  g_assert_cmpint (done, ==, message == NULL);
  if (!done)
    g_assert_true (g_str_has_suffix (message, "."));
  g_free (message);
  gst_buffer_unref (in);
  gst_buffer_unref (out);
  return done;
}

static void
fill_noise (guint8 *memory, gsize size)
{
  for (gsize i = 0; i < size; i++)
    memory[i] = (guint8) g_test_rand_int ();
}

static void
describe (const Case *c, const Laid *laid, const gchar *what)
{
  g_test_message ("%s, field %d of %s%s, %d to %d rows, %s, %" G_GSIZE_FORMAT " bytes", c->format,
      c->field, gst_video_interlace_mode_to_string (c->mode), c->interlaced ? " (fields)" : "",
      c->in_height, c->out_height, what, laid->size);
  for (gint i = 0; i < laid->n_pictures * laid->n_planes; i++) {
    const LaidPlane *plane = &laid->planes[i / laid->n_planes][i % laid->n_planes];

    g_test_message ("picture %d plane %d: %d (%d) rows of %d bytes at %" G_GSIZE_FORMAT " + %d y",
        i / laid->n_planes, i % laid->n_planes, plane->rows, plane->rule, plane->bytes,
        plane->offset, plane->stride);
  }
  g_test_fail ();
}

/* ---- layouts ---- */

/* Every one in turn, then FALSE. The first ones are right. */
static gboolean
lay (Laid *laid, gint turn)
{
  static const gint absurd[] = { 0, 1, -1, G_MININT, G_MININT + 1, G_MAXINT, G_MAXINT - 1, 1 << 30,
    -(1 << 30), 65536, -65536 };
  const gint n_regular = 12, n_changes = 8;
  const gint n_absurd = (gint) G_N_ELEMENTS (absurd);
  LaidPlane *first = laid->planes[0], *plane;

  if (turn == 0) {
    laid_by_default (laid);
    return TRUE;
  }
  if (turn < n_regular) {
    static const guint signs[] = { 0, ~0u, 0x25, 0x5a };

    laid_stack (laid, turn / 4 * 5, signs[turn % 4], turn % 3 == 0);
    return TRUE;
  }
  turn -= n_regular;
  /* one number is wrong, or seems so */
  laid_stack (laid, turn % 3, turn % 2 ? ~0u : 0, turn % 5 < 2);
  plane = &laid->planes[turn % laid->n_pictures][turn / 2 % laid->n_planes];
  if (turn < 4 * n_absurd) {
    plane->stride = absurd[turn % n_absurd];
    return TRUE;
  }
  turn -= 4 * n_absurd;
  switch (turn % n_changes) {
  case 0:
    laid->size -= MIN (laid->size, 1 + (gsize) turn / 8);
    break;
  case 1:
    plane->offset = laid->size - (gsize) plane->bytes + 1;
    break;
  case 2:
    plane->offset = laid->size + (turn & 8 ? 0 : 1000000);
    break;
  case 3:
    plane->offset = G_MAXSIZE - (gsize) turn;
    break;
  case 4:
    plane->offset = first->offset;
    plane->stride = first->stride;
    break;
  case 5:
    plane->stride = -plane->stride;
    break;
  case 6:
    plane->offset += (gsize) plane->bytes / 2;
    break;
  default:
    plane->stride = g_test_rand_int_range (-40, 41);
    plane->offset = (gsize) g_test_rand_int_range (0, (gint) laid->size);
  }
  return turn < 4 * n_changes;
}

/* ---- sources ---- */

static void
check_source (const Case *c, const GstAlignScalePlan *plan, const Laid *laid, gboolean first)
{
  Laid plain = source_of (c), out = destination_of (c);
  const gboolean fits = laid_fits (laid, FALSE);
  guint8 *memory = guarded_block (&memories[0], laid->size, first), *results[2];

  fill_noise (memory, laid->size);
  laid_stack (&out, 0, 0, FALSE);
  for (gint i = 0; i < 2; i++) {
    results[i] = guarded_block (&memories[1 + i], out.size, first);
    memset (results[i], FILLER, out.size);
  }
  if (run (c, plan, laid_wrap (laid, memory, GST_MEMORY_FLAG_READONLY),
          laid_wrap (&out, results[0], (GstMemoryFlags) 0))
      != fits)
    describe (c, laid, fits ? "is refused" : "is not refused");
  if (!fits)
    return;
  laid_stack (&plain, 0, 0, FALSE);
  g_assert_true (laid_fits (&plain, TRUE));
  laid_copy (&plain, guarded_block (&memories[3], plain.size, first), laid, memory);
  g_assert_true (run (c, plan,
      laid_wrap (&plain, guarded_block (&memories[3], plain.size, first), GST_MEMORY_FLAG_READONLY),
      laid_wrap (&out, results[1], (GstMemoryFlags) 0)));
  if (memcmp (results[0], results[1], out.size) != 0)
    describe (c, laid, "is read wrongly");
}

/* ---- destinations ---- */

/* Puts what was there back to the rows that may have been written: then all of the memory is as it
 * was. */
static gboolean
only_rows_were_written (const Laid *laid, guint8 *memory)
{
  for (gint picture = 0; picture < laid->n_pictures; picture++)
    for (gint p = 0; p < laid->n_planes; p++)
      for (gint y = 0; y < laid->planes[picture][p].rule; y++) {
        const gssize start = laid_row (laid, picture, p, y);

        if (start >= 0)
          memset (memory + start, FILLER, (gsize) laid->planes[picture][p].bytes);
      }
  for (gsize i = 0; i < laid->size; i++) {
    if (memory[i] != FILLER)
      return FALSE;
  }
  return TRUE;
}

static gboolean
same_rows (const Laid *laid, const guint8 *memory, const Laid *plain, const guint8 *expected)
{
  for (gint picture = 0; picture < laid->n_pictures; picture++)
    for (gint p = 0; p < laid->n_planes; p++)
      for (gint y = 0; y < laid->planes[picture][p].rows; y++)
        if (memcmp (memory + laid_row (laid, picture, p, y),
                expected + laid_row (plain, picture, p, y), (gsize) laid->planes[picture][p].bytes)
            != 0)
          return FALSE;
  return TRUE;
}

static void
check_destination (const Case *c, const GstAlignScalePlan *plan, const Laid *laid, gboolean first)
{
  Laid in = source_of (c), plain = destination_of (c);
  const gboolean fits = laid_fits (laid, TRUE);
  guint8 *memory = guarded_block (&memories[1], laid->size, first), *source, *expected;

  laid_stack (&in, 0, 0, FALSE);
  laid_stack (&plain, 0, 0, FALSE);
  source = guarded_block (&memories[0], in.size, first);
  expected = guarded_block (&memories[2], plain.size, first);
  fill_noise (source, in.size);
  memset (memory, FILLER, laid->size);
  memset (expected, FILLER, plain.size);
  if (run (c, plan, laid_wrap (&in, source, GST_MEMORY_FLAG_READONLY),
          laid_wrap (laid, memory, (GstMemoryFlags) 0))
      != fits)
    describe (c, laid, fits ? "is refused" : "is not refused");
  if (fits) {
    g_assert_true (run (c, plan, laid_wrap (&in, source, GST_MEMORY_FLAG_READONLY),
        laid_wrap (&plain, expected, (GstMemoryFlags) 0)));
    if (!same_rows (laid, memory, &plain, expected))
      describe (c, laid, "is written wrongly");
    if (!only_rows_were_written (laid, memory))
      describe (c, laid, "is written beside its rows");
  } else if (laid->n_pictures == 1) {
    for (gsize i = 0; i < laid->size; i++) {
      if (memory[i] != FILLER) {
        describe (c, laid, "is written though it is refused");
        break;
      }
    }
  }
}

/* ---- all of it ---- */

typedef void (*Check) (
    const Case *c, const GstAlignScalePlan *plan, const Laid *laid, gboolean first);

static void
check_all (const gchar *format, gboolean crop, gboolean source, Check check)
{
  for (gsize m = 0; m < G_N_ELEMENTS (modes) && !g_test_failed (); m++) {
    for (gsize h = (gsize) crop; h < G_N_ELEMENTS (heights); h += 1 + (gsize) crop) {
      /* a picture of one row has no bottom field: both are scaled as the frames they look like */
      const gint field = MIN (heights[h][0], heights[h][1]) > 1 ? modes[m].field : 0;
      /* after which every format starts a group, and every field a row */
      const gint columns = crop ? 13 : 0, rows = !crop ? 0 : modes[m].interlaced ? 8 : 3;
      const Case c = { format, modes[m].mode, modes[m].interlaced, field, heights[h][0],
        heights[h][1], (gint) (m + h) % RSZ_N_TORCH_METHODS, columns, rows };
      Laid laid = source ? source_of (&c) : destination_of (&c);
      GstAlignScalePlan plan = plan_of (&c);

      for (gint turn = 0; lay (&laid, turn); turn++)
        check (&c, &plan, &laid, turn / 2 % 2);
      gst_align_scale_plan_finish (&plan);
    }
  }
}

static void
sources_are_bounded (gconstpointer format)
{
  check_all (format, FALSE, TRUE, check_source);
}

static void
crops_are_bounded (gconstpointer format)
{
  check_all (format, TRUE, TRUE, check_source);
}

static void
destinations_are_bounded (gconstpointer format)
{
  check_all (format, FALSE, FALSE, check_destination);
}

static const struct {
  const gchar *what;
  GTestDataFunc check;
} checks[] = {
  { "of sources", sources_are_bounded },
  { "of crops", crops_are_bounded },
  { "of destinations", destinations_are_bounded },
};

int
main (int argc, char **argv)
{
  gchar **formats;
  gint result;

  test_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (memories); i++)
    memories[i] = guarded_new ();
  formats = offered_formats ();
  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++) {
    for (gchar **format = formats; *format != NULL; format++) {
      gchar *path = g_strdup_printf ("/bounds/%s/%s", checks[i].what, *format);

      g_test_add_data_func (path, *format, checks[i].check);
      g_free (path);
    }
  }
  result = g_test_run ();
  g_strfreev (formats);
  for (gsize i = 0; i < G_N_ELEMENTS (memories); i++)
    guarded_free (&memories[i]);
  return result;
}
