/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_ROWS_PACK_PLAN_H
#define RSZ_ROWS_PACK_PLAN_H

#include "pack.h"

/* Inside rows_pack: what the side that reads taps into tables (rows/simd/pack.c), the side that
 * looks for what tables have in common (rows/simd/pack_share.c) and the one that makes runs
 * (rows/simd/pack_runs.c) share. */

/* Tables are long and often periodic: the blocks of an enlargement to twice the size are all alike,
 * those of 2:3 or 3:1 are a handful. A block looks for its table among this many before it. */
#define N_RECENT 16

/* A table under construction. */
typedef struct {
  const UnitKind *kind;
  const RszHtaps *taps;
  int pixel; /* bytes */
  int size;  /* of a source row, bytes: at least a window, as if short rows were longer */
  Form form;
  int n_units, n_samples;
  int n_windows; /* the most that any unit needs */
  int group;
} Plan;

/* Number of one of n tables that block b is known to need without making it, which takes ten
 * times as long; *base goes with it. made[t % N_RECENT] is the block that table t was made
 * for. -1: none. */
int rsz_rows_pack_known (const Plan *plan, int b, const int *made, int n, const Block *blocks,
    const Unit *units, int32_t *base);

/* Number of the table that equals the newest, number n: an earlier one or itself. */
int rsz_rows_pack_equal (const Unit *units, int n_units, int n);

/* Looks for the largest group that shares a window in every table: rows are not to ask. */
void rsz_rows_pack_group (Plan *plan, Unit *units, int n_tables);

/* True where runs take less time than tables whose units have so many windows, or too many. */
bool rsz_rows_pack_prefers_runs (const Plan *plan, int n_windows);

/* NULL where memory is short. */
Packed *rsz_rows_pack_runs (const Plan *plan, int n_blocks, size_t *size);

#endif
