/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "opencv_resize.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

static cv::Mat
matrix (const BenchImage *image)
{
  return cv::Mat (image->height, image->width,
      CV_MAKETYPE (image->sample_size > 1 ? CV_16U : CV_8U, image->components), image->data,
      static_cast<size_t> (image->stride));
}

void
bench_opencv_resize (const BenchImage *src, const BenchImage *dst, int interpolation)
{
  cv::Mat destination = matrix (dst);

  cv::resize (matrix (src), destination, destination.size (), 0, 0, interpolation);
}

void
bench_opencv_set_threads (int n_threads)
{
  cv::setNumThreads (n_threads);
}

const char *
bench_opencv_version (void)
{
  return CV_VERSION;
}
