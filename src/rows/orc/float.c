/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "level.h"

#ifdef __SSE__
#include <xmmintrin.h>
#endif

#include "rows-orc.h"

/* The float32 sums, and the ways to them and back. */

static RszRows fallback;

/* ORC 0.4.33 leaves SSE flushing denormals after a program with float instructions. The thread
 * is not ours, so its mode is put back. */
static inline unsigned
get_float_mode (void)
{
#ifdef __SSE__
  return _mm_getcsr ();
#else
  return 0;
#endif
}

static inline void
set_float_mode (unsigned mode)
{
#ifdef __SSE__
  _mm_setcsr (mode);
#else
  (void) mode;
#endif
}

/* As Quad in orc/fixed.c, of floats. */
typedef struct {
  const float *src[4];
  float weights[4];
} Quadf;

static Quadf
quadf_at (const RszVtapsf *taps, int k, int offset)
{
  Quadf quad;

  for (int j = 0; j < 4; j++) {
    const bool inside = k + j < taps->n_taps;

    quad.src[j] = taps->src[inside ? k + j : k] + offset;
    quad.weights[j] = inside ? taps->weights[k + j] : 0.0f;
  }
  return quad;
}

static void
vplain_block (float *dst, const RszVtapsf *taps, int offset, int len)
{
  Quadf q = quadf_at (taps, 0, offset);

  rsz_orc_vscalen_begin_f32 (dst + offset, q.src[0], q.src[1], q.src[2], q.src[3], q.weights[0],
      q.weights[1], q.weights[2], q.weights[3], len);
  for (int k = 4; k < taps->n_taps; k += 4) {
    q = quadf_at (taps, k, offset);
    if (taps->n_taps - k <= 2)
      rsz_orc_vscalen_more2_f32 (dst + offset, q.src[0], q.src[1], q.weights[0], q.weights[1], len);
    else
      rsz_orc_vscalen_more_f32 (dst + offset, q.src[0], q.src[1], q.src[2], q.src[3], q.weights[0],
          q.weights[1], q.weights[2], q.weights[3], len);
  }
}

/* A first product would be the same fused onto zero. */
static void
vmany_block (float *dst, const RszVtapsf *taps, int offset, int len)
{
  RszVtapsf plain = *taps;

  plain.n_taps = taps->n_taps > taps->n_fused ? taps->n_taps - taps->n_fused : 1;
  vplain_block (dst, &plain, offset, len);
  for (int k = plain.n_taps; k < taps->n_taps; k++)
    rsz_orc_vfuse_f32 (dst + offset, taps->src[k] + offset, taps->weights[k], 0.0, 1, len);
}

static void
vmany (float *dst, const RszVtapsf *taps, int len)
{
  for (int i = 0; i < len; i += RSZ_ORC_BLOCK)
    vmany_block (dst, taps, i, len - i < RSZ_ORC_BLOCK ? len - i : RSZ_ORC_BLOCK);
}

static void
vquad (float *dst, const RszVtapsf *taps, int len)
{
  const float *const *src = taps->src, *w = taps->weights;
  const float *const rows[] = { src[1], src[0], src[2], src[3] };
  const float ordered[] = { w[1], w[0], w[2], w[3] };

  vmany (dst, &(RszVtapsf){ RSZ_SUMF_MANY, 4, 3, rows, ordered }, len);
}

/* Plain C blends and sums doubles as fast. */
static void
vscale_f32_orc (float *dst, const RszVtapsf *taps, int len)
{
  const float *const *src = taps->src, *w = taps->weights;
  const unsigned mode = get_float_mode ();

  if (taps->sum == RSZ_SUMF_LERP)
    rsz_orc_vlerp_f32 (dst, src[0], src[1], w[0], w[1], 0.0, 1, len);
  else if (taps->sum == RSZ_SUMF_QUAD)
    vquad (dst, taps, len);
  else if (taps->sum == RSZ_SUMF_MANY)
    vmany (dst, taps, len);
  else
    fallback.vscalef (dst, taps, len);
  set_float_mode (mode);
}

static void
narrow_u8_orc (void *dst, const float *src, float max, int len)
{
  const unsigned mode = get_float_mode ();

  rsz_orc_narrow_u8 (dst, src, (int) max, len);
  set_float_mode (mode);
}

static void
narrow_u16_orc (void *dst, const float *src, float max, int len)
{
  const unsigned mode = get_float_mode ();

  if (is_aligned (dst, 2))
    rsz_orc_narrow_u16 (dst, src, (int) max - 32768, len);
  else
    fallback.narrow[RSZ_SAMPLE_U16](dst, src, max, len);
  set_float_mode (mode);
}

void
rsz_rows_fill_orc_float (RszRows *rows)
{
  fallback = *rows;
  rows->vscalef = vscale_f32_orc;
  rows->narrow[RSZ_SAMPLE_U8] = narrow_u8_orc;
  rows->narrow[RSZ_SAMPLE_U16] = narrow_u16_orc;
}
