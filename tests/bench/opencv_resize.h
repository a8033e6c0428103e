/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef BENCH_OPENCV_RESIZE_H
#define BENCH_OPENCV_RESIZE_H

/* OpenCV has no C interface for this any more: the one call that needs C++. */

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  void *data;
  int width, height, stride, components;
  int sample_size; /* bytes: 1 or 2 */
} BenchImage;

/* interpolation: the value of one of cv::InterpolationFlags. */
void bench_opencv_resize (const BenchImage *src, const BenchImage *dst, int interpolation);

void bench_opencv_set_threads (int n_threads);

const char *bench_opencv_version (void);

#ifdef __cplusplus
}
#endif

#endif
