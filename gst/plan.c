/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan.h"

#include "format.h"
#include "pictures.h"
#include "tensor.h"

#define DESCRIPTION_SIZE 4096

/* A field without rows is none: such pictures are scaled as progressive ones. */
static gboolean
can_have (const GstVideoInfo *in, const GstAlignScaleFraming *framing, GstAlignScaleContent content)
{
  return gst_align_scale_content_is_possible (content, GST_VIDEO_INFO_INTERLACE_MODE (in),
      framing->source.h > 1 && framing->resized.h > 1 && framing->picture.h > 1);
}

gboolean
gst_align_scale_plan_check (const GstVideoInfo *in, const GstVideoInfo *out,
    const GstAlignScaleSettings *settings, gchar *message)
{
  const gchar *refusal = settings->is_tensor ? gst_align_scale_tensor_refuse (in, out)
                                             : gst_align_scale_pictures_refuse (in, out);
  GstAlignScaleFormat format;

  if (!gst_align_scale_format_init (&format, in->finfo)) {
    g_snprintf (message, RSZ_MESSAGE_SIZE, "Format %s cannot be scaled.", GST_VIDEO_INFO_NAME (in));
    return FALSE;
  }
  if (!gst_align_scale_format_check (in->finfo, settings, message))
    return FALSE;
  if (refusal != NULL) {
    g_strlcpy (message, refusal, RSZ_MESSAGE_SIZE);
    return FALSE;
  }
  if (gst_align_scale_pictures_size (in) > 0 && gst_align_scale_pictures_size (out) > 0)
    return TRUE;
  g_snprintf (message, RSZ_MESSAGE_SIZE,
      "Buffers of so many pictures cannot be scaled: there may be up to %d views and 4 GB in one. "
      "Scale the views before they are joined.",
      GST_ALIGN_SCALE_MAX_VIEWS);
  return FALSE;
}

/* Says what the plan is for and what the core is to do for each content, without resizers. Contents
 * that buffers cannot have get no planes. False where the format has no layout. */
static gboolean
describe_work (GstAlignScalePlan *plan, const GstVideoInfo *in, const GstVideoInfo *out,
    const GstAlignScaleFraming *framing, const GstAlignScaleSettings *settings)
{
  GstAlignScaleFormat format;

  *plan = (GstAlignScalePlan){ 0 };
  if (!gst_align_scale_format_init (&format, in->finfo))
    return FALSE;
  gst_align_scale_pictures_info (&plan->in, in);
  plan->in.width = framing->in_width;
  plan->in.height = framing->in_height;
  gst_align_scale_pictures_info (&plan->out, out);
  for (gint i = 0; i < GST_ALIGN_SCALE_N_CONTENTS; i++) {
    const GstAlignScaleContent content = (GstAlignScaleContent) i;

    if (can_have (&plan->in, framing, content))
      gst_align_scale_format_spec (
          &format, &plan->in, &plan->out, framing, settings, content, &plan->by_content[i].spec);
  }
  return TRUE;
}

gboolean
gst_align_scale_plan_is_copy (const GstVideoInfo *in, const GstVideoInfo *out,
    const GstAlignScaleFraming *framing, const GstAlignScaleSettings *settings)
{
  GstAlignScalePlan plan;

  if (!gst_align_scale_framing_is_whole (framing, out) || in->width != out->width
      || in->height != out->height || !describe_work (&plan, in, out, framing, settings))
    return FALSE;
  for (gint i = 0; i < GST_ALIGN_SCALE_N_CONTENTS; i++) {
    const RszSpec *spec = &plan.by_content[i].spec;

    if (spec->n_planes > 0 && !rsz_spec_is_copy (spec))
      return FALSE;
  }
  return TRUE;
}

/* What buffers are mapped with, so that no frame has to ask for memory. */
static gboolean
allocate_frames (const GstAlignScalePlan *plan, GstAlignScaleWork *work, gchar *message)
{
  const gint n_planes = (gint) GST_VIDEO_INFO_N_PLANES (&plan->in);

  work->frames = gst_align_scale_frames_new (&work->spec, n_planes, &work->spec, n_planes);
  if (work->frames == NULL)
    g_snprintf (message, RSZ_MESSAGE_SIZE,
        "There is not enough memory to scale to %dx%d: free some or choose a smaller size.",
        plan->out.width, plan->out.height);
  return work->frames != NULL;
}

gboolean
gst_align_scale_plan_init (GstAlignScalePlan *plan, const GstVideoInfo *in, const GstVideoInfo *out,
    const GstAlignScaleFraming *framing, const GstAlignScaleSettings *settings, gchar *message)
{
  *plan = (GstAlignScalePlan){ 0 };
  if (!gst_align_scale_plan_check (in, out, settings, message)
      || !describe_work (plan, in, out, framing, settings))
    return FALSE;
  plan->n_pictures = gst_align_scale_pictures_count (in);
  plan->n_fields = gst_align_scale_pictures_fields (in);
  for (gint i = 0; i < GST_ALIGN_SCALE_N_CONTENTS; i++) {
    GstAlignScaleWork *work = &plan->by_content[i];

    if (work->spec.n_planes == 0)
      continue;
    work->resizer = rsz_resizer_new (&work->spec, message);
    if (work->resizer == NULL || !allocate_frames (plan, work, message)) {
      gst_align_scale_plan_finish (plan);
      return FALSE;
    }
  }
  return TRUE;
}

/* Buffers are mapped anew: memory may lack other rows of the source. */
static gboolean
move_work (const GstAlignScalePlan *plan, GstAlignScaleWork *work, const RszSpec *spec)
{
  gchar message[RSZ_MESSAGE_SIZE];

  if (!rsz_resizer_move (work->resizer, spec))
    return FALSE;
  work->spec = *spec;
  g_clear_pointer (&work->frames, g_free);
  return allocate_frames (plan, work, message);
}

gboolean
gst_align_scale_plan_move (GstAlignScalePlan *plan, const GstVideoInfo *in, const GstVideoInfo *out,
    const GstAlignScaleFraming *framing, const GstAlignScaleSettings *settings)
{
  GstAlignScalePlan next;

  if (plan->n_pictures == 0 || plan->n_pictures != gst_align_scale_pictures_count (in)
      || plan->n_fields != gst_align_scale_pictures_fields (in)
      || !describe_work (&next, in, out, framing, settings)
      || !gst_video_info_is_equal (&plan->in, &next.in)
      || !gst_video_info_is_equal (&plan->out, &next.out))
    return FALSE;
  for (gint i = 0; i < GST_ALIGN_SCALE_N_CONTENTS; i++) {
    GstAlignScaleWork *work = &plan->by_content[i];
    const RszSpec *spec = &next.by_content[i].spec;

    if ((work->resizer != NULL) != (spec->n_planes > 0)
        || (work->resizer != NULL && !move_work (plan, work, spec)))
      return FALSE;
  }
  return TRUE;
}

static GstAlignScaleContent
content_of (const GstAlignScalePlan *plan, GstBuffer *buffer, gint picture)
{
  gboolean possible[GST_ALIGN_SCALE_N_CONTENTS];

  for (gint i = 0; i < GST_ALIGN_SCALE_N_CONTENTS; i++)
    possible[i] = plan->by_content[i].resizer != NULL;
  return gst_align_scale_content_of (possible, buffer, picture, plan->n_fields);
}

/* The destination of a picture that leaves as a tensor. */
static gboolean
run_tensor (const GstAlignScalePlan *plan, const GstAlignScaleWork *work,
    GstAlignScaleSlices *slices, const GstAlignScaleFrame *source, GstBuffer *out, gchar **message)
{
  GstAlignScaleFrame *destination = &work->frames->out;
  GstMapInfo map;

  if (!gst_align_scale_tensor_map (destination, &work->spec, &plan->out, out, &map, message))
    return FALSE;
  gst_align_scale_slices_run (slices, gst_align_scale_slices_resize, work->resizer,
      work->spec.n_slices, source, destination);
  gst_buffer_unmap (out, &map);
  return TRUE;
}

static gboolean
run_frame (const GstAlignScalePlan *plan, const GstAlignScaleWork *work,
    GstAlignScaleSlices *slices, const GstAlignScaleFrame *source, GstBuffer *out, gint id,
    gchar **message)
{
  GstAlignScaleFrame *destination = &work->frames->out;

  if (!gst_align_scale_frame_map (
          destination, &work->spec, &plan->out, out, id, GST_MAP_WRITE, message))
    return FALSE;
  gst_align_scale_slices_run (slices, gst_align_scale_slices_resize, work->resizer,
      work->spec.n_slices, source, destination);
  gst_align_scale_frame_complete (destination, &work->spec);
  gst_align_scale_frame_unmap (destination);
  return TRUE;
}

static gboolean
run_picture (const GstAlignScalePlan *plan, GstAlignScaleSlices *slices, GstBuffer *in,
    GstBuffer *out, gint picture, gchar **message)
{
  const GstAlignScaleWork *work = &plan->by_content[content_of (plan, in, picture)];
  const gint id = plan->n_pictures > 1 ? picture : -1;
  GstAlignScaleFrame *source = &work->frames->in;
  gboolean done;

  if (!gst_align_scale_frame_map (source, &work->spec, &plan->in, in, id, GST_MAP_READ, message))
    return FALSE;
  done = work->spec.planes[0].tensor.n_channels
             ? run_tensor (plan, work, slices, source, out, message)
             : run_frame (plan, work, slices, source, out, id, message);
  gst_align_scale_frame_unmap (source);
  return done;
}

gboolean
gst_align_scale_plan_run (const GstAlignScalePlan *plan, GstAlignScaleSlices *slices, GstBuffer *in,
    GstBuffer *out, gchar **message)
{
  for (gint picture = 0; picture < plan->n_pictures; picture++) {
    if (!run_picture (plan, slices, in, out, picture, message))
      return FALSE;
  }
  return TRUE;
}

gchar *
gst_align_scale_plan_describe (const GstAlignScalePlan *plan)
{
  static const gchar *const names[] = { "frames", "pairs of fields", "top fields",
    "bottom fields" };
  g_autofree gchar *description = NULL;
  GString *text;

  if (plan->passes)
    return g_strdup ("frames pass as they are\n");
  if (plan->n_pictures == 0)
    return NULL;
  text = g_string_new (NULL);
  description = g_malloc (DESCRIPTION_SIZE);
  for (guint i = 0; i < G_N_ELEMENTS (plan->by_content); i++) {
    const GstAlignScaleWork *work = &plan->by_content[i];

    if (work->resizer == NULL)
      continue;
    rsz_resizer_describe (work->resizer, description, DESCRIPTION_SIZE);
    g_string_append (text, names[i]);
    if (work->spec.n_slices > 1)
      g_string_append_printf (text, " in %d slices", work->spec.n_slices);
    g_string_append_printf (text, ":\n%s", description);
  }
  return g_string_free (text, FALSE);
}

void
gst_align_scale_plan_finish (GstAlignScalePlan *plan)
{
  for (guint i = 0; i < G_N_ELEMENTS (plan->by_content); i++) {
    rsz_resizer_free (plan->by_content[i].resizer);
    g_free (plan->by_content[i].frames);
  }
  *plan = (GstAlignScalePlan){ 0 };
}
