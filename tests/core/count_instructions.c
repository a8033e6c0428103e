/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A plugin for QEMU's user mode emulation: whenever the program asks for the time, where it wants
 * it and the number of instructions it has run so far are written as a line of the file that the
 * argument `out` names. `check_rows --bench` asks before and after what it times;
 * tools/count-arm64.py does the sums. */

/* What is used of QEMU's plugin interface, version 1: Debian has no package with its header. */

typedef uint64_t PluginId;
typedef struct qemu_plugin_tb Block;

#define EXPORT __attribute__ ((visibility ("default")))
#define OP_ADD_U64 0

typedef void (*OnTranslate) (PluginId id, Block *block);
typedef void (*OnSyscall) (PluginId id, unsigned cpu, int64_t number, uint64_t a1, uint64_t a2,
    uint64_t a3, uint64_t a4, uint64_t a5, uint64_t a6, uint64_t a7, uint64_t a8);

size_t qemu_plugin_tb_n_insns (const Block *block);
void qemu_plugin_register_vcpu_tb_trans_cb (PluginId id, OnTranslate call);
void qemu_plugin_register_vcpu_tb_exec_inline (Block *block, int op, void *at, uint64_t operand);
void qemu_plugin_register_vcpu_syscall_cb (PluginId id, OnSyscall call);

EXPORT extern int qemu_plugin_version;
EXPORT int qemu_plugin_install (PluginId id, const void *info, int argc, char **argv);

int qemu_plugin_version = 1;

#define CLOCK_GETTIME 113 /* on aarch64 */

static uint64_t n_instructions;
static FILE *out;

/* A block of instructions is run from its first to its last, except where one faults. */
static void
on_translate (PluginId id, Block *block)
{
  (void) id;
  qemu_plugin_register_vcpu_tb_exec_inline (
      block, OP_ADD_U64, &n_instructions, qemu_plugin_tb_n_insns (block));
}

static void
on_syscall (PluginId id, unsigned cpu, int64_t number, uint64_t a1, uint64_t a2, uint64_t a3,
    uint64_t a4, uint64_t a5, uint64_t a6, uint64_t a7, uint64_t a8)
{
  (void) id, (void) cpu;
  (void) a1, (void) a3, (void) a4, (void) a5, (void) a6, (void) a7, (void) a8;
  if (number == CLOCK_GETTIME)
    fprintf (out, "%" PRIu64 " %" PRIu64 "\n", a2, n_instructions);
}

int
qemu_plugin_install (PluginId id, const void *info, int argc, char **argv)
{
  (void) info;
  if (argc == 1 && strncmp (argv[0], "out=", 4) == 0)
    out = fopen (argv[0] + 4, "w");
  if (!out) {
    fprintf (stderr, "count_instructions: name a file that can be written, as out=FILE\n");
    return 1;
  }
  setvbuf (out, NULL, _IOLBF, 0); /* nobody closes it */
  qemu_plugin_register_vcpu_tb_trans_cb (id, on_translate);
  qemu_plugin_register_vcpu_syscall_cb (id, on_syscall);
  return 0;
}
