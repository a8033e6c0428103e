/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ways.h"

/* Half the size, where an output sample is the mean of two rows and two columns: torch's,
 * TensorFlow's and ONNX's bilinear without antialias, torch's and TensorFlow's area, Pillow's box,
 * and OpenCV's bilinear and area of bytes. Both directions are made in registers; there is no ring.
 */

/* True where each output is half of each of two samples that no other output has. */
static bool
halves (const RszTaps *taps)
{
  bool half = taps->n_max == 2;

  for (int i = 0; half && i < taps->len; i++) {
    const size_t at = 2 * (size_t) i;

    half = taps->n[i] == 2 && taps->first[i] == taps->first[0] + 2 * i && taps->first[i] >= 0
           && taps->first[i] + 2 <= taps->in
           && (taps->window || taps->tiled
               || (taps->weights && taps->weights[at] == taps->weights[at + 1]
                   && taps->weights[at] == 1 << (taps->shift - 1))
               || (taps->weightsf && taps->weightsf[at] == 0.5f && taps->weightsf[at + 1] == 0.5f));
  }
  return half;
}

/* Sums of four samples are exact in float32, and so is a quarter of them; those of DEEP are exact
 * with any fraction in the ring. OpenCV has sums of its own for words. */
static bool
fits (const RszPlane *plane)
{
  const RszTaps *x = plane->parts[0].x, *y = plane->y;
  const bool bytes = plane->result == RSZ_SAMPLE_U8, words = plane->result == RSZ_SAMPLE_U16;
  const bool samples = bytes ? plane->made_in_place && plane->max == 255.0f
                             : words && rsz_words_lie_alone (plane) && !plane->tensor.n_channels;
  const bool sums = plane->arith == RSZ_ARITH_U8 || plane->arith == RSZ_ARITH_DEEP
                    || plane->arith == RSZ_ARITH_FLOAT || plane->arith == RSZ_ARITH_CORNERS
                    || (bytes && x->exact && x->window);

  return samples && sums && !plane->truncates && x->window == y->window && halves (x) && halves (y);
}

static bool
plan (RszPlane *plane)
{
  const bool up = plane->arith == RSZ_ARITH_DEEP || plane->y->library == RSZ_LIBRARY_OPENCV;

  plane->halves = plane->arith == RSZ_ARITH_U8 ? RSZ_HALVES_UP_TWICE
                  : up                         ? RSZ_HALVES_UP
                                               : RSZ_HALVES_TO_EVEN;
  return true;
}

/* All rows at once, or one after the other between borders. */
static int
write_rows (RszJob *job, int row, int left)
{
  const RszPlane *plane = job->plane;
  const RszPart *part = &plane->parts[0];
  const RszSpan span = rsz_job_span (job, part);
  const int from = plane->y->first[row - plane->y->out_first];
  const RszRowPairs rows = {
    .dst = rsz_job_begin_row (job, part, row),
    .src = rsz_job_source_row (job, part, from, 0)
           + part->x->first[span.begin] * (ptrdiff_t) part->pixel_size,
    .dst_stride = job->dst_stride,
    .src_stride = job->src_stride,
    .n = job->has_borders ? 1 : left,
    .word = plane->word,
  };

  plane->rows->halve[plane->result](
      &rows, part->components, span.len, plane->halves, plane->caches.stream);
  return rows.n;
}

static const char *
across_name (const RszPart *part)
{
  (void) part;
  return "halves";
}

const RszWayOps rsz_halves = {
  .fits = fits,
  .plan = plan,
  .write = write_rows,
  .across = across_name,
  .down = "halves",
};
