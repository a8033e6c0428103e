/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rows as places in memory, against looking at every byte. */
#include "buffers.h"

/* All rows are among these bytes. */
#define N_BYTES 400
#define N_ROUNDS 300000

static GstAlignScaleExtent
random_extent (void)
{
  GstAlignScaleExtent extent = {
    .start = g_test_rand_int_range (150, 250),
    .stride = g_test_rand_int_range (-24, 25),
    .size = g_test_rand_int_range (1, 20),
    .n = g_test_rand_int_range (0, 7),
  };

  if (g_test_rand_int_range (0, 4) == 0)
    extent.stride = 8 * g_test_rand_int_range (-3, 4);
  return extent;
}

/* How many rows each byte belongs to. */
static void
paint (const GstAlignScaleExtent *extent, guint8 *bytes)
{
  for (gint y = 0; y < extent->n; y++)
    for (gint64 i = 0; i < extent->size; i++)
      bytes[extent->start + y * extent->stride + i]++;
}

static void
rows_are_told_byte_by_byte (void)
{
  gint n_meet = 0, n_fold = 0, n_within = 0;

  for (gint round = 0; round < N_ROUNDS; round++) {
    const GstAlignScaleExtent a = random_extent (), b = random_extent ();
    const gint from = g_test_rand_int_range (0, 200), to = g_test_rand_int_range (200, N_BYTES);
    guint8 in_a[N_BYTES] = { 0 }, in_b[N_BYTES] = { 0 };
    gboolean meet = FALSE, fold = FALSE, within = TRUE;

    paint (&a, in_a);
    paint (&b, in_b);
    for (gint i = 0; i < N_BYTES; i++) {
      meet = meet || (in_a[i] > 0 && in_b[i] > 0);
      fold = fold || in_a[i] > 1;
      within = within && (in_a[i] == 0 || (i >= from && i < to));
    }
    n_meet += meet;
    n_fold += fold;
    n_within += within;
    if (gst_align_scale_extent_meets (&a, &b) != meet
        || gst_align_scale_extent_meets (&b, &a) != meet
        || gst_align_scale_extent_folds (&a) != fold
        || gst_align_scale_extent_within (&a, from, to) != within) {
      g_test_message ("%d rows of %d at %d + %d y, %d of %d at %d + %d y, %d to %d", a.n,
          (gint) a.size, (gint) a.start, (gint) a.stride, b.n, (gint) b.size, (gint) b.start,
          (gint) b.stride, from, to);
      g_test_fail ();
      return;
    }
  }
  /* all of them have been there */
  g_assert_cmpint (n_meet, >, N_ROUNDS / 10);
  g_assert_cmpint (n_meet, <, N_ROUNDS * 9 / 10);
  g_assert_cmpint (n_fold, >, N_ROUNDS / 10);
  g_assert_cmpint (n_within, >, N_ROUNDS / 10);
}

/* The most there can be: what a sanitizer would see. */
static void
the_largest_numbers_do_not_overflow (void)
{
  for (gint sign = -1; sign <= 1; sign += 2) {
    const GstAlignScaleExtent a = {
      .start = ((gint64) 1 << 62) - 1,
      .stride = sign * ((gint64) 1 << 33),
      .size = (gint64) 1 << 32,
      .n = 1 << 17,
    };
    GstAlignScaleExtent b = a;

    b.start -= (gint64) 1 << 32;
    b.size -= 1;
    b.stride += 1;
    g_assert_false (gst_align_scale_extent_folds (&a));
    g_assert_true (gst_align_scale_extent_meets (&a, &a));
    g_assert_true (gst_align_scale_extent_meets (&a, &b));
    g_assert_true (gst_align_scale_extent_within (&a, G_MININT64, G_MAXINT64));
    g_assert_false (gst_align_scale_extent_within (&a, 0, (gint64) 1 << 62));
    b = gst_align_scale_extent_row (&a, 1 << 16);
    g_assert_cmpint (b.start, ==, a.start + sign * ((gint64) 1 << 49));
    g_assert_true (gst_align_scale_extent_meets (&a, &b));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/extents/rows are told byte by byte", rows_are_told_byte_by_byte);
  g_test_add_func (
      "/extents/the largest numbers do not overflow", the_largest_numbers_do_not_overflow);
  return g_test_run ();
}
