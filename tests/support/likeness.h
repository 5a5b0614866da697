/* Whether two games are one and the same. */
#ifndef DT_SUPPORT_LIKENESS_H
#define DT_SUPPORT_LIKENESS_H

#include "games/game.h"

/* What differs first, in a few words; NULL when nothing does. Numbers must be written
 * alike. */
const char *game_difference(const dt_game *a, const dt_game *b);

#endif
