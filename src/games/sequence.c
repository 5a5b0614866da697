/* Sequences are numbered set by set, in the order in which the player's sets appear in
 * the tree. Whoever has perfect recall has met a set's earlier ones on the way to its
 * first node, so every set comes after those that lead to it, and what has to go from
 * the end of play to its beginning goes through the sets backwards.
 *
 * Chance is folded into the cells: of all ends of play where two sequences meet, what
 * the players get there times the probability of what chance has done. A tree has as
 * many ends as it has, so the matrix of payoffs is sparse however many strategies
 * there are. */
#include "games/sequence.h"

#include "base/sort.h"

#include <math.h>
#include <string.h>

const char *dt_sequences_why_not(const dt_game *game)
{
    if (game->n_players != 2)
        return "the game does not have two players";
    if (!dt_game_has_recall(game, NULL))
        return "a player does not remember what it knew or did: there are no sequences";
    return NULL;
}

/* ---- Sequences ----------------------------------------------------------------- */

static void count_sequences(const dt_game *game, uint32_t i, dt_side *side)
{
    side->n_sequences = side->n_forks = 1;
    for (uint32_t h = 0; h < game->n_sets; h++)
        if (game->sets[h].player == i && game->sets[h].n_members > 0) {
            side->n_sequences += game->sets[h].n_actions;
            side->n_forks++;
        }
}

static bool make_room(const dt_game *game, dt_arena *arena, dt_side *side)
{
    side->forks = dt_arena_array(arena, dt_fork, side->n_forks);
    side->action = dt_arena_array(arena, uint32_t, side->n_sequences);
    side->fork = dt_arena_array(arena, uint32_t, side->n_sequences);
    side->length = dt_arena_array(arena, uint32_t, side->n_sequences);
    side->at = dt_arena_array(arena, uint32_t, game->n_nodes);
    side->of = dt_arena_array(arena, uint32_t, game->n_actions);
    return side->forks && side->action && side->fork && side->length && side->at &&
           side->of;
}

/* The next set of the side: its sequences follow those of the sets before it. */
static void open_fork(const dt_game *game, uint32_t h, dt_side *side, uint32_t f)
{
    const dt_set *const set = &game->sets[h];
    const dt_fork *const last = &side->forks[f - 1];
    const dt_fork fork = {h, side->at[set->members[0]], last->first + last->n,
                          set->n_actions};
    side->forks[f] = fork;
    for (uint32_t k = 0; k < fork.n; k++) {
        const uint32_t s = fork.first + k;
        side->action[s] = set->first_action + k;
        side->fork[s] = f;
        side->length[s] = side->length[fork.before] + 1;
        side->of[side->action[s]] = s;
    }
    if (side->length[fork.first] > side->longest)
        side->longest = side->length[fork.first];
}

/* Through the tree with one side's eyes. */
static void follow(const dt_game *game, uint32_t i, dt_side *side)
{
    uint32_t f = 1;
    side->forks[0] = (dt_fork){DT_NONE, 0, 0, 1};
    side->action[0] = DT_NONE;
    for (uint32_t n = 0; n < game->n_nodes; n++) {
        const dt_game_node *const node = &game->nodes[n];
        if (n > 0) {
            const uint32_t mover = game->sets[game->actions[node->action].set].player;
            side->at[n] = mover == i ? side->of[node->action] : side->at[node->parent];
        }
        if (node->set != DT_NONE && game->sets[node->set].player == i &&
            game->sets[node->set].members[0] == n)
            open_fork(game, node->set, side, f++);
    }
}

static bool weigh_chance(const dt_game *game, dt_arena *arena, double **chance)
{
    double *const c = dt_arena_array(arena, double, game->n_nodes);
    *chance = c;
    if (!c)
        return false;
    c[0] = 1;
    for (uint32_t n = 1; n < game->n_nodes; n++) {
        const dt_action *const action = &game->actions[game->nodes[n].action];
        const bool drawn = game->sets[action->set].player == DT_CHANCE;
        c[n] = c[game->nodes[n].parent] * (drawn ? action->chance.value : 1);
    }
    return true;
}

/* ---- Cells --------------------------------------------------------------------- */

static void add_end(dt_sequences *form, uint32_t node)
{
    const uint32_t row = form->side[0].at[node], column = form->side[1].at[node];
    const double *const payoff = dt_payoff_at(form->game, node);
    const double chance = form->chance[node];
    dt_cell *last = form->n_cells ? &form->cells[form->n_cells - 1] : NULL;
    if (!last || last->row != row || last->column != column) {
        last = &form->cells[form->n_cells++];
        *last = (dt_cell){row, column, {0, 0}};
    }
    last->payoff[0] += chance * payoff[0];
    last->payoff[1] += chance * payoff[1];
}

static dt_status fill_cells(dt_sequences *form, dt_arena *arena, dt_error *err)
{
    const dt_game *const game = form->game;
    dt_arena scratch = {0};
    dt_keyed *const ends = dt_arena_array(&scratch, dt_keyed, game->n_nodes);
    dt_keyed *const room = dt_arena_array(&scratch, dt_keyed, game->n_nodes);
    uint32_t n_ends = 0;
    for (uint32_t n = 0; ends && n < game->n_nodes; n++)
        if (dt_is_terminal(game, n))
            ends[n_ends++] = (dt_keyed){
                (uint64_t)form->side[0].at[n] << 32 | form->side[1].at[n], n};
    form->cells = dt_arena_array(arena, dt_cell, n_ends);
    const bool ready = ends && room && form->cells;
    if (ready) {
        dt_sort_keyed(ends, room, n_ends);
        for (uint32_t k = 0; k < n_ends; k++)
            add_end(form, ends[k].value);
    }
    dt_arena_release(&scratch);
    return ready ? DT_OK : dt_fail_memory(err);
}

dt_status dt_sequences_new(const dt_game *game, dt_arena *arena, dt_sequences *form,
                           dt_error *err)
{
    *form = (dt_sequences){.game = game};
    for (uint32_t i = 0; i < 2; i++) {
        count_sequences(game, i, &form->side[i]);
        if (!make_room(game, arena, &form->side[i]))
            return dt_fail_memory(err);
        follow(game, i, &form->side[i]);
    }
    if (!weigh_chance(game, arena, &form->chance))
        return dt_fail_memory(err);
    return fill_cells(form, arena, err);
}

/* ---- Plans --------------------------------------------------------------------- */

void dt_sequences_plan(const dt_sequences *form, uint32_t i, const double *p,
                       double *plan)
{
    const dt_side *const side = &form->side[i];
    plan[0] = 1;
    for (uint32_t s = 1; s < side->n_sequences; s++)
        plan[s] = plan[side->forks[side->fork[s]].before] * p[side->action[s]];
}

void dt_sequences_gain(const dt_sequences *form, uint32_t i, const double *other,
                       double *gain)
{
    memset(gain, 0, form->side[i].n_sequences * sizeof *gain);
    for (uint32_t c = 0; c < form->n_cells; c++) {
        const dt_cell *const cell = &form->cells[c];
        const uint32_t mine = i ? cell->column : cell->row;
        const uint32_t its = i ? cell->row : cell->column;
        gain[mine] += cell->payoff[i] * other[its];
    }
}

static double best_of(const dt_fork *fork, const double *worth)
{
    double best = worth[fork->first];
    for (uint32_t k = 1; k < fork->n; k++)
        best = fmax(best, worth[fork->first + k]);
    return best;
}

void dt_sequences_worth(const dt_sequences *form, uint32_t i, const double *gain,
                        double *worth)
{
    const dt_side *const side = &form->side[i];
    memcpy(worth, gain, side->n_sequences * sizeof *worth);
    for (uint32_t f = side->n_forks; f-- > 1;)
        worth[side->forks[f].before] += best_of(&side->forks[f], worth);
}

void dt_sequences_behave(const dt_sequences *form, uint32_t i, const double *plan,
                         double *p)
{
    const dt_side *const side = &form->side[i];
    for (uint32_t f = 1; f < side->n_forks; f++) {
        const dt_fork fork = side->forks[f];
        double sum = 0;
        for (uint32_t k = 0; k < fork.n; k++)
            sum += plan[fork.first + k];
        for (uint32_t k = 0; k < fork.n; k++)
            p[side->action[fork.first + k]] =
                sum > 0 ? plan[fork.first + k] / sum : 1.0 / fork.n;
    }
}

/* ---- How good ------------------------------------------------------------------ */

/* What is missing for it to be a plan. */
static double lack(const dt_side *side, const double *plan)
{
    double worst = fabs(plan[0] - 1);
    for (uint32_t f = 1; f < side->n_forks; f++) {
        const dt_fork *const fork = &side->forks[f];
        double sum = -plan[fork->before];
        for (uint32_t k = 0; k < fork->n; k++) {
            sum += plan[fork->first + k];
            worst = fmax(worst, -plan[fork->first + k]);
        }
        worst = fmax(worst, fabs(sum));
    }
    return worst;
}

/* What a best reply would gain, and what is done though it falls behind. */
static double regret(const dt_side *side, const double *plan, const double *gain,
                     const double *worth, double range)
{
    double got = 0, worst = 0;
    for (uint32_t s = 0; s < side->n_sequences; s++)
        got += plan[s] * gain[s];
    for (uint32_t f = 1; f < side->n_forks; f++) {
        const double best = best_of(&side->forks[f], worth);
        for (uint32_t k = 0; k < side->forks[f].n; k++) {
            const uint32_t s = side->forks[f].first + k;
            worst = fmax(worst, fmin(plan[s], (best - worth[s]) / range));
        }
    }
    return fmax(worst, (worth[0] - got) / range);
}

double dt_sequences_residual(const dt_sequences *form, double *const plan[2],
                             dt_arena *scratch)
{
    double worst = 0;
    for (uint32_t i = 0; i < 2; i++) {
        const dt_side *const side = &form->side[i];
        double *const gain = dt_arena_array(scratch, double, side->n_sequences);
        double *const worth = dt_arena_array(scratch, double, side->n_sequences);
        if (!gain || !worth)
            return NAN;
        dt_sequences_gain(form, i, plan[1 - i], gain);
        dt_sequences_worth(form, i, gain, worth);
        worst = fmax(worst, lack(side, plan[i]));
        worst = fmax(worst, regret(side, plan[i], gain, worth, form->game->width[i]));
    }
    return worst;
}
