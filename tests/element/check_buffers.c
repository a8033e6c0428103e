/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Memory as applications and hardware lay it out, metas, and threads. */
#include <string.h>

#include "plan.h"
#include "scene.h"

/* A copy of a frame, every plane with a stride of its own, `apart` also in memory of its own, and a
 * meta that says so. The bytes between rows are `filler`. */
static GstBuffer *
scatter (const GstVideoInfo *info, GstBuffer *frame, gint extra, guint8 filler, gboolean apart)
{
  GstBuffer *result = gst_buffer_new ();
  gsize offsets[GST_VIDEO_MAX_PLANES] = { 0 }, total = 0;
  gint strides[GST_VIDEO_MAX_PLANES] = { 0 };

  for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (info); p++) {
    const gsize rows = (gsize) (info->height + 2);
    GstMemory *memory;

    strides[p] = GST_VIDEO_INFO_PLANE_STRIDE (info, p) + extra + (gint) p;
    offsets[p] = total + 3 * p + 5;
    memory = gst_allocator_alloc (NULL, 3 * p + 5 + rows * (gsize) strides[p], NULL);
    total += memory->size;
    gst_buffer_append_memory (result, memory);
  }
  gst_buffer_memset (result, 0, filler, total);
  if (!apart) {
    GstMemory *all = gst_buffer_get_all_memory (result);

    gst_buffer_replace_all_memory (result, all);
  }
  gst_buffer_add_video_meta_full (result, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_INFO_FORMAT (info),
      (guint) info->width, (guint) info->height, GST_VIDEO_INFO_N_PLANES (info), offsets, strides);
  if (frame != NULL)
    copy_picture (info, result, frame);
  return result;
}

static const gchar *const layouts[] = { "GRAY8", "RGB", "I420", "NV12", "YUY2", "GRAY16_LE",
  "A420" };

static void
any_layout_of_input_memory_is_read (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (layouts); i++) {
    gchar *in = caps_text (layouts[i], 37, 23, ""), *out = caps_text (layouts[i], 61, 19, "");
    GstVideoInfo in_info = info_of (in), out_info = info_of (out);
    GstBuffer *frame = noise_frame (&in_info, 1), *expected = scale_once (NULL, in, out, frame);

    for (gint n = 0; n < 4; n++) {
      GstBuffer *scattered = scatter (&in_info, frame, n < 2 ? 1 : 14, 0xee, n % 2);
      GstBuffer *result = scale_once (NULL, in, out, scattered);

      g_test_message ("%s, %d", in, n);
      g_assert_true (same_picture (&out_info, expected, result));
      gst_buffer_unref (result);
      gst_buffer_unref (scattered);
    }
    gst_buffer_unref (expected);
    gst_buffer_unref (frame);
    g_free (in);
    g_free (out);
  }
}

/* What a plan knows of the buffer before: none of it may be taken for the next one's. */
typedef enum { PLAIN, NARROW, WIDE, SHIFTED, CLOSER, APART, SHORT } Kind;

/* SHIFTED and CLOSER have the memory of WIDE and other offsets or strides; that of SHORT ends
 * before the last row does. */
static GstBuffer *
buffer_of_kind (const GstVideoInfo *info, GstBuffer *frame, Kind kind)
{
  const gint last = (gint) GST_VIDEO_INFO_N_PLANES (info) - 1;
  GstVideoMeta *meta;
  GstBuffer *result;

  if (kind == PLAIN)
    return gst_buffer_copy_deep (frame);
  result = scatter (info, NULL, kind == NARROW ? 1 : 14, 0xee, kind == APART);
  meta = gst_buffer_get_video_meta (result);
  meta->offset[last] += kind == SHIFTED;
  meta->stride[last] -= kind == CLOSER;
  copy_picture (info, result, frame);
  if (kind == SHORT)
    gst_buffer_resize (result, 0, (gssize) (meta->offset[last] + (gsize) meta->stride[last]));
  return result;
}

static void
buffers_may_be_laid_out_in_turns (void)
{
  static const Kind kinds[] = { PLAIN, PLAIN, NARROW, NARROW, WIDE, SHIFTED, SHIFTED, CLOSER, WIDE,
    CLOSER, NARROW, SHORT, WIDE, SHORT, PLAIN, APART, WIDE, SHORT, SHORT };

  for (gsize i = 0; i < G_N_ELEMENTS (layouts); i++) {
    gchar *in = caps_text (layouts[i], 37, 24, ""), *out = caps_text (layouts[i], 61, 20, "");
    GstVideoInfo in_info = info_of (in), out_info = info_of (out);
    GstAlignScaleSettings settings = { .method = RSZ_METHOD_BILINEAR, .n_threads = 1 };
    GstBuffer *empty = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (&out_info), NULL);
    gchar message[RSZ_MESSAGE_SIZE];
    GstAlignScaleFraming framing;
    GstAlignScalePlan plan;

    gst_buffer_memset (empty, 0, 0, G_MAXSIZE);
    gst_align_scale_framing_init (&framing, &in_info, &out_info, &settings, NULL);
    g_assert_true (
        gst_align_scale_plan_init (&plan, &in_info, &out_info, &framing, &settings, message));
    for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++) {
      const Kind kind_out = kinds[(k + 7) % G_N_ELEMENTS (kinds)];
      const gboolean fits = kinds[k] != SHORT;
      GstBuffer *frame = noise_frame (&in_info, (guint32) k);
      GstBuffer *expected = scale_once (NULL, in, out, frame);
      GstBuffer *source = buffer_of_kind (&in_info, frame, kinds[k]);
      GstBuffer *result = buffer_of_kind (&out_info, empty, kind_out == SHORT ? WIDE : kind_out);
      gchar *text = NULL;

      g_test_message ("%s, %d to %d", in, kinds[k], kind_out);
      g_assert_true (gst_align_scale_plan_run (&plan, NULL, source, result, &text) == fits);
      g_assert_true ((text == NULL) == fits);
      g_assert_true (!fits || same_picture (&out_info, expected, result));
      g_free (text);
      gst_buffer_unref (result);
      gst_buffer_unref (source);
      gst_buffer_unref (expected);
      gst_buffer_unref (frame);
    }
    gst_align_scale_plan_finish (&plan);
    gst_buffer_unref (empty);
    g_free (in);
    g_free (out);
  }
}

/* Of 13 rows of chroma the second field has 6, but as many as the first in most buffers. */
static void
rows_may_be_missing_in_turns (void)
{
  const gchar *in =
      "video/x-raw,format=I420,width=16,height=18,framerate=25/1,interlace-mode=interleaved";
  const gchar *out =
      "video/x-raw,format=I420,width=16,height=26,framerate=25/1,interlace-mode=interleaved";
  const GstVideoInfo in_info = info_of (in), out_info = info_of (out);
  const gsize size = out_info.offset[2] + 13 * (gsize) out_info.stride[2];
  GstAlignScaleSettings settings = { .method = RSZ_METHOD_BILINEAR, .n_threads = 1 };
  gchar message[RSZ_MESSAGE_SIZE], *text = NULL;
  GstAlignScaleFraming framing;
  GstAlignScalePlan plan;

  gst_align_scale_framing_init (&framing, &in_info, &out_info, &settings, NULL);
  g_assert_true (
      gst_align_scale_plan_init (&plan, &in_info, &out_info, &framing, &settings, message));
  for (guint32 k = 0; k < 6; k++) {
    GstBuffer *frame = noise_frame (&in_info, k), *expected = scale_once (NULL, in, out, frame);
    GstBuffer *result = gst_buffer_new_allocate (NULL, k % 3 == 1 ? size : out_info.size, NULL);

    gst_buffer_add_video_meta_full (result, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_FORMAT_I420, 16,
        26, 3, (gsize *) out_info.offset, (gint *) out_info.stride);
    gst_buffer_memset (result, 0, 0xee, G_MAXSIZE);
    g_assert_true (gst_align_scale_plan_run (&plan, NULL, frame, result, &text));
    g_assert_true (same_picture (&out_info, expected, result));
    gst_buffer_unref (result);
    gst_buffer_unref (expected);
    gst_buffer_unref (frame);
  }
  gst_align_scale_plan_finish (&plan);
}

static void
read_only_memory_is_read (void)
{
  const gchar *in = "video/x-raw,format=RGBA,width=37,height=23,framerate=25/1";
  GstVideoInfo info = info_of (in), out_info = info_of ("video/x-raw,format=RGBA,width=9,height=9");
  GstBuffer *frame = noise_frame (&info, 1), *locked, *result, *expected;
  gpointer data;
  gsize size;

  gst_buffer_extract_dup (frame, 0, G_MAXSIZE, &data, &size);
  locked =
      gst_buffer_new_wrapped_full (GST_MEMORY_FLAG_READONLY, data, size, 0, size, data, g_free);
  expected = scale_once (NULL, in, "video/x-raw,width=9,height=9", frame);
  result = scale_once (NULL, in, "video/x-raw,width=9,height=9", locked);
  g_assert_true (same_picture (&out_info, expected, result));
  gst_buffer_unref (expected);
  gst_buffer_unref (result);
  gst_buffer_unref (locked);
  gst_buffer_unref (frame);
}

static gint
count_bytes (GstBuffer *buffer, guint8 value)
{
  GstMapInfo map;
  gint n = 0;

  g_assert_true (gst_buffer_map (buffer, &map, GST_MAP_READ));
  for (gsize i = 0; i < map.size; i++)
    n += map.data[i] == value;
  gst_buffer_unmap (buffer, &map);
  return n;
}

/* Padding of the output stays what it was: as many bytes as where the picture alone was copied. */
static void
any_layout_of_output_memory_is_written (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (layouts); i++) {
    gchar *in = caps_text (layouts[i], 37, 23, ""), *out = caps_text (layouts[i], 61, 19, "");
    GstVideoInfo in_info = info_of (in), out_info = info_of (out);
    GstAlignScaleSettings settings = { .method = RSZ_METHOD_NEAREST, .n_threads = 1 };
    GstBuffer *frame = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (&in_info), NULL);
    GstBuffer *result = scatter (&out_info, NULL, 9, 0xee, TRUE);
    GstBuffer *reference = scatter (&out_info, NULL, 9, 0xee, TRUE);
    GstBuffer *flat = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (&out_info), NULL);
    gchar message[RSZ_MESSAGE_SIZE], *text = NULL;
    GstAlignScaleFraming framing;
    GstAlignScalePlan plan;

    gst_buffer_memset (frame, 0, 1, G_MAXSIZE);
    gst_buffer_memset (flat, 0, 1, G_MAXSIZE);
    gst_align_scale_framing_init (&framing, &in_info, &out_info, &settings, NULL);
    g_assert_true (
        gst_align_scale_plan_init (&plan, &in_info, &out_info, &framing, &settings, message));
    g_assert_true (gst_align_scale_plan_run (&plan, NULL, frame, result, &text));
    gst_align_scale_plan_finish (&plan);
    g_assert_true (same_picture (&out_info, flat, result));

    copy_picture (&out_info, reference, flat);
    g_test_message ("%s", out);
    g_assert_cmpint (count_bytes (result, 0xee), ==, count_bytes (reference, 0xee));
    gst_buffer_unref (flat);
    gst_buffer_unref (reference);
    gst_buffer_unref (result);
    gst_buffer_unref (frame);
    g_free (in);
    g_free (out);
  }
}

static GstQuery *
ask_for_allocation (Scene *scene, const gchar *in)
{
  GstCaps *caps = gst_caps_from_string (in);
  GstQuery *query = gst_query_new_allocation (caps, TRUE);

  g_assert_true (gst_pad_peer_query (scene->harness->srcpad, query));
  gst_caps_unref (caps);
  return query;
}

static void
output_starts_where_rows_are_fast (void)
{
  for (gint size = 20; size < 30; size++) {
    gchar *in = caps_text ("GRAY8", 8, 8, "");
    gchar *out = caps_text ("GRAY8", RSZ_ROW_ALIGNMENT * size, size, "");
    GstVideoInfo info = info_of (in);
    GstBuffer *frame = noise_frame (&info, 1), *result = scale_once (NULL, in, out, frame);
    GstMapInfo map;

    g_assert_true (gst_buffer_map (result, &map, GST_MAP_READ));
    g_assert_cmpuint ((guintptr) map.data % RSZ_ROW_ALIGNMENT, ==, 0);
    gst_buffer_unmap (result, &map);
    gst_buffer_unref (result);
    gst_buffer_unref (frame);
    g_free (in);
    g_free (out);
  }
}

/* Downstream takes strides of any kind, or says so for an element before it, which does not look at
 * them. */
static void
rows_are_not_padded (void)
{
  for (gint size = 20; size < 30; size++) {
    gchar *out = caps_text ("RGB", size, size, "");
    const GstVideoInfo info = info_of (out);
    Scene scene = scene_new (NULL, NULL, out);
    GstVideoMeta *meta;
    GstBuffer *result;

    gst_harness_add_propose_allocation_meta (scene.harness, GST_VIDEO_META_API_TYPE, NULL);
    gst_harness_set_src_caps_str (
        scene.harness, "video/x-raw,format=RGB,width=8,height=8,framerate=25/1");
    result = scene_scale (&scene, gst_buffer_new_allocate (NULL, 8 * 8 * 3, NULL));
    meta = gst_buffer_get_video_meta (result);
    g_assert_cmpuint (gst_buffer_get_size (result), ==, info.size);
    g_assert_cmpint (meta != NULL ? meta->stride[0] : info.stride[0], ==, info.stride[0]);
    gst_buffer_unref (result);
    scene_free (&scene);
    g_free (out);
  }
}

static void
upstream_is_offered_video_meta_and_a_pool (void)
{
  const gchar *in = "video/x-raw,format=I420,width=64,height=48,framerate=25/1";
  Scene scene = scene_new (NULL, NULL, "video/x-raw,width=32,height=24");
  GstQuery *query;

  gst_harness_add_propose_allocation_meta (scene.harness, GST_VIDEO_CROP_META_API_TYPE, NULL);
  gst_harness_set_src_caps_str (scene.harness, in);
  query = ask_for_allocation (&scene, in);
  g_assert_true (gst_query_find_allocation_meta (query, GST_VIDEO_META_API_TYPE, NULL));
  g_assert_true (gst_query_find_allocation_meta (query, GST_VIDEO_CROP_META_API_TYPE, NULL));
  g_assert_cmpuint (gst_query_get_n_allocation_pools (query), >, 0);
  gst_query_unref (query);
  scene_free (&scene);
}

/* In passthrough downstream answers itself. */
static void
allocation_passes_through (void)
{
  const gchar *in = "video/x-raw,format=I420,width=64,height=48,framerate=25/1";
  Scene scene = scene_new (NULL, NULL, NULL);
  GstQuery *query;

  gst_harness_add_propose_allocation_meta (scene.harness, GST_VIDEO_CROP_META_API_TYPE, NULL);
  gst_harness_set_src_caps_str (scene.harness, in);
  query = ask_for_allocation (&scene, in);
  g_assert_true (gst_query_find_allocation_meta (query, GST_VIDEO_CROP_META_API_TYPE, NULL));
  gst_query_unref (query);
  scene_free (&scene);
}

/* ---- metas ---- */

static gboolean
init_meta (GstMeta *meta, gpointer params, GstBuffer *buffer)
{
  (void) meta;
  (void) params;
  (void) buffer;
  return TRUE;
}

static gboolean
copy_meta (GstBuffer *to, GstMeta *meta, GstBuffer *from, GQuark type, gpointer data)
{
  (void) from;
  (void) data;
  if (!GST_META_TRANSFORM_IS_COPY (type))
    return FALSE;
  gst_buffer_add_meta (to, meta->info, NULL);
  return TRUE;
}

/* A meta of a made-up API with these tags. */
static const GstMetaInfo *
meta_with_tags (const gchar *name, const gchar **tags)
{
  gchar *api_name = g_strconcat (name, "API", NULL);
  GType api = gst_meta_api_type_register (api_name, tags);
  const GstMetaInfo *info =
      gst_meta_register (api, name, sizeof (GstMeta), init_meta, NULL, copy_meta);

  g_free (api_name);
  return info;
}

static void
metas_follow_their_tags (void)
{
  static const gchar *none[] = { NULL };
  static const gchar *colour[] = { "video", "colorspace", NULL };
  static const gchar *size[] = { "video", "size", NULL };
  static const gchar *unknown[] = { "video", "test-nobody-knows", NULL };
  const struct {
    const GstMetaInfo *info;
    gboolean kept;
  } metas[] = { { meta_with_tags ("TestNoTags", none), TRUE },
    { meta_with_tags ("TestColour", colour), TRUE },
    { meta_with_tags ("TestSizeCopyOnly", size), FALSE },
    { meta_with_tags ("TestUnknown", unknown), FALSE } };
  const gchar *in = "video/x-raw,format=GRAY8,width=64,height=48,framerate=25/1";
  GstVideoInfo info = info_of (in);
  GstBuffer *frame = noise_frame (&info, 1), *result;

  for (gsize i = 0; i < G_N_ELEMENTS (metas); i++)
    gst_buffer_add_meta (frame, metas[i].info, NULL);
  result = scale_once (NULL, in, "video/x-raw,width=32,height=12", frame);
  for (gsize i = 0; i < G_N_ELEMENTS (metas); i++) {
    g_test_message ("%s", g_type_name (metas[i].info->api));
    g_assert_cmpint (gst_buffer_get_meta (result, metas[i].info->api) != NULL, ==, metas[i].kept);
  }
  gst_buffer_unref (result);
  gst_buffer_unref (frame);
}

static void
regions_of_interest_are_scaled (void)
{
  const gchar *in = "video/x-raw,format=GRAY8,width=64,height=48,framerate=25/1";
  GstVideoInfo info = info_of (in);
  GstBuffer *frame = noise_frame (&info, 1), *result;
  GstVideoRegionOfInterestMeta *region;

  gst_buffer_add_video_region_of_interest_meta (frame, "face", 8, 12, 16, 20);
  result = scale_once (NULL, in, "video/x-raw,width=128,height=12", frame);
  region = gst_buffer_get_video_region_of_interest_meta_id (result, 0);
  g_assert_nonnull (region);
  g_assert_cmpuint (region->x, ==, 16);
  g_assert_cmpuint (region->y, ==, 3);
  g_assert_cmpuint (region->w, ==, 32);
  g_assert_cmpuint (region->h, ==, 5);
  gst_buffer_unref (result);
  gst_buffer_unref (frame);
}

static void
overlays_are_scaled (void)
{
  const gchar *in = "video/x-raw(memory:SystemMemory,meta:GstVideoOverlayComposition),"
                    "format=RGB,width=64,height=48,framerate=25/1";
  GstVideoInfo info = info_of ("video/x-raw,format=RGB,width=64,height=48,framerate=25/1");
  GstBuffer *frame = noise_frame (&info, 1), *result;
  GstVideoOverlayComposition *overlay = overlay_at (8, 12, 16, 20);
  GstVideoOverlayCompositionMeta *meta;
  gint x, y;
  guint width, height;

  gst_buffer_add_video_overlay_composition_meta (frame, overlay);
  result = scale_once (NULL, in,
      "video/x-raw(memory:SystemMemory,meta:GstVideoOverlayComposition),width=128,height=12",
      frame);
  meta = gst_buffer_get_video_overlay_composition_meta (result);
  g_assert_nonnull (meta);
  g_assert_true (gst_video_overlay_rectangle_get_render_rectangle (
      gst_video_overlay_composition_get_rectangle (meta->overlay, 0), &x, &y, &width, &height));
  g_assert_cmpint (x, ==, 16);
  g_assert_cmpint (y, ==, 3);
  g_assert_cmpuint (width, ==, 32);
  g_assert_cmpuint (height, ==, 5);
  /* the input's is shared with others and stays */
  gst_video_overlay_rectangle_get_render_rectangle (
      gst_video_overlay_composition_get_rectangle (overlay, 0), &x, &y, &width, &height);
  g_assert_cmpint (x, ==, 8);
  gst_video_overlay_composition_unref (overlay);
  gst_buffer_unref (result);
  gst_buffer_unref (frame);
}

/* ---- threads ---- */

/* The result with so many threads, which are all made use of up to what a frame is worth. */
static GstBuffer *
scale_with_threads (
    const gchar *method, gint n, const gchar *in, const gchar *out, GstBuffer *frame)
{
  gchar *settings = g_strdup_printf ("method=%s n-threads=%d", method, n);
  Scene scene = scene_new (settings, in, out);
  GstBuffer *result = scene_scale (&scene, gst_buffer_ref (frame));

  g_test_message ("%s: %d slices", settings, scene_slices (&scene));
  if (n > 0)
    g_assert_cmpint (scene_slices (&scene), ==, MIN (n, 5));
  scene_free (&scene);
  g_free (settings);
  return result;
}

static void
threads_change_no_byte (void)
{
  static const gchar *const methods[] = { "nearest", "bilinear", "bicubic antialias=1", "area",
    "lanczos" };
  static const gchar *const formats[] = { "RGBA", "I420", "YUY2", "GRAY16_BE" };
  static const gint counts[] = { 2, 3, 5, 64, 0 };

  for (gsize m = 0; m < G_N_ELEMENTS (methods); m++) {
    for (gsize f = 0; f < G_N_ELEMENTS (formats); f++) {
      gchar *in = caps_text (formats[f], 461, 603, ""), *out = caps_text (formats[f], 497, 831, "");
      GstVideoInfo in_info = info_of (in), out_info = info_of (out);
      GstBuffer *frame = noise_frame (&in_info, 1);
      GstBuffer *expected = scale_with_threads (methods[m], 1, in, out, frame);

      for (gsize n = 0; n < G_N_ELEMENTS (counts); n++) {
        GstBuffer *result = scale_with_threads (methods[m], counts[n], in, out, frame);

        g_assert_true (same_picture (&out_info, expected, result));
        gst_buffer_unref (result);
      }
      gst_buffer_unref (expected);
      gst_buffer_unref (frame);
      g_free (in);
      g_free (out);
    }
  }
}

/* A running element, too, scales the next frame with as many threads as it is told. */
static void
threads_count_from_the_next_frame (void)
{
  static const gint counts[] = { 1, 3, 2, 1, 4 };
  const gchar *in = "video/x-raw,format=RGBA,width=640,height=480,framerate=25/1";
  const gchar *out = "video/x-raw,format=RGBA,width=800,height=600,framerate=25/1";
  Scene scene = scene_new (NULL, in, out);
  const GstVideoInfo in_info = info_of (in), out_info = info_of (out);

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++) {
    GstBuffer *frame = noise_frame (&in_info, (guint32) i);
    GstBuffer *expected = scale_once (NULL, in, out, frame), *result;

    g_object_set (scene.element, "n-threads", counts[i], NULL);
    result = scene_scale (&scene, gst_buffer_ref (frame));
    g_assert_cmpint (scene_slices (&scene), ==, counts[i]);
    g_assert_true (same_picture (&out_info, expected, result));
    gst_buffer_unref (result);
    gst_buffer_unref (expected);
    gst_buffer_unref (frame);
  }
  scene_free (&scene);
}

/* Threads of this process; 0 where the system does not say. */
static gint
count_threads (void)
{
  GDir *tasks = g_dir_open ("/proc/self/task", 0, NULL);
  gint n = 0;

  if (tasks == NULL)
    return 0;
  while (g_dir_read_name (tasks) != NULL)
    n++;
  g_dir_close (tasks);
  return n;
}

/* Run alone, because threads of a pool outlive their element a while. */
static void
one_thread_starts_none (void)
{
  const gchar *in = "video/x-raw,format=RGBA,width=640,height=480,framerate=25/1";
  const gint before = count_threads ();
  Scene scene = scene_new ("n-threads=1", in, "video/x-raw,width=800,height=600");
  GstVideoInfo info = info_of (in);

  if (before == 0) {
    g_test_skip ("this system does not list a process' threads");
  } else {
    for (gint i = 0; i < 5; i++) {
      gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
      g_assert_cmpint (count_threads (), ==, before);
    }
    scene_set (&scene, "n-threads=4");
    gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
    g_assert_cmpint (count_threads (), >, before);
  }
  scene_free (&scene);
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  g_test_add_func ("/buffers/one thread starts none", one_thread_starts_none);
  g_test_add_func ("/buffers/threads change no byte", threads_change_no_byte);
  g_test_add_func ("/buffers/threads count from the next frame", threads_count_from_the_next_frame);
  g_test_add_func (
      "/buffers/any layout of input memory is read", any_layout_of_input_memory_is_read);
  g_test_add_func ("/buffers/buffers may be laid out in turns", buffers_may_be_laid_out_in_turns);
  g_test_add_func ("/buffers/rows may be missing in turns", rows_may_be_missing_in_turns);
  g_test_add_func ("/buffers/read-only memory is read", read_only_memory_is_read);
  g_test_add_func (
      "/buffers/any layout of output memory is written", any_layout_of_output_memory_is_written);
  g_test_add_func ("/buffers/output starts where rows are fast", output_starts_where_rows_are_fast);
  g_test_add_func ("/buffers/rows are not padded", rows_are_not_padded);
  g_test_add_func ("/buffers/upstream is offered video meta and a pool",
      upstream_is_offered_video_meta_and_a_pool);
  g_test_add_func ("/buffers/allocation passes through", allocation_passes_through);
  g_test_add_func ("/buffers/metas follow their tags", metas_follow_their_tags);
  g_test_add_func ("/buffers/regions of interest are scaled", regions_of_interest_are_scaled);
  g_test_add_func ("/buffers/overlays are scaled", overlays_are_scaled);
  return g_test_run ();
}
