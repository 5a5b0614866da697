/* What a game is made of, before it is one: scenes and guises (intentions/staging.h).
 */
#ifndef DT_INTENTIONS_SCENES_H
#define DT_INTENTIONS_SCENES_H

#include "intentions/staging.h"

/* Find the scenes of a plot, or say in `why` that there are too many. DT_OK,
 * DT_ESTOPPED, DT_ENOMEM. */
dt_status dt_scenes_write(const dt_plot *plot, const dt_cast_list *list,
                          dt_arena *arena, dt_staging *staging, dt_error *err);

/* Find the guises, and the players, of a staging that has its scenes. DT_OK or
 * DT_ENOMEM. */
dt_status dt_guises_find(const dt_cast_list *list, dt_arena *arena, dt_staging *staging,
                         dt_error *err);

/* Say that the game would be too large. */
void dt_staging_refuse(dt_staging *staging);

/* How likely, as a decimal, the move to a scene is stated to be for a type of the actor
 * that makes it. */
int64_t dt_scene_stated(const dt_staging *staging, uint32_t scene, uint32_t type);

#endif
