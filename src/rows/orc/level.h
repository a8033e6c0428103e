/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_ROWS_ORC_H
#define RSZ_ROWS_ORC_H

#include "rows/levels.h"

/* ORC's programs behind the row functions' signatures: what its three files share, and nobody
 * else. What a program cannot do goes to the levels below; that is asked once per row. */

/* Each fills in the rows of its file. */
void rsz_rows_fill_orc_fixed (RszRows *rows);
void rsz_rows_fill_orc_float (RszRows *rows);

/* Sums of a block of samples stay in the first-level cache while the rows pass by. */
#define RSZ_ORC_BLOCK 1024

/* ORC steps to 16 byte boundaries in whole samples, and faults where no such step gets there. */
static inline bool
is_aligned (const void *memory, size_t size)
{
  return (uintptr_t) memory % size == 0;
}

#endif
