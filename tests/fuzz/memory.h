/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef MEMORY_H
#define MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Memory of planes for the fuzz targets: between pages that trap, and with bytes around each row
 * that a sanitizer traps on and that must not change. Blocks are made once and used again, which a
 * fuzzer is faster with than with new ones. */

/* Rows from_row .. to_row - 1, of each bytes from .. to - 1. */
typedef struct {
  uint8_t *row0;    /* byte 0 of row 0, which need not be there */
  ptrdiff_t stride; /* of either sign */
  int from_row, to_row;
  size_t from, to;
  uint8_t *start, *end; /* what lies between and around the rows, too */
  uint8_t filling;
} FuzzMemory;

/* How rows lie. */
typedef struct {
  size_t gap;    /* bytes between them */
  bool upwards;  /* the stride is negative */
  bool at_start; /* the lowest byte is the block's first but for `offset`; else the highest is its
                    last */
  size_t offset;
} FuzzPlacing;

#define FUZZ_N_BLOCKS 24

/* Places rows in a block, 0 .. FUZZ_N_BLOCKS - 1, and fills it: what is not in a row cannot be
 * touched then. False where the block is too small. */
bool fuzz_memory_place (FuzzMemory *memory, int block, const FuzzPlacing *placing, uint8_t filling);

static inline uint8_t *
fuzz_memory_row (const FuzzMemory *memory, int row)
{
  return memory->row0 + row * memory->stride;
}

/* False where a byte beside the rows has changed. */
bool fuzz_memory_is_whole (const FuzzMemory *memory);

/* Nothing of the block can be touched after that. */
void fuzz_memory_leave (const FuzzMemory *memory);

#endif
