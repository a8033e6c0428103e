/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rows_jobs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "platform/memory.h"

static void
add (Row *list, int *n, Kind kind, int which, int components, const char *name)
{
  Row *row = &list[*n];

  if (++*n > MAX_ROWS)
    abort ();
  *row = (Row){ .kind = kind, .which = which, .components = components };
  if (components > 1 || kind == KIND_HSCALE || kind == KIND_HSCALEF || kind == KIND_MEAN
      || kind == KIND_TALLY)
    snprintf (row->name, sizeof row->name, "%.32s x%d", name, components);
  else
    snprintf (row->name, sizeof row->name, "%s", name);
}

/* The float sums so far that can also have fused taps. */
static void
add_tails (Row *list, int *n)
{
  const int end = *n;

  for (int i = 0; i < end; i++)
    for (int n_fused = 1; n_fused <= RSZ_MAX_FUSED; n_fused++)
      if ((list[i].kind == KIND_HSCALEF || list[i].kind == KIND_VSCALEF
              || list[i].kind == KIND_VROUND)
          && list[i].which == RSZ_SUMF_MANY) {
        const char *what = list[i].kind == KIND_HSCALEF   ? "hscalef"
                           : list[i].kind == KIND_VSCALEF ? "vscalef"
                                                          : "vround";
        char name[sizeof list->name];

        snprintf (name, sizeof name, "%s tail%d", what, n_fused);
        add (list, n, list[i].kind, list[i].which, list[i].components, name);
        list[*n - 1].n_fused = n_fused;
      }
}

/* The rows so far that can also write words. */
static void
add_words (Row *list, int *n)
{
  const int end = *n;

  for (int i = 0; i < end; i++)
    if (list[i].kind == KIND_VROUND) {
      char name[sizeof list->name];

      snprintf (name, sizeof name, "%.24s u16", list[i].name);
      add (list, n, list[i].kind, list[i].which, 1, name);
      list[*n - 1].n_fused = list[i].n_fused;
      list[*n - 1].words = true;
    }
}

/* The rows so far that can also write past the caches. */
static void
add_streams (Row *list, int *n)
{
  const int end = *n;

  for (int i = 0; i < end; i++)
    if (list[i].kind == KIND_VSCALE || list[i].kind == KIND_VDEEP || list[i].kind == KIND_GATHER
        || list[i].kind == KIND_VSCALE32 || list[i].kind == KIND_VLINEAR
        || list[i].kind == KIND_VSUMS || list[i].kind == KIND_VROUND || list[i].kind == KIND_ENLARGE
        || list[i].kind == KIND_COPY || list[i].kind == KIND_HALVE) {
      char name[sizeof list->name];

      snprintf (name, sizeof name, "%.24s streamed", list[i].name);
      add (list, n, list[i].kind, list[i].which, 1, name);
      list[*n - 1].components = list[i].components;
      list[*n - 1].n_fused = list[i].n_fused;
      list[*n - 1].words = list[i].words;
      list[*n - 1].stream = true;
    }
}

/* The rows so far that can also read samples as they are in memory. */
static void
add_samples (Row *list, int *n, int bytes, int lanes, const char *what)
{
  const int end = *n;

  for (int i = 0; i < end; i++)
    if (list[i].kind == KIND_HSCALEF && !list[i].bytes && !list[i].lanes) {
      char name[sizeof list->name];

      snprintf (name, sizeof name, "%.*s %s", (int) strlen (list[i].name) - 3, list[i].name, what);
      add (list, n, KIND_HSCALEF, list[i].which, list[i].components, name);
      list[*n - 1].n_fused = list[i].n_fused;
      list[*n - 1].bytes = bytes;
      list[*n - 1].lanes = lanes;
    }
}

int
rows_list (Row *list)
{
  static const char *const names[KIND_LOAD][RSZ_MAX_PIXEL_SIZE + 1] = {
    { "hscale doubling", "hscale pair", "hscale quad", "hscale many" },
    { "vscale doubling", "vscale pair", "vscale quad", "vscale many" },
    { "hscalef lerp", "hscalef quad", "hscalef blend", "hscalef many", "hscalef wide" },
    { "vscalef lerp", "vscalef quad", "vscalef blend", "vscalef many", "vscalef wide" },
    { "vround lerp", "vround quad", "vround blend", "vround many" },
    { "hdeep" },
    { "vdeep" },
    { "hscale32" },
    { "vscale32" },
    { "hlinear" },
    { "vlinear" },
    { "hsums", "hsums floats" },
    { "vexact", "vchain" },
    { "hwords" },
    { "vwords" },
    { "enlarge", "enlarge linear", "enlarge deep" },
    { NULL, "gather 1", "gather 2", "gather 3", "gather 4", NULL, "gather 6", NULL, "gather 8" },
    { "copy" },
    { "fill" },
    { "widen u8", "widen u16" },
    { "narrow u8", "narrow u16" },
    { "average u8", "average u16" },
    { "accumulate", "accumulate u16" },
    { "mean", "mean opencv", "mean u16", "mean tensorflow" },
    { "tally" },
    { [RSZ_SUMF_QUAD] = "corners" },
    { [RSZ_HALVES_UP_TWICE] = "halve up twice",
        [RSZ_HALVES_UP] = "halve up",
        [RSZ_HALVES_TO_EVEN] = "halve to even",
        [HALVES_WORDS + RSZ_HALVES_UP] = "halve words up",
        [HALVES_WORDS + RSZ_HALVES_TO_EVEN] = "halve words to even" },
    { "meanf u8", "meanf u16" },
    { "pick u8", "pick u16" },
    { "blend", "blend four" },
    { "spread", "spread four" },
    { "opacity" },
    { "to rows" },
    { [3] = "to pixels 3", [4] = "to pixels 4" },
    { "find near" },
    { [3] = "weave", [4] = "weave fours" },
    { "slide" },
    { "stretch", "stretch four" },
    { "tint", "tint pairs" },
    { "shade" },
    { "shade words" },
  };
  int n = 0;

  for (int kind = 0; kind < KIND_LOAD; kind++)
    for (int which = 0; which <= RSZ_MAX_PIXEL_SIZE; which++) {
      const bool horizontal = kind == KIND_HSCALE || kind == KIND_HSCALEF || kind == KIND_HDEEP
                              || kind == KIND_HSCALE32 || kind == KIND_HLINEAR
                              || kind == KIND_HWORDS || kind == KIND_HSUMS || kind == KIND_ENLARGE
                              || kind == KIND_MEAN || kind == KIND_TALLY || kind == KIND_MEANF
                              || kind == KIND_HALVE || kind == KIND_PICK;

      for (int c = 1; names[kind][which] && c <= (horizontal ? RSZ_MAX_COMPONENTS : 1); c++)
        add (list, &n, kind, which, c, names[kind][which]);
    }
  add_tails (list, &n);
  add_words (list, &n);
  add_streams (list, &n);
  add_samples (list, &n, 1, 0, "bytes");
  add_samples (list, &n, 2, 0, "u16");
  add_samples (list, &n, 0, 1, "byte lanes");
  add_samples (list, &n, 0, 2, "word lanes");
  for (int layout = 0; layout < RSZ_N_LAYOUTS; layout++)
    for (int kind = KIND_LOAD; kind <= KIND_STORE && !rsz_layouts[layout].plain; kind++) {
      char name[sizeof list->name];

      snprintf (name, sizeof name, "%s %s", kind == KIND_LOAD ? "load" : "store",
          rsz_layouts[layout].name);
      add (list, &n, kind, layout, 1, name);
    }
  return n;
}

static RszSample
mean_sample (const Row *row)
{
  return row->which == 2 ? RSZ_SAMPLE_U16 : RSZ_SAMPLE_U8;
}

RowFunction
rows_function (const RszRows *rows, const Row *row)
{
  const int which = row->which;

  if (row->stream && !rows->drain)
    return NULL;
  if (colour_is (row))
    return colour_function (rows, row);
  switch (row->kind) {
  case KIND_HSCALE:
    return (RowFunction) rows->hscale;
  case KIND_VSCALE:
    return (RowFunction) rows->vscale;
  case KIND_HSCALEF:
    if (row->lanes)
      return which >= RSZ_SUMF_MANY ? (RowFunction) rows->hlanes : NULL;
    if (row->bytes)
      return which != RSZ_SUMF_WIDE ? (RowFunction) rows->hscaleb[row->bytes - 1] : NULL;
    return (RowFunction) rows->hscalef;
  case KIND_VSCALEF:
    return (RowFunction) rows->vscalef;
  case KIND_VROUND:
    return (RowFunction) rows->vround[row->words];
  case KIND_HDEEP:
    return (RowFunction) rows->hdeep;
  case KIND_VDEEP:
    return (RowFunction) rows->vdeep;
  case KIND_HSCALE32:
    return (RowFunction) rows->hscale32;
  case KIND_VSCALE32:
    return (RowFunction) rows->vscale32;
  case KIND_HLINEAR:
    return (RowFunction) rows->hlinear;
  case KIND_VLINEAR:
    return (RowFunction) rows->vlinear;
  case KIND_HSUMS:
    return (RowFunction) rows->hsums;
  case KIND_VSUMS:
    return which ? (RowFunction) rows->vchain : (RowFunction) rows->vexact;
  case KIND_HWORDS:
    return (RowFunction) rows->hwords;
  case KIND_VWORDS:
    return (RowFunction) rows->vwords;
  case KIND_ENLARGE:
    return which == 2   ? (RowFunction) rows->enlarge_deep
           : which == 1 ? (RowFunction) rows->enlarge_linear
                        : (RowFunction) rows->enlarge;
  case KIND_GATHER:
    return (RowFunction) rows->gather;
  case KIND_FILL:
    return (RowFunction) rows->fill;
  case KIND_COPY:
    return (RowFunction) rows->copy;
  case KIND_WIDEN:
    return (RowFunction) rows->widen[which];
  case KIND_NARROW:
    return (RowFunction) rows->narrow[which];
  case KIND_AVERAGE:
    return (RowFunction) rows->average[which];
  case KIND_ACCUMULATE:
    return (RowFunction) rows->accumulate[which];
  case KIND_MEAN:
    return (RowFunction) rows->mean[mean_sample (row)];
  case KIND_TALLY:
    return (RowFunction) rows->tally;
  case KIND_CORNERS:
    return (RowFunction) rows->corners;
  case KIND_HALVE:
    return (RowFunction) rows->halve[which >= HALVES_WORDS];
  case KIND_MEANF:
    return (RowFunction) rows->meanf[which];
  case KIND_LOAD:
    return (RowFunction) rows->load[which];
  case KIND_STORE:
    return (RowFunction) rows->store[which];
  default:
    return NULL;
  }
}

/* Calls. */

static RszHtaps
taps_of (const Job *job)
{
  return (RszHtaps){
    .sum = job->row->kind == KIND_HSCALE ? job->row->which : RSZ_SUM_PAIR,
    .floats = job->row->kind == KIND_HSUMS && job->row->which,
    .in = job->in,
    .len = job->len,
    .components = job->row->kind == KIND_GATHER ? job->row->which : job->row->components,
    .n_taps = job->n_taps,
    .shift = job->shift,
    .low = job->word.low,
    .first = job->first,
    .weights = job->row->kind == KIND_GATHER ? NULL : job->weights,
    .weights32 = job->weights32,
    .packed = job->packed,
  };
}

static RszHtapsf
tapsf_of (const Job *job)
{
  return (RszHtapsf){
    .sum = job->row->which,
    .len = job->len,
    .components = job->row->components,
    .n_taps = job->n_taps,
    .n_fused = job->row->n_fused,
    .first = job->first,
    .weights = job->weightsf,
    .packed = job->packed,
  };
}

static RszVtapsf
vtapsf_of (const Job *job)
{
  return (RszVtapsf){ job->row->which, job->n_taps, job->row->n_fused,
    (const float *const *) job->src, job->weightsf };
}

static RszWindows
windows_of (const Job *job)
{
  return (RszWindows){
    .in = job->in,
    .len = job->len,
    .components = job->row->components,
    .n_max = job->n_taps,
    .max = (int) job->max,
    .first = job->first,
    .n = job->n,
    .reciprocal = job->row->which % 2,
    .half_up = job->row->which == 1,
    .packed = job->packed,
  };
}

void
jobs_pack (const RszRows *rows, Job *job)
{
  const RszHtaps taps = taps_of (job);
  const RszHtapsf tapsf = tapsf_of (job);
  const RszWindows windows = windows_of (job);
  RszHpack pack = NULL;
  size_t size;

  if (job->row->kind == KIND_ENLARGE)
    pack = job->row->which == 2   ? rows->enlarge_deep_pack
           : job->row->which == 1 ? rows->hlinear_pack
                                  : rows->hpack;
  else if (job->row->kind == KIND_HSCALE)
    pack = rows->hpack;
  else if (job->row->kind == KIND_HDEEP)
    pack = rows->hdeep_pack;
  else if (job->row->kind == KIND_HSCALE32)
    pack = rows->hpack32;
  else if (job->row->kind == KIND_HLINEAR)
    pack = rows->hlinear_pack;
  else if (job->row->kind == KIND_HSUMS)
    pack = rows->hsums_pack;
  else if (job->row->kind == KIND_GATHER)
    pack = rows->gather_pack;
  job->packed = pack && job->len ? pack (&taps, &size) : NULL;
  if (job->row->kind == KIND_HSCALEF && job->len) {
    const RszHpackf packb = job->row->bytes ? rows->hpackb[job->row->bytes - 1] : NULL;
    const RszHpackf packf = rows->hpackf;

    job->packed = packb ? packb (&tapsf, &size) : NULL;
    job->packed_bytes = job->packed;
    if (packf && !job->packed)
      job->packed = packf (&tapsf, &size);
  }
  if (job->row->kind == KIND_MEAN && rows->wpack && job->len)
    job->packed = rows->wpack (&windows, &size);
}

void
jobs_unpack (Job *job)
{
  rsz_memory_free (job->packed);
  job->packed = NULL;
  job->packed_bytes = false;
}

static RszBatch
batch_of (const Job *job, const Output *output)
{
  RszBatch batch = { .n = job->n_rows };

  for (int r = 0; r < job->n_rows; r++) {
    batch.dst[r] = output->dst[r];
    batch.src[r] = job->src[r];
    batch.soon[r] = r % 2 ? NULL : job->src[r];
  }
  return batch;
}

static void
call_batch (RszHscale row, const Job *job, const Output *output)
{
  const RszHtaps taps = taps_of (job);
  const RszBatch batch = batch_of (job, output);

  row (&batch, &taps, job->begin, job->len - job->begin);
}

static void
call_gather (RszGather row, const Job *job, const Output *output)
{
  const RszHtaps taps = taps_of (job);
  const RszBatch batch = batch_of (job, output);

  row (&batch, &taps, job->begin, job->len - job->begin, job->row->stream);
}

static void
call_vscale (RszVscale row, const Job *job, uint8_t *dst)
{
  const RszVtaps taps = { job->row->which, job->n_taps, job->shift,
    (const uint8_t *const *) job->src, job->weights };

  row (dst, &taps, job->len, job->row->stream);
}

/* Where a level has no such row, of what it is to equal. */
static void
call_vround (const RszRows *rows, const Job *job, void *dst)
{
  const RszVtapsf taps = vtapsf_of (job);
  float sums[MAX_LEN], shares[MAX_LEN];

  if (rows->vround[job->row->words]) {
    rows->vround[job->row->words](dst, &taps, job->finish, job->len, job->row->stream);
    return;
  }
  rows->vscalef (sums, &taps, job->len);
  rsz_rows_share (rows, shares, sums, job->finish.share, job->len);
  if (job->finish.truncates)
    rows->truncate (shares, shares, job->len);
  rows->narrow[job->row->words](dst, shares, job->finish.max, job->len);
}

static void
call_floats (const RszRows *rows, const Job *job, const Output *output)
{
  const RszHtapsf taps = tapsf_of (job);
  const int len = job->len - job->begin;

  if (job->packed_bytes) {
    const RszBatch batch = batch_of (job, output);

    rows->hscaleb[job->row->bytes - 1](&batch, &taps, job->begin, len);
    return;
  }
  if (job->row->lanes && rows->hlanes) {
    const RszBatch batch = batch_of (job, output);

    rows->hlanes (&batch, &taps, job->row->lanes - 1, job->in, job->begin, len);
    return;
  }
  for (int r = 0; r < job->n_dst; r++)
    rows->hscalef (output->dst[r], job->src[r + job->n_rows], &taps, job->begin, len);
}

static void
call_enlarge (const RszRows *rows, const Job *job, const Output *output)
{
  const RszHtaps taps = taps_of (job);
  RszLerpRows lerp = job->lerp;

  for (int r = 0; r < lerp.n; r++)
    lerp.dst[r] = output->dst[1 + r];
  memcpy (output->dst[0], job->src[1], job->dst_size[0]);
  if (job->row->which == 2)
    rows->enlarge_deep (
        &lerp, output->dst[0], job->src[0], &taps, job->fraction, job->word, job->row->stream);
  else if (job->row->which)
    rows->enlarge_linear (&lerp, output->dst[0], job->src[0], &taps, job->row->stream);
  else
    rows->enlarge (&lerp, output->dst[0], job->src[0], &taps, job->row->stream);
}

static void
call_meanf (RszMeanf row, const Job *job, void *dst)
{
  const RszWindows windows = windows_of (job);

  row (dst, job->src, &windows, job->n_summed, job->max, job->begin, job->len - job->begin);
}

static void
call_mean (RszMean row, const Job *job, void *dst)
{
  const RszWindows windows = windows_of (job);

  row (dst, job->src[0], &windows, job->n_summed, job->begin, job->len - job->begin);
}

static void
call_halve (RszHalve row, const Job *job, uint8_t *dst)
{
  const bool words = job->row->which >= HALVES_WORDS;
  const int size = job->len * job->row->components << words;
  const RszRowPairs rows = { dst, job->src[0], size, 2 * size, job->n_rows, job->word };

  row (&rows, job->row->components, job->len, (RszHalves) (job->row->which % HALVES_WORDS),
      job->row->stream);
}

static void
call_tally (RszTally row, const Job *job, float *dst)
{
  const RszWindows windows = windows_of (job);

  if (job->more)
    memcpy (dst, job->src[1], job->dst_size[0]);
  row (dst, job->src[0], &windows, job->begin, job->len - job->begin, job->more);
}

void
jobs_call (const RszRows *rows, const Job *job, const Output *output)
{
  const int which = job->row->which;
  const RszVtapsf vtapsf = vtapsf_of (job);
  void *dst = output->dst[0];

  if (colour_is (job->row)) {
    colour_call (rows, job, output);
    return;
  }
  switch (job->row->kind) {
  case KIND_HSCALE:
    call_batch (rows->hscale, job, output);
    break;
  case KIND_HSCALEF:
    call_floats (rows, job, output);
    break;
  case KIND_VSCALE:
    call_vscale (rows->vscale, job, dst);
    break;
  case KIND_VSCALEF:
    rows->vscalef (dst, &vtapsf, job->len);
    break;
  case KIND_VROUND:
    call_vround (rows, job, dst);
    break;
  case KIND_HDEEP:
    call_batch (rows->hdeep, job, output);
    break;
  case KIND_VDEEP:
    rows->vdeep (dst, (const int16_t *const *) job->src, job->weights, job->n_taps, job->shift,
        job->word, job->len, job->row->stream);
    break;
  case KIND_HSCALE32:
    call_batch (rows->hscale32, job, output);
    break;
  case KIND_VSCALE32:
    rows->vscale32 (dst, (const uint8_t *const *) job->src, job->weights32, job->n_taps, job->len,
        job->row->stream);
    break;
  case KIND_HLINEAR:
    call_batch (rows->hlinear, job, output);
    break;
  case KIND_VLINEAR:
    rows->vlinear (
        dst, (const int16_t *const *) job->src, job->weights, job->len, job->row->stream);
    break;
  case KIND_HSUMS:
    call_batch (rows->hsums, job, output);
    break;
  case KIND_VSUMS:
    (which ? rows->vchain : rows->vexact) (dst, (const int32_t *const *) job->src, job->weights,
        job->n_taps, job->len, job->row->stream);
    break;
  case KIND_HWORDS:
    call_batch (rows->hwords, job, output);
    break;
  case KIND_VWORDS:
    rows->vwords (dst, (const uint32_t *const *) job->src, job->weights32, job->n_taps,
        (int) job->max, job->len);
    break;
  case KIND_ENLARGE:
    call_enlarge (rows, job, output);
    break;
  case KIND_GATHER:
    call_gather (rows->gather, job, output);
    break;
  case KIND_FILL:
    rows->fill (dst, job->src[0], job->src_size[0], job->len);
    break;
  case KIND_COPY:
    rows->copy (dst, job->src[0], job->len, job->row->stream);
    break;
  case KIND_WIDEN:
    rows->widen[which](dst, job->src[0], job->len);
    break;
  case KIND_NARROW:
    rows->narrow[which](dst, job->src[0], job->max, job->len);
    break;
  case KIND_AVERAGE:
    rows->average[which](dst, job->src[0], job->rows, job->columns, job->max, job->len);
    break;
  case KIND_ACCUMULATE:
    rows->accumulate[which](dst, job->src, job->more ? NULL : job->src, job->n_taps, job->more,
        (int) job->max, job->len);
    break;
  case KIND_MEAN:
    call_mean (rows->mean[mean_sample (job->row)], job, dst);
    break;
  case KIND_TALLY:
    call_tally (rows->tally, job, dst);
    break;
  case KIND_CORNERS:
    rows->corners (dst, (const float *const *) job->src, job->weightsf,
        (const float *const *) job->src + 4, job->len);
    break;
  case KIND_HALVE:
    call_halve (rows->halve[which >= HALVES_WORDS], job, dst);
    break;
  case KIND_MEANF:
    call_meanf (rows->meanf[which], job, dst);
    break;
  case KIND_LOAD:
    rows->load[which](&rsz_layouts[which], output->dst, job->src[0], job->len);
    break;
  default:
    rows->store[which](&rsz_layouts[which], dst, job->src, job->len);
  }
}

bool
jobs_same_output (const Job *job, const Output *a, const Output *b)
{
  for (int i = 0; i < job->n_dst; i++)
    if (memcmp (a->dst[i], b->dst[i], job->dst_size[i]))
      return false;
  return true;
}

bool
jobs_nothing_beside (const Job *job, const Output *output)
{
  for (int i = 0; i < job->n_dst; i++) {
    const uint8_t *dst = output->dst[i], *memory = output->memory[i];
    const size_t room = job->dst_room[i] ? job->dst_room[i] : job->dst_size[i];

    for (const uint8_t *at = memory; at < memory + output->size; at++)
      if ((at < dst || at >= dst + room) && *at != CANARY)
        return false;
  }
  return true;
}
