/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_LEVEL_H
#define GST_ALIGN_SCALE_LEVEL_H

#include <glib.h>

G_BEGIN_DECLS

/* The name of the level of row functions. The first call fills their table and compiles ORC's
 * programs: once, whichever element starts first, and before a frame waits for it. */
const gchar *gst_align_scale_level (void);

G_END_DECLS

#endif
