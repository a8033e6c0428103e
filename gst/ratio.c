/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ratio.h"

void
gst_align_scale_ratio_cancel (guint64 *a, guint64 *b)
{
  const guint64 divisor = gst_util_greatest_common_divisor_int64 ((gint64) *a, (gint64) *b);

  if (divisor > 1) {
    *a /= divisor;
    *b /= divisor;
  }
}

/* a * b in 63 bits. What does not fit after cancelling loses lowest bits: far less than a pixel. */
static guint64
multiply (guint64 a, guint64 b, gint *lost_bits)
{
  for (*lost_bits = 0; a > 0 && b > (guint64) G_MAXINT64 / a; (*lost_bits)++) {
    if (a > b)
      a >>= 1;
    else
      b >>= 1;
  }
  return a * b;
}

GstAlignScaleRatio
gst_align_scale_ratio_multiply (GstAlignScaleRatio a, GstAlignScaleRatio b)
{
  gint lost_n, lost_d;
  GstAlignScaleRatio product;

  gst_align_scale_ratio_cancel (&a.n, &a.d);
  gst_align_scale_ratio_cancel (&b.n, &b.d);
  gst_align_scale_ratio_cancel (&a.n, &b.d);
  gst_align_scale_ratio_cancel (&b.n, &a.d);
  product.n = multiply (a.n, b.n, &lost_n);
  product.d = multiply (a.d, b.d, &lost_d);
  product.n >>= MAX (lost_d - lost_n, 0);
  product.d >>= MAX (lost_n - lost_d, 0);
  product.n = MAX (product.n, 1);
  product.d = MAX (product.d, 1);
  return product;
}

GstAlignScaleRatio
gst_align_scale_ratio_inverse (GstAlignScaleRatio ratio)
{
  return (GstAlignScaleRatio){ ratio.d, ratio.n };
}
