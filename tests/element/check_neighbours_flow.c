/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Stock elements in front of alignscale and behind it that cut nothing out by metas. In front: what
 * comes out is a resize of what they give to a neighbour that is not ours. Behind: they make of our
 * frames what they make of plain frames with the same pixels. */
#include "neighbours.h"

#define EXACT " arithmetic=float "

#define CAPS(fields) "video/x-raw,framerate=25/1,pixel-aspect-ratio=1/1," fields
#define ENLARGED EXACT "! video/x-raw,width=99,height=77"

static const Row fronts[] = {
  { "videobox", CAPS ("format=I420,width=48,height=36"),
      "videobox left=-11 right=-6 top=-5 bottom=3", ENLARGED, { 0 } },
  { "videobox with alpha", CAPS ("format=AYUV,width=45,height=31"),
      "videobox left=7 right=-6 top=-5 bottom=3 border-alpha=0.5 fill=blue", ENLARGED, { 0 } },
  { "videobox in grey", CAPS ("format=GRAY8,width=45,height=31"), "videobox left=-1 top=-1",
      "method=nearest-exact ! video/x-raw,width=92,height=64", { .nearest = TRUE } },
  { "videoflip", CAPS ("format=I420,width=45,height=31"), "videoflip video-direction=90r", ENLARGED,
      { 0 } },
  { "videoflip of packed pixels", CAPS ("format=RGB,width=45,height=31"),
      "videoflip video-direction=180", ENLARGED, { 0 } },
  { "videoflip to borders", CAPS ("format=NV12,width=48,height=36"),
      "videoflip video-direction=90r",
      "add-borders=true" EXACT "! video/x-raw,width=96,height=96,pixel-aspect-ratio=1/1",
      { .picture = { 12, 0, 72, 96 } } },
  { "videorate", CAPS ("format=I420,width=45,height=31"), "videorate ! video/x-raw,framerate=50/1",
      ENLARGED, { 0 } },
  { "videorate that drops", CAPS ("format=I420,width=45,height=31"),
      "videorate ! video/x-raw,framerate=10/1", ENLARGED, { 0 } },
  { "imagefreeze", CAPS ("format=I420,width=45,height=31"), "imagefreeze num-buffers=4", ENLARGED,
      { 0 } },
  { "imagefreeze of what is not scaled", CAPS ("format=RGB,width=45,height=31"),
      "imagefreeze num-buffers=4", "", { 0 } },
  { "compositor", CAPS ("format=I420,width=48,height=36"),
      "compositor background=black ! video/x-raw,width=80,height=60", ENLARGED, { 0 } },
  { "videoconvert", CAPS ("format=I420,width=45,height=31"),
      "videoconvert ! video/x-raw,format=BGRx", ENLARGED, { .off = 0.51 } },
  { "videoscale", CAPS ("format=NV12,width=45,height=31"),
      "videoscale ! video/x-raw,width=33,height=50,pixel-aspect-ratio=1/1", ENLARGED, { 0 } },
  { "videobalance", CAPS ("format=Y42B,width=45,height=31"), "videobalance hue=0.3 contrast=0.5",
      ENLARGED, { 0 } },
  { "gamma", CAPS ("format=NV12,width=45,height=31"), "gamma gamma=0.5", ENLARGED, { 0 } },
  { "alpha", CAPS ("format=AYUV,width=45,height=31"), "alpha alpha=0.5", ENLARGED, { 0 } },
  { "queue2", CAPS ("format=YUY2,width=45,height=31"), "queue2", ENLARGED, { 0 } },
  { "textoverlay", CAPS ("format=I420,width=90,height=62"), "textoverlay text=A font-desc=Sans,20",
      ENLARGED, { 0 } },
  { "timeoverlay", CAPS ("format=NV12,width=90,height=62"), "timeoverlay", ENLARGED, { 0 } },
};

static const Row backs[] = {
  { "videoflip", CAPS ("format=I420,width=48,height=36"), "videoflip video-direction=90r",
      EXACT "! video/x-raw,width=35,height=27", { 0 } },
  { "videobox", CAPS ("format=I420,width=48,height=36"), "videobox left=-4 top=6",
      EXACT "! video/x-raw,width=35,height=27", { 0 } },
  { "videocrop", CAPS ("format=NV12,width=48,height=36"), "videocrop left=5 top=6",
      EXACT "! video/x-raw,width=35,height=27", { 0 } },
  { "videorate", CAPS ("format=RGB,width=48,height=36"), "videorate ! video/x-raw,framerate=50/1",
      EXACT "! video/x-raw,width=35,height=27", { 0 } },
  { "imagefreeze", CAPS ("format=RGB,width=48,height=36"), "imagefreeze num-buffers=3",
      EXACT "! video/x-raw,width=35,height=27", { 0 } },
  { "compositor", CAPS ("format=I420,width=48,height=36"),
      "compositor background=white ! video/x-raw,width=90,height=70",
      EXACT "! video/x-raw,width=35,height=27", { 0 } },
  { "videoscale", CAPS ("format=NV12,width=48,height=36"),
      "videoscale ! video/x-raw,width=64,height=64,pixel-aspect-ratio=1/1",
      EXACT "! video/x-raw,width=35,height=27", { 0 } },
  { "videoconvert", CAPS ("format=Y42B,width=48,height=36"),
      "videoconvert ! video/x-raw,format=RGBA", EXACT "! video/x-raw,width=35,height=27", { 0 } },
  { "textoverlay", CAPS ("format=I420,width=48,height=36"), "textoverlay text=A font-desc=Sans,20",
      EXACT "! video/x-raw,width=135,height=77", { 0 } },
  { "pngenc", CAPS ("format=RGB,width=48,height=36"), "pngenc",
      EXACT "! video/x-raw,width=35,height=27", { 0 } },
  /* these three also encode what is in memory behind a row */
  { "jpegenc", CAPS ("format=I420,width=48,height=36"), "jpegenc",
      EXACT "! video/x-raw,width=64,height=32", { 0 } },
  { "jpegenc of packed pixels", CAPS ("format=RGB,width=48,height=36"), "jpegenc",
      EXACT "! video/x-raw,width=64,height=32", { 0 } },
  { "y4menc", CAPS ("format=I420,width=48,height=36"), "y4menc",
      EXACT "! video/x-raw,width=40,height=26", { 0 } },
  { "theoraenc", CAPS ("format=I420,width=48,height=36"), "theoraenc quality=63",
      EXACT "! video/x-raw,width=35,height=27", { 0 } },
  { "vp8enc", CAPS ("format=I420,width=48,height=36"), "vp8enc deadline=1 threads=1",
      EXACT "! video/x-raw,width=35,height=27", { 0 } },
  { "x264enc", CAPS ("format=I420,width=48,height=36"), "x264enc threads=1",
      EXACT "! video/x-raw,width=36,height=28,pixel-aspect-ratio=1/1", { 0 } },
};

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  add_rows ("flow/in front", fronts, G_N_ELEMENTS (fronts), is_resized_behind);
  add_rows ("flow/behind", backs, G_N_ELEMENTS (backs), is_taken_behind);
  return g_test_run ();
}
