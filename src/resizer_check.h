/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_RESIZER_CHECK_H
#define RSZ_RESIZER_CHECK_H

#include "resizer.h"

/* True where every number of the spec is in its range and they go together. Else writes a sentence
 * for a person to message[RSZ_MESSAGE_SIZE]. Nothing is computed of a number before its range is known. */
bool rsz_resizer_check (const RszSpec *spec, char *message);

#endif
