/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every request for memory that alignscale's own code makes fails once, and downstream's memory
 * fails from every request on: each time there is an error in words or the right picture, and after
 * a restart the right picture.
 *
 * The element and its core are linked into this program, so that the linker's --wrap sees what they
 * ask the C library for and nothing else. What they ask GLib's g_malloc for is left out, since that
 * ends the process by GLib's design: structures of a few hundred bytes, and texts. */
#include <stdlib.h>
#include <string.h>

#include "converter.h"
#include "gstalignconvert.h"
#include "gstalignscale.h"
#include "scene.h"

#define SIZE(width, height) "width=" #width ",height=" #height ",framerate=25/1"
#define CAPS(format, size) "video/x-raw,format=" format "," size

/* ---- the C library, as seen from the core ---- */

void *__real_malloc (size_t size);
void *__real_calloc (size_t n, size_t size);
void *__real_realloc (void *old, size_t size);
void *__real_aligned_alloc (size_t alignment, size_t size);
void __real_free (void *memory);
void *__wrap_malloc (size_t size);
void *__wrap_calloc (size_t n, size_t size);
void *__wrap_realloc (void *old, size_t size);
void *__wrap_aligned_alloc (size_t alignment, size_t size);
void __wrap_free (void *memory);
gpointer __real_g_try_malloc (gsize size);
/* Linkers of 2026 wrap what libraries ask for, too, where its name has no version, and want it
 * visible; at run time libraries go on calling GLib. */
__attribute__ ((visibility ("default"))) gpointer __wrap_g_try_malloc (gsize size);

static gint turns = -1; /* requests until the one that fails; -1: none does */
static gint n_held;     /* pieces that have not been freed */

static gboolean
admit (void)
{
  return turns < 0 || turns-- != 0;
}

static void *
hold (void *memory)
{
  n_held += memory != NULL;
  return memory;
}

void *
__wrap_malloc (size_t size)
{
  return admit () ? hold (__real_malloc (size)) : NULL;
}

void *
__wrap_calloc (size_t n, size_t size)
{
  return admit () ? hold (__real_calloc (n, size)) : NULL;
}

void *
__wrap_realloc (void *old, size_t size)
{
  if (!admit ())
    return NULL;
  n_held -= old != NULL;
  return hold (__real_realloc (old, size));
}

void *
__wrap_aligned_alloc (size_t alignment, size_t size)
{
  return admit () ? hold (__real_aligned_alloc (alignment, size)) : NULL;
}

void
__wrap_free (void *memory)
{
  n_held -= memory != NULL;
  __real_free (memory);
}

/* The one request to GLib that may fail. */
gpointer
__wrap_g_try_malloc (gsize size)
{
  return admit () ? __real_g_try_malloc (size) : NULL;
}

/* ---- GStreamer's memory, as downstream gives it ---- */

typedef struct {
  GstAllocator parent;
  gint turns;         /* requests that still succeed; -1: all do */
  gint n_refused;     /* requests that have failed */
  gboolean maps_fail; /* requests are maps, not allocations */
} ScarceAllocator;
typedef GstAllocatorClass ScarceAllocatorClass;

GType scarce_allocator_get_type (void);
G_DEFINE_TYPE (ScarceAllocator, scarce_allocator, GST_TYPE_ALLOCATOR)

typedef struct {
  GstMemory parent;
  guint8 *data;
} ScarceMemory;

static gboolean is_scaling; /* what the test itself maps does not count */

/* From the turn on all fail: of memory that cannot be mapped once GStreamer makes a copy, which
 * asks again. */
static gboolean
refuse (ScarceAllocator *self)
{
  if (!is_scaling || self->turns < 0)
    return FALSE;
  if (self->turns > 0) {
    self->turns--;
    return FALSE;
  }
  self->n_refused++;
  return TRUE;
}

static GstMemory *
scarce_alloc (GstAllocator *allocator, gsize size, GstAllocationParams *params)
{
  ScarceAllocator *self = (ScarceAllocator *) allocator;
  const gsize room = size + params->prefix + params->padding;
  ScarceMemory *memory;

  if (!self->maps_fail && refuse (self))
    return NULL;
  memory = g_new0 (ScarceMemory, 1);
  memory->data = g_malloc0 (room);
  gst_memory_init (
      GST_MEMORY_CAST (memory), (GstMemoryFlags) 0, allocator, NULL, room, 0, params->prefix, size);
  return GST_MEMORY_CAST (memory);
}

static void
scarce_free (GstAllocator *allocator, GstMemory *memory)
{
  (void) allocator;
  g_free (((ScarceMemory *) memory)->data);
  g_free (memory);
}

static gpointer
scarce_map (GstMemory *memory, gsize size, GstMapFlags flags)
{
  ScarceAllocator *self = (ScarceAllocator *) memory->allocator;

  (void) size;
  (void) flags;
  return self->maps_fail && refuse (self) ? NULL : ((ScarceMemory *) memory)->data;
}

static void
scarce_unmap (GstMemory *memory)
{
  (void) memory;
}

static void
scarce_allocator_class_init (ScarceAllocatorClass *klass)
{
  klass->alloc = scarce_alloc;
  klass->free = scarce_free;
}

static void
scarce_allocator_init (ScarceAllocator *self)
{
  GstAllocator *allocator = GST_ALLOCATOR_CAST (self);

  allocator->mem_type = "scarce";
  allocator->mem_map = scarce_map;
  allocator->mem_unmap = scarce_unmap;
  GST_OBJECT_FLAG_SET (self, GST_ALLOCATOR_FLAG_CUSTOM_ALLOC);
  self->turns = -1;
}

static ScarceAllocator *
scarce_allocator_new (gboolean maps_fail, gint n)
{
  ScarceAllocator *self = g_object_new (scarce_allocator_get_type (), NULL);

  self->maps_fail = maps_fail;
  self->turns = n;
  return gst_object_ref_sink (self);
}

static GstPadProbeReturn
offer_allocator (GstPad *pad, GstPadProbeInfo *info, gpointer allocator)
{
  GstQuery *query = GST_PAD_PROBE_INFO_QUERY (info);

  (void) pad;
  if (GST_QUERY_TYPE (query) != GST_QUERY_ALLOCATION)
    return GST_PAD_PROBE_OK;
  gst_query_add_allocation_param (query, allocator, NULL);
  gst_query_add_allocation_meta (query, GST_VIDEO_META_API_TYPE, NULL);
  return GST_PAD_PROBE_HANDLED;
}

/* ---- streams ---- */

typedef struct {
  const gchar *settings, *in, *out;
} Job;

/* What sizes and kinds of tables there are: each arithmetic, each layout of a plane, fields,
 * borders, crops. */
static const Job jobs[] = {
  { "method=bilinear", CAPS ("RGBA", SIZE (64, 48)), CAPS ("RGBA", SIZE (100, 77)) },
  { "method=bilinear antialias=1", CAPS ("RGB", SIZE (300, 200)), CAPS ("RGB", SIZE (64, 48)) },
  { "method=nearest", CAPS ("NV12", SIZE (64, 48)), CAPS ("NV12", SIZE (31, 90)) },
  { "method=nearest-exact", CAPS ("YUY2", SIZE (64, 48)), CAPS ("YUY2", SIZE (90, 31)) },
  { "method=bicubic align-corners=1", CAPS ("GRAY8", SIZE (64, 48)),
      CAPS ("GRAY8", SIZE (99, 98)) },
  { "method=bicubic arithmetic=float", CAPS ("I420", SIZE (64, 48)), CAPS ("I420", SIZE (99, 98)) },
  { "method=area", CAPS ("I420", SIZE (300, 200)), CAPS ("I420", SIZE (64, 48)) },
  { "method=lanczos", CAPS ("I420", SIZE (300, 200)), CAPS ("I420", SIZE (641, 479)) },
  { "method=lanczos", CAPS ("v210", SIZE (64, 48)), CAPS ("v210", SIZE (99, 98)) },
  { "method=area", CAPS ("P010_10LE", SIZE (300, 200)), CAPS ("P010_10LE", SIZE (64, 48)) },
  { "method=bicubic", CAPS ("ARGB64", SIZE (64, 48)), CAPS ("ARGB64", SIZE (99, 98)) },
  { "method=bilinear", CAPS ("RGB16", SIZE (64, 48)), CAPS ("RGB16", SIZE (99, 98)) },
  { "add-borders=1 crop-left=3", CAPS ("NV12", SIZE (64, 48)), CAPS ("NV12", SIZE (160, 90)) },
  { "method=bicubic n-threads=4", CAPS ("RGBA", SIZE (320, 240)), CAPS ("RGBA", SIZE (640, 400)) },
  { "method=lanczos", CAPS ("I420", SIZE (64, 48) ",interlace-mode=interleaved"),
      CAPS ("I420", SIZE (99, 98) ",interlace-mode=interleaved") },
  { "method=bicubic", CAPS ("I420", SIZE (64, 46) ",interlace-mode=interleaved"),
      CAPS ("I420", SIZE (99, 94) ",interlace-mode=interleaved") },
  { "method=bilinear", CAPS ("UYVY", SIZE (64, 48) ",interlace-mode=mixed"),
      CAPS ("UYVY", SIZE (99, 98) ",interlace-mode=mixed") },
};

static void
send_caps (Scene *scene, const gchar *text)
{
  GstCaps *caps = gst_caps_from_string (text);
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (scene->harness, gst_event_new_stream_start ("test"));
  gst_harness_push_event (scene->harness, gst_event_new_caps (caps));
  gst_harness_push_event (scene->harness, gst_event_new_segment (&segment));
  gst_caps_unref (caps);
}

/* One sentence is on the bus, of more than a few words and with its full stop. */
static void
assert_one_sentence (Scene *scene, const gchar *beginning)
{
  gchar *text = scene_text (scene, GST_MESSAGE_ERROR);

  g_assert_nonnull (text);
  if (!g_str_has_prefix (text, beginning))
    g_error ("unexpected: %s", text);
  g_assert_cmpuint (strlen (text), >, 40);
  g_assert_true (g_str_has_suffix (text, "."));
  g_free (text);
  g_assert_cmpint (scene_count (scene, GST_MESSAGE_ERROR), ==, 0);
}

/* The next frame, which is right or an error. True where it was one. */
static gboolean
is_refused (
    Scene *scene, const Job *job, GstBuffer *frame, GstBuffer *expected, const gchar *beginning)
{
  const GstVideoInfo info = info_of (job->out);
  GstFlowReturn flow;
  GstBuffer *result;

  is_scaling = TRUE;
  flow = gst_harness_push (scene->harness, gst_buffer_ref (frame));
  is_scaling = FALSE;
  result = gst_harness_try_pull (scene->harness);
  if (flow != GST_FLOW_OK) {
    g_assert_cmpint (flow, ==, GST_FLOW_ERROR);
    g_assert_null (result);
    assert_one_sentence (scene, beginning);
    return TRUE;
  }
  g_assert_nonnull (result);
  g_assert_true (same_picture (&info, expected, result));
  g_assert_cmpint (scene_count (scene, GST_MESSAGE_ERROR), ==, 0);
  gst_buffer_unref (result);
  return FALSE;
}

static void
restart (Scene *scene, const Job *job)
{
  gst_element_set_state (scene->element, GST_STATE_READY);
  gst_element_set_state (scene->element, GST_STATE_PLAYING);
  send_caps (scene, job->in);
}

/* ---- properties ---- */

/* A stream whose request `n` fails. False where it makes fewer. */
static gboolean
scale_without (const Job *job, gint n, GstBuffer *frame, GstBuffer *expected, gint *n_errors)
{
  Scene scene = scene_new (job->settings, NULL, job->out);
  const gint n_before = n_held;
  gboolean come_to;

  turns = n;
  send_caps (&scene, job->in);
  *n_errors += is_refused (&scene, job, frame, expected, "There is not enough memory to scale to ");
  come_to = turns < 0;
  turns = -1;
  restart (&scene, job);
  for (gint i = 0; i < 2; i++)
    g_assert_false (is_refused (&scene, job, frame, expected, ""));
  scene_free (&scene);
  g_assert_cmpint (n_held, ==, n_before);
  return come_to;
}

static void
every_request_of_the_core_may_fail (gconstpointer data)
{
  const Job *job = data;
  const GstVideoInfo info = info_of (job->in);
  GstBuffer *frame = noise_frame (&info, 1);
  GstBuffer *expected = scale_once (job->settings, job->in, job->out, frame);
  gint n = 0, n_errors = 0;

  while (scale_without (job, n, frame, expected, &n_errors))
    n++;
  g_test_message ("%s, %s: %d requests, %d errors", job->settings, job->in, n, n_errors);
  g_assert_cmpint (n_errors, >, 3);
  gst_buffer_unref (expected);
  gst_buffer_unref (frame);
}

/* Five frames, of which one may fail. False where there were fewer requests than that. */
static gboolean
scale_with_scarce (
    const Job *job, gboolean maps_fail, gint n, GstBuffer *frame, GstBuffer *expected)
{
  ScarceAllocator *allocator = scarce_allocator_new (maps_fail, n);
  Scene scene = scene_new (job->settings, NULL, job->out);
  gint n_errors = 0;
  gboolean come_to;

  gst_pad_add_probe (scene.harness->sinkpad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM, offer_allocator,
      allocator, NULL);
  send_caps (&scene, job->in);
  for (gint i = 0; i < 5 && n_errors == 0; i++)
    n_errors += is_refused (&scene, job, frame, expected,
        maps_fail ? "The memory downstream provides for frames of "
                  : "Downstream provides no memory for frames of ");
  come_to = allocator->n_refused > 0;
  g_assert_cmpint (n_errors, ==, come_to);
  allocator->turns = -1;
  restart (&scene, job);
  for (gint i = 0; i < 2; i++)
    g_assert_false (is_refused (&scene, job, frame, expected, ""));
  scene_free (&scene);
  g_assert_cmpint (GST_OBJECT_REFCOUNT_VALUE (allocator), ==, 1);
  gst_object_unref (allocator);
  return come_to;
}

static void
every_request_to_downstream_may_fail (gconstpointer data)
{
  const Job *job = data;
  const GstVideoInfo info = info_of (job->in);
  GstBuffer *frame = noise_frame (&info, 1);
  GstBuffer *expected = scale_once (job->settings, job->in, job->out, frame);

  for (gint maps_fail = 0; maps_fail < 2; maps_fail++) {
    gint n = 0;

    while (scale_with_scarce (job, maps_fail, n, frame, expected))
      n++;
    g_test_message ("%s: %d %s", job->in, n, maps_fail ? "maps" : "allocations");
    g_assert_cmpint (n, >, 0);
  }
  gst_buffer_unref (expected);
  gst_buffer_unref (frame);
}

/* An input frame that cannot be mapped is as little an end. */
static void
every_map_of_a_source_may_fail (void)
{
  const Job *job = &jobs[0];
  const GstVideoInfo info = info_of (job->in);
  GstBuffer *plain = noise_frame (&info, 1);
  GstBuffer *expected = scale_once (job->settings, job->in, job->out, plain);
  gboolean come_to = TRUE;

  for (gint n = 0; come_to; n++) {
    ScarceAllocator *allocator = scarce_allocator_new (TRUE, -1);
    GstBuffer *frame = gst_buffer_new_allocate (GST_ALLOCATOR_CAST (allocator), info.size, NULL);
    Scene scene = scene_new (job->settings, NULL, job->out);

    copy_picture (&info, frame, plain);
    send_caps (&scene, job->in);
    allocator->turns = n;
    come_to = is_refused (&scene, job, frame, expected, "");
    g_assert_cmpint (come_to, ==, allocator->n_refused > 0);
    allocator->turns = -1;
    restart (&scene, job);
    g_assert_false (is_refused (&scene, job, frame, expected, ""));
    scene_free (&scene);
    gst_buffer_unref (frame);
    g_assert_cmpint (GST_OBJECT_REFCOUNT_VALUE (allocator), ==, 1);
    gst_object_unref (allocator);
  }
  gst_buffer_unref (expected);
  gst_buffer_unref (plain);
}

/* ---- alignconvert ---- */

static const Job conversions[] = {
  { "exact", CAPS ("I420", SIZE (33, 21)), CAPS ("RGB", SIZE (33, 21)) },
  { "exact", CAPS ("v210", SIZE (32, 20) ",interlace-mode=mixed"), "video/x-raw,format=RGB" },
  { "opencv", CAPS ("NV12", SIZE (33, 21)), CAPS ("RGB", SIZE (33, 21)) },
  { "swscale", CAPS ("I420", SIZE (32, 20)), CAPS ("RGB", SIZE (32, 20)) },
  { "swscale", CAPS ("NV12", SIZE (33, 21)), CAPS ("RGB", SIZE (33, 21)) },
  { "swscale-bicubic", CAPS ("I420", SIZE (33, 21)), CAPS ("RGB", SIZE (33, 21)) },
  { "torchcodec", CAPS ("I420_10LE", SIZE (32, 20)), CAPS ("RGB", SIZE (32, 20)) },
  { "swscale", CAPS ("I420_10LE", SIZE (32, 20) ",chroma-site=mpeg2,interlace-mode=mixed"),
      "video/x-raw,format=RGB" },
};

/* A stream whose request `n` fails: an error says so, and caps that come again are taken. False
 * where it makes fewer. */
static gboolean
convert_without (const Job *job, gint n, GstBuffer *frame, GstBuffer *expected)
{
  const gint n_before = n_held;
  Scene converter = converter_new (job->settings, NULL, job->out);
  GstBuffer *made;
  GstVideoInfo info;
  gboolean come_to;

  turns = n;
  gst_harness_set_src_caps_str (converter.harness, job->in);
  come_to = turns < 0;
  turns = -1;
  if (come_to) {
    gchar *error = next_error (&converter);

    if (!g_str_has_prefix (error, "There is not enough memory to convert frames of "))
      g_error ("unexpected: %s", error);
    g_free (error);
  }
  g_assert_null (next_message (&converter, GST_MESSAGE_ERROR));
  made = scene_scale (&converter, gst_buffer_ref (frame));
  info = scene_info (&converter);
  g_assert_true (same_picture (&info, expected, made));
  gst_buffer_unref (made);
  scene_free (&converter);
  g_assert_cmpint (n_held, ==, n_before);
  return come_to;
}

static void
every_request_of_a_conversion_may_fail (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (conversions); i++) {
    const Job *job = &conversions[i];
    const GstVideoInfo info = info_of (job->in);
    GstBuffer *frame = noise_frame (&info, 1);
    GstBuffer *expected = convert_once (job->settings, job->in, job->out, frame);
    gint n = 0;

    while (convert_without (job, n, frame, expected))
      n++;
    g_test_message ("%s, %s: %d requests", job->settings, job->in, n);
    g_assert_cmpint (n, >=, 2);
    gst_buffer_unref (expected);
    gst_buffer_unref (frame);
  }
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  GST_ELEMENT_REGISTER (alignscale, NULL);
  GST_ELEMENT_REGISTER (alignconvert, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (jobs); i++) {
    gchar *path = g_strdup_printf ("/out of memory/the core, %" G_GSIZE_FORMAT, i);

    g_test_add_data_func (path, &jobs[i], every_request_of_the_core_may_fail);
    g_free (path);
    path = g_strdup_printf ("/out of memory/downstream, %" G_GSIZE_FORMAT, i);
    g_test_add_data_func (path, &jobs[i], every_request_to_downstream_may_fail);
    g_free (path);
  }
  g_test_add_func ("/out of memory/conversions", every_request_of_a_conversion_may_fail);
  g_test_add_func ("/out of memory/a source", every_map_of_a_source_may_fail);
  return g_test_run ();
}
