/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "settings.h"

static const gchar *const factors[] = { "scale-factor", "scale-factor-x", "scale-factor-y" };
static const gchar *const sizes[] = { "shortest-edge", "longest-edge", "size-multiple",
  "min-pixels", "max-pixels" };
/* What other libraries than torch have: those lack methods and depths, and torch lacks these.
 * Errors and warnings are right there. */
static const gchar *const libraries[] = { "library", "coordinates", "nearest-rounding", "rounding",
  "cubic-coefficient", "exclude-outside" };
static const gchar *const crops[] = { "crop-left", "crop-right", "crop-top", "crop-bottom" };

static gboolean
is_one_of (const gchar *name, const gchar *const *names, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    if (g_str_equal (name, names[i]))
      return TRUE;
  }
  return FALSE;
}

static gboolean
once_in (GRand *random, gint n)
{
  return g_rand_int_range (random, 0, n) == 0;
}

void
settings_clear_factors (GstElement *element)
{
  for (gsize i = 0; i < G_N_ELEMENTS (factors); i++)
    g_object_set (element, factors[i], 0.0, NULL);
  g_object_set (
      element, "shortest-edge", 0, "longest-edge", 0, "size-multiple", 1, "size-rule", 0, NULL);
}

/* What downstream may refuse where it wants a size of its own. */
static gboolean
makes_size (const gchar *name)
{
  return is_one_of (name, factors, G_N_ELEMENTS (factors))
         || is_one_of (name, sizes, G_N_ELEMENTS (sizes)) || g_str_equal (name, "size-rule");
}

/* A factor of what a large crop leaves could be no pixel. */
static void
set_factor (GstElement *element, const gchar *name, GRand *random)
{
  const gdouble value = g_rand_double_range (random, 0.2, 1.5);

  for (gsize i = 0; i < G_N_ELEMENTS (crops); i++) {
    guint crop;

    g_object_get (element, crops[i], &crop, NULL);
    if (crop > 12)
      g_object_set (element, crops[i], 12, NULL);
  }
  g_object_set (element, name, once_in (random, 2) ? 0.0 : value, NULL);
}

static void
set_crop (GstElement *element, const gchar *name, GRand *random)
{
  const gint small = g_rand_int_range (random, -6, 13), large = g_rand_int_range (random, 0, 3000);

  if (!once_in (random, 20)) {
    g_object_set (element, name, MAX (small, 0), NULL);
    return;
  }
  settings_clear_factors (element);
  g_object_set (element, name, large, NULL);
}

/* They come first in the list. */
#define N_TORCH_METHODS 6

static void
set_enum (GstElement *element, GParamSpec *pspec, GRand *random)
{
  const GEnumClass *values = G_PARAM_SPEC_ENUM (pspec)->enum_class;
  const gboolean is_method = g_str_equal (pspec->name, "method");
  const gint n = is_method ? N_TORCH_METHODS : (gint) values->n_values;

  g_object_set (element, pspec->name, values->values[g_rand_int_range (random, 0, n)].value, NULL);
}

static void
set_number (GstElement *element, GParamSpec *pspec, GRand *random)
{
  const guint value = g_rand_int (random);

  if (g_str_equal (pspec->name, "n-threads"))
    g_object_set (element, pspec->name, once_in (random, 20) ? 64 : value % 5, NULL);
  else if (is_one_of (pspec->name, sizes, G_N_ELEMENTS (sizes)))
    g_object_set (element, pspec->name, 1 + value % 300, NULL);
  else
    g_object_set (element, pspec->name, value, NULL);
}

static void
set (GstElement *element, GParamSpec *pspec, GRand *random)
{
  if (is_one_of (pspec->name, factors, G_N_ELEMENTS (factors)))
    set_factor (element, pspec->name, random);
  else if (is_one_of (pspec->name, crops, G_N_ELEMENTS (crops)))
    set_crop (element, pspec->name, random);
  else if (G_IS_PARAM_SPEC_ENUM (pspec))
    set_enum (element, pspec, random);
  else if (G_IS_PARAM_SPEC_BOOLEAN (pspec))
    g_object_set (element, pspec->name, (gboolean) g_rand_boolean (random), NULL);
  else if (G_IS_PARAM_SPEC_DOUBLE (pspec))
    g_object_set (element, pspec->name, g_rand_double_range (random, 0.5, 1.0), NULL);
  else if (G_IS_PARAM_SPEC_UINT (pspec))
    set_number (element, pspec, random);
  else
    g_error ("No random value is known for the property %s.", pspec->name);
}

void
settings_set_one (GstElement *element, GRand *random, gboolean sized)
{
  guint n, n_own = 0;
  GParamSpec **all = g_object_class_list_properties (G_OBJECT_GET_CLASS (element), &n);

  for (guint i = 0; i < n; i++) {
    if (all[i]->owner_type == G_OBJECT_TYPE (element) && (all[i]->flags & G_PARAM_WRITABLE)
        && !is_one_of (all[i]->name, libraries, G_N_ELEMENTS (libraries))
        && !(sized && makes_size (all[i]->name)))
      all[n_own++] = all[i];
  }
  set (element, all[g_rand_int_range (random, 0, (gint) n_own)], random);
  g_free (all);
}

void
settings_get_all (GstElement *element)
{
  guint n;
  GParamSpec **all = g_object_class_list_properties (G_OBJECT_GET_CLASS (element), &n);

  for (guint i = 0; i < n; i++) {
    GValue value = G_VALUE_INIT;

    g_object_get_property (G_OBJECT (element), all[i]->name, &value);
    g_value_unset (&value);
  }
  g_free (all);
}

/* ---- task pools ---- */

static void
give (GstElement *element, GstTaskPool *pool)
{
  GstContext *context = gst_context_new ("gst.task.pool", TRUE);

  gst_structure_set (
      gst_context_writable_structure (context), "pool", GST_TYPE_TASK_POOL, pool, NULL);
  gst_element_set_context (element, context);
  gst_context_unref (context);
}

void
settings_drop_pool (GstTaskPool **pool)
{
  if (*pool == NULL)
    return;
  gst_task_pool_cleanup (*pool);
  gst_clear_object (pool);
}

void
settings_give_pool (GstElement *element, GRand *random, GstTaskPool **pool)
{
  const gint kind = g_rand_int_range (random, 0, 5), n_threads = g_rand_int_range (random, 1, 5);

  settings_drop_pool (pool);
  if (kind > 0)
    *pool = kind == 1 ? gst_task_pool_new () : gst_shared_task_pool_new ();
  if (kind > 1)
    gst_shared_task_pool_set_max_threads (
        GST_SHARED_TASK_POOL (*pool), kind == 2 ? 0 : (guint) n_threads);
  if (kind > 0 && kind != 3)
    gst_task_pool_prepare (*pool, NULL);
  give (element, *pool);
}
