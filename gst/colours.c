/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "colours.h"

#include "element.h"

/* GStreamer's defaults change above the lines of PAL. */
#define MAX_SD_HEIGHT 576

/* ---- what a spelling means ---- */

static gboolean
is_subsampled (const GstVideoFormatInfo *format)
{
  return GST_VIDEO_FORMAT_INFO_IS_YUV (format)
         && (GST_VIDEO_FORMAT_INFO_W_SUB (format, 1) > 0
             || GST_VIDEO_FORMAT_INFO_H_SUB (format, 1) > 0);
}

static GstVideoColorimetry
default_colorimetry (const GstVideoFormatInfo *format, gint height)
{
  GstVideoInfo info;

  /* one column: frames of many may be more than the library can describe */
  if (!gst_video_info_set_format (&info, GST_VIDEO_FORMAT_INFO_FORMAT (format), 1, (guint) height))
    gst_video_info_init (&info);
  return info.colorimetry;
}

/* False where nothing of it is known; NULL is a missing field. */
static gboolean
parse_colorimetry (
    GstVideoColorimetry *colorimetry, const GstVideoFormatInfo *format, const gchar *spelling)
{
  return spelling != NULL && gst_video_colorimetry_from_string (colorimetry, spelling)
         && (GST_VIDEO_FORMAT_INFO_IS_RGB (format)
             || colorimetry->matrix != GST_VIDEO_COLOR_MATRIX_RGB);
}

static GstVideoColorimetry
read_colorimetry (const GstVideoFormatInfo *format, gint height, const gchar *spelling)
{
  const GstVideoColorimetry missing = default_colorimetry (format, height);
  GstVideoColorimetry result;

  if (!parse_colorimetry (&result, format, spelling))
    return missing;
  if (result.range == GST_VIDEO_COLOR_RANGE_UNKNOWN)
    result.range = missing.range;
  if (result.matrix == GST_VIDEO_COLOR_MATRIX_UNKNOWN || GST_VIDEO_FORMAT_INFO_IS_RGB (format))
    result.matrix = missing.matrix;
  if (result.transfer == GST_VIDEO_TRANSFER_UNKNOWN)
    result.transfer = missing.transfer;
  if (result.primaries == GST_VIDEO_COLOR_PRIMARIES_UNKNOWN)
    result.primaries = missing.primaries;
  return result;
}

/* GStreamer's rule, which its release 1.26 does not follow: it leaves the siting unknown. */
static GstVideoChromaSite
default_chroma_site (const GstVideoFormatInfo *format, gint height)
{
  if (!is_subsampled (format))
    return GST_VIDEO_CHROMA_SITE_UNKNOWN;
  return height > MAX_SD_HEIGHT ? GST_VIDEO_CHROMA_SITE_MPEG2 : GST_VIDEO_CHROMA_SITE_JPEG;
}

static GstVideoChromaSite
read_chroma_site (const GstVideoFormatInfo *format, gint height, const gchar *spelling)
{
  const GstVideoChromaSite site = spelling != NULL ? gst_video_chroma_site_from_string (spelling)
                                                   : GST_VIDEO_CHROMA_SITE_UNKNOWN;

  return site != GST_VIDEO_CHROMA_SITE_UNKNOWN ? site : default_chroma_site (format, height);
}

void
gst_align_scale_colours_read (GstVideoInfo *info, const GstStructure *structure)
{
  info->colorimetry = read_colorimetry (
      info->finfo, info->height, gst_structure_get_string (structure, "colorimetry"));
  info->chroma_site = read_chroma_site (
      info->finfo, info->height, gst_structure_get_string (structure, "chroma-site"));
}

/* What a spelling, NULL for a missing one, means at a height: in the library's spelling, all of
 * whose parts are known. NULL where that is unknown, too. Free with g_free. */
typedef gchar *(*Meaning) (const GstVideoFormatInfo *format, gint height, const gchar *spelling);

static gchar *
colorimetry_meaning (const GstVideoFormatInfo *format, gint height, const gchar *spelling)
{
  const GstVideoColorimetry colorimetry = read_colorimetry (format, height, spelling);

  return gst_video_colorimetry_to_string (&colorimetry);
}

static gchar *
chroma_site_meaning (const GstVideoFormatInfo *format, gint height, const gchar *spelling)
{
  return gst_video_chroma_site_to_string (read_chroma_site (format, height, spelling));
}

/* ---- the spellings of a field: a string or a list of them ---- */

static guint
n_spellings (const GValue *choice)
{
  if (choice == NULL)
    return 0;
  return GST_VALUE_HOLDS_LIST (choice) ? gst_value_list_get_size (choice) : 1;
}

/* NULL where it is no string. */
static const gchar *
spelling_at (const GValue *choice, guint i)
{
  if (GST_VALUE_HOLDS_LIST (choice))
    choice = gst_value_list_get_value (choice, i);
  return G_VALUE_HOLDS_STRING (choice) ? g_value_get_string (choice) : NULL;
}

static gboolean
is_among (const GValue *list, const gchar *spelling)
{
  for (guint i = 0; i < n_spellings (list); i++) {
    if (g_strcmp0 (spelling_at (list, i), spelling) == 0)
      return TRUE;
  }
  return FALSE;
}

/* ---- keeping it ---- */

/* One of the two fields as it has to be in the output. */
typedef struct {
  const gchar *field;
  Meaning meaning;
  const GstVideoFormatInfo *format;
  gint height;        /* of the output */
  const gchar *own;   /* the input's spelling; NULL: it is missing there */
  const gchar *meant; /* by the input */
  gboolean may_stay;  /* the numbers mean the same if `own` stays, at any height */
} Wanted;

static gboolean
is_wanted (const Wanted *wanted, const gchar *spelling)
{
  g_autofree gchar *meaning = wanted->meaning (wanted->format, wanted->height, spelling);

  return g_strcmp0 (meaning, wanted->meant) == 0;
}

/* The first spelling in `choice` that means what is wanted; else, if it is offered, the own one if
 * it may stay; or NULL. */
static const gchar *
find_spelling (const Wanted *wanted, const GValue *choice)
{
  for (guint i = 0; i < n_spellings (choice); i++) {
    const gchar *spelling = spelling_at (choice, i);

    if (spelling != NULL && is_wanted (wanted, spelling))
      return spelling;
  }
  return wanted->may_stay && is_among (choice, wanted->own) ? wanted->own : NULL;
}

/* A spelling, and what it means where it does not say it in full. Free with g_free. */
static gchar *
describe (const gchar *spelling, const gchar *meaning)
{
  if (spelling == NULL || g_strcmp0 (spelling, meaning) == 0)
    return g_strdup (meaning != NULL ? meaning : "unknown");
  return g_strdup_printf ("%s (%s at its height)", spelling, meaning != NULL ? meaning : "unknown");
}

static gchar *
refusal (const Wanted *wanted, const GValue *choice)
{
  g_autofree gchar *own = describe (wanted->own, wanted->meant);
  g_autofree gchar *meaning = NULL, *demanded = NULL;

  if (G_VALUE_HOLDS_STRING (choice)) {
    meaning = wanted->meaning (wanted->format, wanted->height, g_value_get_string (choice));
    demanded = describe (g_value_get_string (choice), meaning);
  } else {
    demanded = gst_value_serialize (choice);
  }
  return g_strdup_printf ("The input's %s is %s but downstream asks for %s. "
                          "Scaling does not change colours: put a videoconvert element behind "
                          "this one.",
      wanted->field, own, demanded);
}

static gboolean
keep_field (GstStructure *structure, const Wanted *wanted, gchar **message)
{
  const GValue *choice = gst_structure_get_value (structure, wanted->field);
  g_autofree gchar *spelling = NULL;
  const gchar *found;

  if (choice == NULL)
    found = is_wanted (wanted, wanted->own) ? wanted->own : wanted->meant;
  else
    found = find_spelling (wanted, choice);
  if (found == NULL && choice != NULL) {
    *message = refusal (wanted, choice);
    return FALSE;
  }
  if (found == NULL)
    return TRUE;
  /* a copy: it may live in the field that is about to be replaced */
  spelling = g_strdup (found);
  gst_structure_set (structure, wanted->field, G_TYPE_STRING, spelling, NULL);
  return TRUE;
}

/* The numbers of samples are range and matrix. Downstream may insist on "1:4:0:0", which is what
 * jpegdec says. */
static gboolean
names_numbers (const GstVideoFormatInfo *format, const gchar *spelling)
{
  GstVideoColorimetry colorimetry;

  return parse_colorimetry (&colorimetry, format, spelling)
         && colorimetry.range != GST_VIDEO_COLOR_RANGE_UNKNOWN
         && colorimetry.matrix != GST_VIDEO_COLOR_MATRIX_UNKNOWN;
}

/* Keeps what one field of fixed `caps` of this format and height means. */
static gboolean
keep (GstStructure *structure, const gchar *field, Meaning meaning, GstCaps *caps,
    const GstVideoInfo *from, gchar **message)
{
  const gchar *own = gst_structure_get_string (gst_caps_get_structure (caps, 0), field);
  g_autofree gchar *meant = meaning (from->finfo, from->height, own);
  Wanted wanted = {
    .field = field,
    .meaning = meaning,
    .format = from->finfo,
    .height = from->height,
    .own = own,
    .meant = meant,
    .may_stay = meaning == colorimetry_meaning && names_numbers (from->finfo, own),
  };

  gst_structure_get_int (structure, "height", &wanted.height);
  return keep_field (structure, &wanted, message);
}

gboolean
gst_align_scale_colours_keep (
    GstStructure *structure, GstCaps *caps, const GstVideoInfo *from, gchar **message)
{
  if (!keep (structure, "colorimetry", colorimetry_meaning, caps, from, message))
    return FALSE;
  return !is_subsampled (from->finfo)
         || keep (structure, "chroma-site", chroma_site_meaning, caps, from, message);
}

/* ---- what the other side may say ---- */

/* Formats differ in their defaults only by whether they are YUV; of many that is the one whose
 * defaults depend on the height. */
static const GstVideoFormatInfo *
format_of (const GstStructure *structure)
{
  const gchar *name = gst_structure_get_string (structure, "format");
  const GstVideoFormat format =
      name != NULL ? gst_video_format_from_string (name) : GST_VIDEO_FORMAT_UNKNOWN;

  return gst_video_format_get_info (
      format != GST_VIDEO_FORMAT_UNKNOWN ? format : GST_VIDEO_FORMAT_I420);
}

/* Heights that stand for all those of a structure. */
static void
typical_heights (const GstStructure *structure, gint heights[2])
{
  heights[0] = 1;
  heights[1] = MAX_SD_HEIGHT + 1;
  if (gst_structure_get_int (structure, "height", &heights[0]))
    heights[1] = heights[0];
}

static void
add_spelling (GValue *list, const gchar *spelling)
{
  if (spelling != NULL && !is_among (list, spelling))
    gst_align_scale_append_string (list, spelling);
}

/* True where the height decides what it means. */
static gboolean
depends_on_height (const GstVideoFormatInfo *format, const gchar *spelling)
{
  const GstVideoColorimetry low = read_colorimetry (format, 1, spelling);
  const GstVideoColorimetry high = read_colorimetry (format, MAX_SD_HEIGHT + 1, spelling);

  return spelling != NULL && !gst_video_colorimetry_is_equal (&low, &high);
}

/* Adds what a spelling means at a height, in full; or, the other way round, the spelling if that is
 * listed. */
static void
add_meaning (GValue *list, const GstVideoFormatInfo *format, gint height, const gchar *spelling,
    gboolean backwards)
{
  g_autofree gchar *meaning = colorimetry_meaning (format, height, spelling);

  if (!backwards)
    add_spelling (list, meaning);
  else if (is_among (list, meaning))
    add_spelling (list, spelling);
}

static void
add_meanings (GValue *list, const GstStructure *structure, gboolean backwards)
{
  const GstVideoFormatInfo *format = format_of (structure);
  const GValue *choice = gst_structure_get_value (structure, "colorimetry");
  gint heights[2];

  typical_heights (structure, heights);
  for (guint i = 0; i < n_spellings (choice); i++) {
    const gchar *spelling = spelling_at (choice, i);

    if (!depends_on_height (format, spelling))
      continue;
    for (guint k = 0; k < G_N_ELEMENTS (heights); k++)
      add_meaning (list, format, heights[k], spelling, backwards);
  }
}

void
gst_align_scale_colours_open (GstStructure *structure, const GstCaps *filter)
{
  const GValue *choice = gst_structure_get_value (structure, "colorimetry");
  GValue list = G_VALUE_INIT;

  if (choice == NULL)
    return;
  gst_value_list_init (&list, n_spellings (choice));
  for (guint i = 0; i < n_spellings (choice); i++)
    add_spelling (&list, spelling_at (choice, i));
  add_meanings (&list, structure, FALSE);
  for (guint i = 0; filter != NULL && i < gst_caps_get_size (filter); i++)
    add_meanings (&list, gst_caps_get_structure (filter, i), TRUE);
  if (n_spellings (&list) > n_spellings (choice))
    gst_structure_take_value (structure, "colorimetry", &list);
  else
    g_value_unset (&list);
}
