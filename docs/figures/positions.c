/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where the core puts each output sample on the source, for align-corners.py:
 *
 *   positions IN OUT
 *
 * prints one line per output sample: its number, its position with align-corners=false
 * and with true, in source samples, 0 the centre of the first. */
#include <stdio.h>
#include <stdlib.h>

#include "taps/map.h"

static RszMap
map_of (int in, int out, bool align_corners)
{
  const RszAxis axis = {
    .in = in,
    .out = out,
    .subsampling = 1,
    .n_fields = 1,
    .align_corners = align_corners,
  };
  RszMap map;

  rsz_map_init (&map, &axis);
  return map;
}

int
main (int argc, char **argv)
{
  const int in = argc == 3 ? atoi (argv[1]) : 0, out = argc == 3 ? atoi (argv[2]) : 0;
  RszMap areas, points;

  if (in < 1 || out < 1 || in > RSZ_MAX_SIZE || out > RSZ_MAX_SIZE) {
    fprintf (stderr, "positions IN OUT: two sizes from 1 to %d\n", RSZ_MAX_SIZE);
    return 2;
  }
  areas = map_of (in, out, false);
  points = map_of (in, out, true);
  for (int i = 0; i < out; i++)
    printf ("%d %.9g %.9g\n", i, rsz_map_position (&areas, i), rsz_map_position (&points, i));
  return 0;
}
