/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>

#include "spec.h"

/* What an input is, for people: with FUZZ_SHOW in the environment. */

void
fuzz_axis_show (const RszAxis *axis, const char *name)
{
  fprintf (stderr,
      "  %s: %d to %d, %d from %d on, crop %d, place %d, frame %d, subsampling %d, field %d of %d, "
      "factor "
      "%.17g%s%s%s\n",
      name, axis->in, axis->out, rsz_axis_visible (axis), axis->visible_start, axis->crop_start,
      axis->place_start, axis->frame, axis->subsampling, axis->field, axis->n_fields, axis->factor,
      axis->cosited ? ", cosited" : "", axis->align_corners ? ", align-corners" : "",
      axis->antialias ? ", antialias" : "");
}

static void
show_plane (const RszPlaneSpec *plane, int p)
{
  const bool known = (unsigned) plane->layout < RSZ_N_LAYOUTS;
  const int n_parts = known ? rsz_layouts[plane->layout].n_parts : 1;

  fprintf (stderr, " plane %d: layout %s, %d bits\n", p,
      known ? rsz_layouts[plane->layout].name : "unknown", plane->depth);
  if (plane->tensor.n_channels)
    fprintf (stderr, "  %d channels, %d apart, of a tensor\n", plane->tensor.n_channels,
        plane->tensor.step);
  fuzz_axis_show (&plane->y, "y");
  for (int i = 0; i < n_parts; i++) {
    fuzz_axis_show (&plane->parts[i].x, "x");
    fprintf (stderr, "     %d components, border %u %u %u %u, room for %d and %d samples\n",
        plane->parts[i].components, plane->parts[i].border[0], plane->parts[i].border[1],
        plane->parts[i].border[2], plane->parts[i].border[3], plane->parts[i].src_room,
        plane->parts[i].dst_room);
  }
}

void
fuzz_spec_show (const RszSpec *spec)
{
  const bool known = (unsigned) spec->method < RSZ_N_METHODS;

  fprintf (stderr, "%s %s %s, %d slices, %d planes\n",
      known ? rsz_library_info (rsz_method_info (spec->method)->library)->name : "",
      known ? rsz_method_info (spec->method)->name : "unknown",
      spec->arithmetic == RSZ_ARITHMETIC_FLOAT ? "float" : "native", spec->n_slices,
      spec->n_planes);
  for (int p = 0; p < spec->n_planes && p < RSZ_MAX_PLANES; p++)
    show_plane (&spec->planes[p], p);
}
