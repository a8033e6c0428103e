/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "coreshim.h"

#include <stdio.h>
#include <string.h>

#include "resizer.h"
#include "rows/rows.h"

static RszAxis
axis_from (const int *v, double factor)
{
  return (RszAxis){
    .crop_start = v[CORESHIM_CROP_START],
    .in = v[CORESHIM_SIZE_IN],
    .place_start = v[CORESHIM_PLACE_START],
    .out = v[CORESHIM_SIZE_OUT],
    .subsampling = v[CORESHIM_SUBSAMPLING],
    .n_fields = v[CORESHIM_N_FIELDS],
    .field = v[CORESHIM_FIELD],
    .cosited = v[CORESHIM_COSITED] != 0,
    .align_corners = v[CORESHIM_ALIGN_CORNERS] != 0,
    .antialias = v[CORESHIM_ANTIALIAS] != 0,
    .coordinates = v[CORESHIM_COORDINATES],
    .nearest = v[CORESHIM_NEAREST],
    .cubic_coefficient = v[CORESHIM_COEFFICIENT] / 100.0,
    .exclude_outside = v[CORESHIM_EXCLUDE_OUTSIDE] != 0,
    .factor = factor,
  };
}

/* "bilinear" is torch's, "pillow bilinear" Pillow's, "tensor bilinear" that of TensorFlow: as much
 * of a library's name will do as has room in a file of vectors. */
static RszMethod
method_from (const char *name)
{
  for (int library = RSZ_LIBRARY_TORCH + 1; library < RSZ_N_LIBRARIES; library++) {
    const size_t size = strcspn (name, " ");

    if (name[size] == ' ' && strncmp (name, rsz_library_info (library)->name, size) == 0)
      return rsz_method_find (library, name + size + 1);
  }
  return rsz_method_find (RSZ_LIBRARY_TORCH, name);
}

int
coreshim_resize (const char *method, int is_float, int truncate, int depth, int components,
    int n_slices, const int *x, double x_factor, const int *y, double y_factor, void *dst,
    ptrdiff_t dst_stride, const void *src, ptrdiff_t src_stride, char *message)
{
  const RszSpec spec = {
    .method = method_from (method),
    .arithmetic = is_float ? RSZ_ARITHMETIC_FLOAT : RSZ_ARITHMETIC_NATIVE,
    .rounding = truncate ? RSZ_ROUNDING_TRUNCATE : RSZ_ROUNDING_NEAREST,
    .n_slices = n_slices,
    .n_planes = 1,
    .planes = { {
        .layout = depth > 8 ? RSZ_LAYOUT_U16 : RSZ_LAYOUT_U8,
        .depth = depth,
        .y = axis_from (y, y_factor),
        .parts = { { .components = components, .x = axis_from (x, x_factor) } },
    } },
  };
  RszResizer *resizer;

  if (spec.method == RSZ_N_METHODS) {
    snprintf (message, CORESHIM_MESSAGE_SIZE, "The core has no method named %s.", method);
    return 1;
  }
  rsz_rows_get ();
  resizer = rsz_resizer_new (&spec, message);
  if (resizer == NULL)
    return 1;
  for (int slice = 0; slice < n_slices; slice++)
    rsz_resizer_run (resizer, &dst, &dst_stride, &src, &src_stride, slice);
  rsz_resizer_free (resizer);
  return 0;
}
