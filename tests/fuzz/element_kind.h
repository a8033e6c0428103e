/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ELEMENT_KIND_H
#define ELEMENT_KIND_H

#include "gstalignconvert.h"
#include "gstalignscale.h"
#include "gstaligntensor.h"

/* Which element is under test: a target is compiled for one of them, FUZZ_KIND. */

typedef enum {
  KIND_SCALE,
  KIND_CONVERT, /* makes other formats of the same size */
  KIND_TENSOR   /* makes tensors, of few formats */
} Kind;

#ifndef FUZZ_KIND
#define FUZZ_KIND KIND_SCALE
#endif

static inline GType
kind_type (void)
{
  switch (FUZZ_KIND) {
  case KIND_CONVERT:
    return GST_TYPE_ALIGN_CONVERT;
  case KIND_TENSOR:
    return GST_TYPE_ALIGN_TENSOR;
  default:
    return GST_TYPE_ALIGN_SCALE;
  }
}

#endif
