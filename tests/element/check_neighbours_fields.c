/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Stock elements that make, take and crop interlaced video. */
#include "neighbours.h"

#define EXACT " arithmetic=float "
#define CAPS(fields) "video/x-raw,framerate=24/1,pixel-aspect-ratio=1/1," fields
#define INTERLEAVED(fields) CAPS ("interlace-mode=interleaved,field-order=top-field-first," fields)
#define ENLARGED EXACT "! video/x-raw,width=99,height=76"

static const Row fronts[] = {
  { "interlace to mixed", CAPS ("format=I420,width=44,height=32,interlace-mode=progressive"),
      "interlace field-pattern=2:3 ! video/x-raw,interlace-mode=mixed", ENLARGED, { 0 } },
  { "interlace to mixed, in width",
      CAPS ("format=NV12,width=44,height=32,interlace-mode=progressive"),
      "interlace field-pattern=2:3 ! video/x-raw,interlace-mode=mixed",
      EXACT "! video/x-raw,width=23,height=32", { 0 } },
  { "interlace to interleaved", CAPS ("format=YUY2,width=44,height=32,interlace-mode=progressive"),
      "interlace field-pattern=1:1", EXACT "! video/x-raw,width=44,height=27", { 0 } },
  { "interlace of odd heights", CAPS ("format=AYUV,width=44,height=31,interlace-mode=progressive"),
      "interlace field-pattern=1:1", EXACT "! video/x-raw,width=44,height=45", { 0 } },
  { "interlace, corners", CAPS ("format=Y42B,width=44,height=32,interlace-mode=progressive"),
      "interlace field-pattern=1:1", "align-corners=true" ENLARGED, { .align_corners = TRUE } },
  { "interlace, not scaled", CAPS ("format=I420,width=44,height=32,interlace-mode=progressive"),
      "interlace field-pattern=2:3", "", { 0 } },
  { "deinterlace", INTERLEAVED ("format=I420,width=44,height=32"), "deinterlace method=linear",
      ENLARGED, { 0 } },
  { "deinterlace to all fields", INTERLEAVED ("format=NV12,width=44,height=32"),
      "deinterlace method=greedyl fields=all", ENLARGED, { 0 } },
  { "deinterlace of mixed", CAPS ("format=YUY2,width=44,height=32,interlace-mode=mixed"),
      "deinterlace method=linearblend", ENLARGED, { 0 } },
  { "interlace and deinterlace", CAPS ("format=I420,width=44,height=32,interlace-mode=progressive"),
      "interlace field-pattern=2:3 ! deinterlace mode=interlaced", ENLARGED, { 0 } },
  { "queue with interleaved", INTERLEAVED ("format=I420,width=44,height=32"), "queue", ENLARGED,
      { 0 } },
  { "queue with interleaved, a row less", INTERLEAVED ("format=I420,width=44,height=32"), "queue",
      EXACT "! video/x-raw,width=44,height=31", { 0 } },
  { "queue with mixed", CAPS ("format=Y444,width=44,height=31,interlace-mode=mixed"), "queue",
      EXACT "! video/x-raw,width=45,height=70", { 0 } },
};

static const Row backs[] = {
  { "deinterlace", INTERLEAVED ("format=I420,width=44,height=32"), "deinterlace method=linear",
      ENLARGED, { 0 } },
  { "deinterlace to all fields", INTERLEAVED ("format=YUY2,width=44,height=32"),
      "deinterlace method=vfir fields=all", EXACT "! video/x-raw,width=31,height=24", { 0 } },
  { "deinterlace of mixed", CAPS ("format=I420,width=44,height=32,interlace-mode=mixed"),
      "deinterlace", ENLARGED, { 0 } },
  { "interlace", CAPS ("format=I420,width=44,height=32,interlace-mode=progressive"),
      "interlace field-pattern=2:3", ENLARGED, { 0 } },
  { "theoraenc", INTERLEAVED ("format=I420,width=44,height=32"),
      "deinterlace method=linear ! theoraenc quality=63", ENLARGED, { 0 } },
};

/* Fields keep those of their rows that lie inside, wherever the crop begins. */
static void
is_cropped (gconstpointer format)
{
  static const struct {
    gint top, bottom;
  } crops[] = { { 8, 4 }, { 6, 2 }, { 3, 5 }, { 0, 7 }, { 9, 0 } };
  gchar *caps = caps_text (
      format, 44, 40, "interlace-mode=interleaved,chroma-site=mpeg2,pixel-aspect-ratio=1/1");

  for (gsize i = 0; i < G_N_ELEMENTS (crops); i++) {
    const Resize resize = { .source = {
                                5, crops[i].top, 33, 40 - crops[i].top - crops[i].bottom } };
    gchar *what =
        g_strdup_printf ("fields of all but %d and %d rows", crops[i].top, crops[i].bottom);
    Samples from = noise_new (caps, 7);
    Play play;

    if (play_new (&play,
            "appsrc name=in format=time caps=\"%s\" ! videocrop left=5 right=6 top=%d bottom=%d ! "
            "alignscale name=s" EXACT
            "! video/x-raw,width=47,height=60 ! appsink name=out sync=false",
            caps, crops[i].top, crops[i].bottom)) {
      const gint *n_crops = play_count_crops (&play, "s");

      play_push (&play, "in", samples_write (&from));
      check_pulled (&play, "out", &from, &resize, what);
      g_assert_cmpint (*n_crops, ==, 1);
      play_end (&play, "in", "out");
      play_free (&play);
    }
    samples_free (&from);
    g_free (what);
  }
  g_free (caps);
}

/* What is one picture stays one through pulldown: a still ramp comes out still, in frames of both
 * kinds. */
static void
pulldown_keeps_still_pictures (void)
{
  static const gchar *const caps =
      CAPS ("format=I420,width=4,height=48,interlace-mode=progressive");
  Samples ramp = noise_new (caps, 0);
  gint n_kinds[2] = { 0, 0 };
  Play play;

  for (gint y = 0; y < 48; y++)
    for (gint x = 0; x < 4; x++)
      *samples_at (&ramp, 0, x, y) = (guint16) (5 * y);
  if (play_new (&play,
          "appsrc name=in format=time caps=\"%s\" ! interlace field-pattern=2:3 ! alignscale" EXACT
          "! video/x-raw,width=4,height=35 ! appsink name=out sync=false",
          caps)) {
    for (gint i = 0; i < 8; i++)
      play_push (&play, "in", samples_write (&ramp));
    play_end_source (&play, "in");
    for (;;) {
      Samples got = play_read_or_end (&play, "out");
      const gboolean fields = got.info.interlace_mode == GST_VIDEO_INTERLACE_MODE_INTERLEAVED;

      if (got.n == 0)
        break;
      n_kinds[fields]++;
      for (gint y = 2; y < 33; y++) {
        const gdouble expected = 5 * ((y + 0.5) * 48 / 35 - 0.5);
        const gint value = *samples_at (&got, 0, 1, y);

        if (ABS (value - expected) > 0.51) {
          g_test_message ("row %d of a %s is %d and not %.1f", y,
              fields ? "frame of fields" : "progressive frame", value, expected);
          g_test_fail ();
        }
      }
      samples_free (&got);
    }
    g_assert_cmpint (n_kinds[0], >, 0);
    g_assert_cmpint (n_kinds[1], >, 0);
    play_free (&play);
  }
  samples_free (&ramp);
}

int
main (int argc, char **argv)
{
  static const gchar *const formats[] = { "GRAY8", "RGB", "I420", "NV12", "YUY2", "Y42B" };

  test_init (&argc, &argv);
  add_rows ("fields/in front", fronts, G_N_ELEMENTS (fronts), is_resized_behind);
  add_rows ("fields/behind", backs, G_N_ELEMENTS (backs), is_taken_behind);
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    add_format_test ("fields/are cropped", formats[i], is_cropped);
  g_test_add_func (
      "/neighbours/fields/pulldown keeps still pictures", pulldown_keeps_still_pictures);
  return g_test_run ();
}
