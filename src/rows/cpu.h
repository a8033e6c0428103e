/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_CPU_H
#define RSZ_CPU_H

#include <stdbool.h>
#include <stddef.h>

/* What the CPU at hand and its operating system let a program run, asked for what each level of
 * rows is compiled with (simd/meson.build), and nothing else. False on other architectures. */

bool rsz_cpu_has_sse41 (void);  /* SSE4.1 and SSSE3, of x86-64-v2: Penryn, Bulldozer */
bool rsz_cpu_has_avx2 (void);   /* AVX2, FMA, BMI1 and 2: Haswell, Zen */
bool rsz_cpu_has_avx512 (void); /* and AVX-512 F, BW, DQ, VL, VBMI, VNNI: Ice Lake, Zen 4 */

/* Bytes of the third-level cache that a core shares with some others; 0 where that is not
 * known. Takes 30 us where a hypervisor has to answer. */
size_t rsz_cpu_last_cache (void);

#endif
