/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ELEMENT_KIND_H
#define ELEMENT_KIND_H

#include "gstalignconvert.h"
#include "gstalignscale.h"
#include "gstaligntensor.h"

/* Which element is under test: one of them for each target. */

typedef enum {
  KIND_SCALE,
  KIND_CONVERT, /* makes other formats of the same size */
  KIND_TENSOR   /* makes tensors, of few formats */
} Kind;

extern const Kind fuzz_kind; /* of this program: FUZZ_KIND, with which fuzz_element.c is compiled */

static inline GType
kind_type (void)
{
  switch (fuzz_kind) {
  case KIND_CONVERT:
    return GST_TYPE_ALIGN_CONVERT;
  case KIND_TENSOR:
    return GST_TYPE_ALIGN_TENSOR;
  default:
    return GST_TYPE_ALIGN_SCALE;
  }
}

#endif
