/* A game for a test, and what is answered of it. */
#ifndef DT_SUPPORT_PLAYED_H
#define DT_SUPPORT_PLAYED_H

#include <detente/equilibrium.h>

/* A game from the text of an `.efg` file; the test fails when it is not sound. The
 * caller's: dt_game_free(). */
dt_game *played_text(const char *text);

/* One method's answer; the test fails when the game can't be asked. The caller's:
 * dt_play_free(). */
dt_play *played_by(const dt_game *game, dt_method method,
                   const dt_game_question *question);

/* Two numbers that differ by no more than that; cmocka compares floats only. */
#define assert_near(x, wanted, within)                                                 \
    played_near((x), (wanted), (within), __FILE__, __LINE__)
void played_near(double x, double wanted, double within, const char *file, int line);

#endif
