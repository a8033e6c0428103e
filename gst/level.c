/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "level.h"

#include "resizer.h"

static gpointer
fill_rows (gpointer unused)
{
  return (gpointer) rsz_init ();
}

const gchar *
gst_align_scale_level (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, fill_rows, NULL);
}
