/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_TENSOR_H
#define GST_ALIGN_TENSOR_H

#include <gst/gst.h>

G_BEGIN_DECLS

/* The type of alignscale whose frames leave as tensors: see tensor.h. */
#define GST_TYPE_ALIGN_TENSOR (gst_align_tensor_get_type ())
GType gst_align_tensor_get_type (void);

GST_ELEMENT_REGISTER_DECLARE (aligntensor)

G_END_DECLS

#endif
