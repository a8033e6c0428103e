/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_RESIZER_H
#define RSZ_RESIZER_H

#include <stddef.h>

#include "layout/layout.h"
#include "taps/axis.h"

/* The core's public face: a spec says what is wanted, a resizer does it.
 *
 *   rsz_init ();                                       once, before threads
 *   resizer = rsz_resizer_new (&spec, message);        may fail, allocates
 *   rsz_resizer_run (resizer, dst, dst_stride, src, src_stride, slice);
 *                                                      per frame and slice; cannot fail
 *   rsz_resizer_free (resizer);
 *
 * A plane is one rectangle of memory. A picture has one plane per component, per group of
 * interleaved components (RGBA, NV12's chroma), per packed row (YUY2), and twice that
 * for interlaced pictures, whose fields are planes of their own with doubled strides.
 */

#define RSZ_MAX_PLANES 8
#define RSZ_MAX_SLICES 64
#define RSZ_MESSAGE_SIZE 256

typedef struct {
  RszLayout layout;
  int depth; /* bits of the deepest sample: 1 .. 8 or 1 .. 16 by the layout; results are clamped to
              * 2^depth - 1, and by the layout's fields */
  RszAxis y;
  struct {
    int components; /* samples per pixel, 1 .. RSZ_MAX_COMPONENTS; layouts of two parts say how
                     * many */
    RszAxis x;
    uint16_t border[RSZ_MAX_COMPONENTS]; /* samples of a pixel of the frame around the picture, at
                                          * most 2^depth - 1 */
    /* Samples that a memory row of the source and of the frame has room for, at least a pixel; 0:
     * all that are asked for. Less than a pixel may be lacking: it is read as the same sample of
     * the pixel before and not written. Only where the layout has one part and is not plain. */
    int src_room, dst_room;
  } parts[RSZ_MAX_PARTS]; /* as many as the layout has; their axes differ in nothing but
                           * subsampling, by the layout's divisor, and cosited */
  RszTensor tensor;       /* values that are written instead of samples: only where the layout is
                           * plain, of 8 bits. dst and its stride are then those of the values,
                           * multiples of 4 bytes */
} RszPlaneSpec;

/* align_corners, antialias, factor and what follows coordinates in the axes are what the user asked
 * for; what the method's row of methods does not take is ignored. */
typedef struct {
  RszMethod method;
  /* Layouts of samples of more than 8 bits get FLOAT's result; with NATIVE it may be 1 off. */
  RszArithmetic arithmetic;
  RszRounding rounding; /* TRUNCATE: only with TensorFlow and ONNX */
  bool unrounded;       /* Results are the library's on float32, neither rounded nor clamped; only
                         * where all planes are written as tensors, and not with Pillow, whose
                         * float32 images are not followed */
  int n_slices;         /* 1 .. RSZ_MAX_SLICES */
  int n_planes;         /* 1 .. RSZ_MAX_PLANES */
  RszPlaneSpec planes[RSZ_MAX_PLANES];
} RszSpec;

typedef struct _RszResizer RszResizer;

/* Chooses the row functions that every resizer will use and compiles those of ORC's; the first call
 * has to come before threads share them. Returns the name of their level. */
const char *rsz_init (void);

/* Sets the border of a plane of known layout and components to the first pixel of a memory row,
 * which has at least RSZ_GROUPS_MEET pixels. */
void rsz_plane_spec_set_border (RszPlaneSpec *plane, const void *row);

/* Memory may lie anywhere. Large outputs, which are written past the caches, are made in as little
 * as half the time where their rows start at multiples of this. */
#define RSZ_ROW_ALIGNMENT 64

/* Makes a resizer. On failure (a number out of its range, an impossible plane, no memory)
 * returns NULL and writes a sentence for a person to message[RSZ_MESSAGE_SIZE]. */
RszResizer *rsz_resizer_new (const RszSpec *spec, char *message);

/* Makes a resizer one of a spec that differs from its own in nothing but where the picture begins
 * in the source (crop_start), in a few microseconds. False, and nothing is changed, where that
 * needs another plan: samples lie on the picture in another way, as those of chroma do after an odd
 * step, or source rows have to be unpacked. No slice may run meanwhile. */
bool rsz_resizer_move (RszResizer *resizer, const RszSpec *spec);

/* Scales slice `slice` (0 .. n_slices - 1) of a frame: a share of every plane's output rows.
 * Together the slices write the whole frame, borders included; distinct slices may run at the same
 * time. dst[p] and src[p] point to the first byte of plane p's row 0, strides are bytes from a row
 * to the next and may be negative. */
void rsz_resizer_run (const RszResizer *resizer, void *const *dst, const ptrdiff_t *dst_stride,
    const void *const *src, const ptrdiff_t *src_stride, int slice);

/* True where a resizer of this valid spec makes of the input the same, byte for byte. False also
 * where memory is short. */
bool rsz_spec_is_copy (const RszSpec *spec);

/* Bytes the resizer holds, all of them: tables and every slice's rows. */
size_t rsz_resizer_size (const RszResizer *resizer);

/* Writes the plan as text to dst[size]: the level of the row functions, and a table with a line for
 * each plane and part. */
void rsz_resizer_describe (const RszResizer *resizer, char *dst, size_t size);

/* Accepts NULL. */
void rsz_resizer_free (RszResizer *resizer);

#endif
