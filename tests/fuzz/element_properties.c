/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "element_properties.h"

#include <string.h>

#include "element_kind.h"

static const gchar *const factors[] = { "scale-factor", "scale-factor-x", "scale-factor-y" };
static const gchar *const edges[] = { "shortest-edge", "longest-edge", "size-multiple" };

#define MOST_PIXELS 200 /* of an edge without other bounds */

/* Those of the element and of its base class that can be set. */
static GParamSpec **
writable_specs (GstElement *element, guint *n)
{
  static GParamSpec **specs;
  static guint n_specs;
  guint all;

  if (specs == NULL) {
    specs = g_object_class_list_properties (G_OBJECT_GET_CLASS (element), &all);
    for (guint i = 0; i < all; i++) {
      if (specs[i]->flags & G_PARAM_WRITABLE && !g_str_equal (specs[i]->name, "name")
          && !g_str_equal (specs[i]->name, "parent"))
        specs[n_specs++] = specs[i];
    }
  }
  *n = n_specs;
  return specs;
}

static void
set_factor (GValue *value, FuzzInput *bytes, gboolean bounded)
{
  static const gdouble modest[] = { 0.0, 0.5, 1.0, 2.0, 1.5, 0.3, 0.01, 3.0, 1.0 / 3.0, 1e-9 };
  static const gdouble odd[] = { 32767.0, 511.0, 1e-300, 100.0, 0.999999999, 1.0000001 };

  if (!bounded && bytes_chance (bytes, 8))
    g_value_set_double (value, odd[bytes_below (bytes, G_N_ELEMENTS (odd))]);
  else
    g_value_set_double (value, modest[bytes_below (bytes, G_N_ELEMENTS (modest))]);
}

static void
set_number (GValue *value, const gchar *name, FuzzInput *bytes, gboolean bounded)
{
  guint number = bytes_below (bytes, 40);

  if (g_str_has_prefix (name, "border"))
    number = bytes_word (bytes);
  else if (g_str_equal (name, "n-threads"))
    number = bytes_chance (bytes, 16) ? 64 : number % 5;
  else if (bytes_chance (bytes, 8))
    number = (guint) bytes_odd_int (bytes);
  else if (number > 20)
    number = 0;
  if (bounded && !g_str_has_prefix (name, "border") && !g_str_has_prefix (name, "crop"))
    number = MIN (number, MOST_PIXELS);
  g_value_set_uint (value, number);
}

static void
set_enum (GValue *value, GParamSpec *spec, FuzzInput *bytes)
{
  GEnumClass *klass = g_type_class_peek (spec->value_type);

  g_value_set_enum (value, klass->values[bytes_below (bytes, klass->n_values)].value);
}

/* None, one for all channels, three; now and then as many as are refused. */
static void
set_array (GValue *value, FuzzInput *bytes)
{
  static const gdouble numbers[] = { 0.0, 1.0, 0.485, 123.675, -1.0, 255.0, 1e-6, 1e300 };
  static const guint lengths[] = { 3, 1, 0, 3, 1, 3, 1, 2 };

  for (guint n = lengths[bytes_below (bytes, G_N_ELEMENTS (lengths))]; n > 0; n--) {
    GValue number = G_VALUE_INIT;

    g_value_init (&number, G_TYPE_DOUBLE);
    g_value_set_double (&number, numbers[bytes_below (bytes, G_N_ELEMENTS (numbers))]);
    gst_value_array_append_and_take_value (value, &number);
  }
}

static void
set_property (GstElement *element, GParamSpec *spec, GValue *value)
{
  g_param_value_validate (spec, value);
  if (script_is_printed) {
    gchar *text = g_strdup_value_contents (value);

    say ("%s=%s", spec->name, text);
    g_free (text);
  }
  g_object_set_property (G_OBJECT (element), spec->name, value);
}

void
properties_set_any (GstElement *element, FuzzInput *bytes, gboolean bounded)
{
  guint n;
  GParamSpec **specs = writable_specs (element, &n), *spec = specs[bytes_below (bytes, n)];
  GValue value = G_VALUE_INIT;

  g_value_init (&value, spec->value_type);
  if (GST_VALUE_HOLDS_ARRAY (&value))
    set_array (&value, bytes);
  else if (g_str_equal (spec->name, "crop-fraction"))
    g_value_set_double (&value, (1 + bytes_below (bytes, 100)) / 100.0);
  else if (G_VALUE_HOLDS_DOUBLE (&value))
    set_factor (&value, bytes, bounded);
  else if (G_VALUE_HOLDS_UINT (&value))
    set_number (&value, spec->name, bytes, bounded);
  else if (G_VALUE_HOLDS_ENUM (&value))
    set_enum (&value, spec, bytes);
  else if (G_VALUE_HOLDS_BOOLEAN (&value))
    g_value_set_boolean (&value, (gboolean) bytes_below (bytes, 2));
  set_property (element, spec, &value);
  g_value_unset (&value);
}

void
properties_read (GstElement *element)
{
  guint n;
  GParamSpec **specs = g_object_class_list_properties (G_OBJECT_GET_CLASS (element), &n);

  for (guint i = 0; i < n; i++) {
    GValue value = G_VALUE_INIT;

    if (specs[i]->flags & G_PARAM_READABLE) {
      g_value_init (&value, specs[i]->value_type);
      g_object_get_property (G_OBJECT (element), specs[i]->name, &value);
      g_value_unset (&value);
    }
  }
  g_free (specs);
}

void
properties_copy (GstElement *to, GstElement *from)
{
  guint n;
  GParamSpec **specs = writable_specs (from, &n);

  for (guint i = 0; i < n; i++) {
    GValue value = G_VALUE_INIT;

    if (g_str_equal (specs[i]->name, "n-threads"))
      continue;
    g_value_init (&value, specs[i]->value_type);
    g_object_get_property (G_OBJECT (from), specs[i]->name, &value);
    g_object_set_property (G_OBJECT (to), specs[i]->name, &value);
    g_value_unset (&value);
  }
}

void
properties_bound_size (World *world)
{
  for (guint i = 0; i < G_N_ELEMENTS (factors) && fuzz_kind != KIND_CONVERT; i++) {
    gdouble factor;

    g_object_get (world->element, factors[i], &factor, NULL);
    if (factor <= 4.0)
      continue;
    say ("%s=0", factors[i]);
    g_object_set (world->element, factors[i], 0.0, NULL);
  }
  for (guint i = 0; i < G_N_ELEMENTS (edges) && fuzz_kind != KIND_CONVERT; i++) {
    guint edge;

    g_object_get (world->element, edges[i], &edge, NULL);
    if (edge <= MOST_PIXELS)
      continue;
    say ("%s=1", edges[i]);
    g_object_set (world->element, edges[i], 1, NULL);
  }
}

gboolean
properties_make_size (GstElement *element)
{
  gdouble sum = 0.0;
  guint shortest, longest, multiple;
  gint rule;

  if (fuzz_kind == KIND_CONVERT)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (factors); i++) {
    gdouble factor;

    g_object_get (element, factors[i], &factor, NULL);
    sum += factor;
  }
  g_object_get (element, "shortest-edge", &shortest, "longest-edge", &longest, "size-multiple",
      &multiple, "size-rule", &rule, NULL);
  return sum > 0.0 || shortest > 0 || longest > 0 || multiple > 1 || rule != 0;
}

/* ---- the second thread ---- */

struct _Meddler {
  GThread *thread;
  GstElement *element;
  guint8 script[64];
  gint stop; /* atomic */
};

static gpointer
meddle (gpointer data)
{
  Meddler *meddler = data;
  FuzzInput bytes = { meddler->script, meddler->script + sizeof meddler->script };

  while (!g_atomic_int_get (&meddler->stop)) {
    if (bytes_chance (&bytes, 8))
      properties_read (meddler->element);
    else
      properties_set_any (meddler->element, &bytes, TRUE);
    if (!bytes_left (&bytes))
      bytes.at = meddler->script;
  }
  return NULL;
}

Meddler *
meddler_start (World *world)
{
  Meddler *meddler = g_new0 (Meddler, 1);
  guint n;

  writable_specs (world->element, &n); /* once, before there are two */
  for (guint i = 0; i < sizeof meddler->script; i++)
    meddler->script[i] = fuzz_byte (&world->bytes);
  meddler->element = gst_object_ref (world->element);
  meddler->thread = g_thread_new ("meddler", meddle, meddler);
  return meddler;
}

void
meddler_stop (Meddler *meddler)
{
  g_atomic_int_set (&meddler->stop, 1);
  g_thread_join (meddler->thread);
  gst_object_unref (meddler->element);
  g_free (meddler);
}
