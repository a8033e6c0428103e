/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_RESTORE_H
#define GST_ALIGN_RESTORE_H

#include <gst/gst.h>

G_BEGIN_DECLS

#define GST_TYPE_ALIGN_RESTORE (gst_align_restore_get_type ())
G_DECLARE_FINAL_TYPE (GstAlignRestore, gst_align_restore, GST, ALIGN_RESTORE, GstElement)

/* The way back. Frames that alignscale has made with keep-input=true come in, with the regions that
 * a network has found on them; the frames that alignscale was given go out, with these regions in
 * their pixels. */

GST_ELEMENT_REGISTER_DECLARE (alignrestore)

G_END_DECLS

#endif
