#include <detente/game.h>
bool dt_game_has_recall(const dt_game *game, uint32_t *h);
bool dt_game_has_recall(const dt_game *game, uint32_t *h)
{
    (void)game;
    (void)h;
    return true;
}
