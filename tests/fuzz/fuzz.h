/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the fuzz targets share: an input read byte by byte, and the end of a run that found
 * something. */

/* What libFuzzer, AFL++ and replay.c call for each input. Returns 0. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* An input. Behind its end there are zeros, so that every prefix of an input is one, too. */
typedef struct {
  const uint8_t *at, *end;
} FuzzInput;

uint8_t fuzz_byte (FuzzInput *input);
uint16_t fuzz_word (FuzzInput *input); /* two bytes, the low one first */

/* A number of least .. most out of one byte, or two where a byte does not reach. */
int fuzz_between (FuzzInput *input, int least, int most);

/* True where an input is to be described before it is run: FUZZ_SHOW is in the environment. */
bool fuzz_shows (void);

/* Says what does not hold, in words, and aborts: a sanitizer or the fuzzer then keeps the input. */
__attribute__ ((format (printf, 1, 2), noreturn)) void fuzz_fail (const char *format, ...);

#define fuzz_check(holds, ...)                                                                     \
  do {                                                                                             \
    if (!(holds))                                                                                  \
      fuzz_fail (__VA_ARGS__);                                                                     \
  } while (0)

#endif
