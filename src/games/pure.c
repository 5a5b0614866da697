/* All pure equilibria: sets are given choices one after the other, from the end of the
 * tree upwards, and a partial profile is left as soon as some set's choice cannot be
 * best any more.
 *
 * What can be said when (games/creed.h says what is asked for):
 *
 *  - once all sets below a set have choices, whether *any* belief supports its own: at
 * a set of one node this is backward induction;
 *  - once all sets above it, up to the root of its subgame, have choices too, whether
 *    Bayes' rule decides its beliefs, and then whether its choice is best by them.
 *
 *     order   7 5 6 | 3 4 | 1 2 0      innermost subgames first, in each the sets that
 *                                      lie deepest
 *     due[0]      . . |       .        tests of support that are due after a step
 *     due[1]          .       . .      tests by Bayes' rule
 *
 * The order is fixed, so all tests are put on the steps at which they fall due before
 * the search begins. A subgame is decided when its last set has its choice, whatever
 * comes above it. */
#include "games/creed.h"
#include "games/signalling.h"
#include "games/solvers.h"

#include "base/list.h"

#include <stdio.h>
#include <stdlib.h>

/* More than these are no answer to read. */
enum { MOST = 10000 };
/* A step of dt_game_question::max_steps is so many looks at nodes. */
enum { PER_STEP = 1000 };
/* Of the memory allowed the equilibria may take one part; they are completed later. */
enum { MEMORY_PART = 4 };

/* Sets to be tested after some step: entries first[k] to first[k + 1] - 1 of `set`. */
typedef struct dt_due {
    uint32_t *first, *set;
} dt_due;

typedef struct dt_hunt {
    const dt_task *task;
    const dt_game *game;
    dt_creed creed;
    uint32_t n;      /* sets of players */
    uint32_t *order; /* [n] */
    uint32_t *place; /* [n_sets] in the order; 0 for chance, which has no choice */
    dt_due due[2];
    dt_vigil vigil;
    uint64_t n_tries;     /* choices given to a set */
    uint64_t most_work;   /* tries and looks at nodes together */
    uint64_t most_memory; /* of the task's arena, in bytes */
    dt_list found;        /* of dt_equilibrium */
    const char *why;
} dt_hunt;

/* ---- The order ------------------------------------------------------------------ */

/* Where a set stands: the root of its subgame, and how deep its highest node is. */
typedef struct dt_standing {
    uint32_t root, depth, set;
} dt_standing;

static int compare(uint32_t a, uint32_t b)
{
    return (a < b) - (a > b);
}

static int inner_and_deep_first(const void *left, const void *right)
{
    const dt_standing *const a = left, *const b = right;
    if (a->root != b->root)
        return compare(a->root, b->root);
    if (a->depth != b->depth)
        return compare(a->depth, b->depth);
    return compare(a->set, b->set);
}

static uint32_t depth_of(const dt_game *game, uint32_t h, const uint32_t *depth)
{
    uint32_t least = UINT32_MAX;
    for (uint32_t j = 0; j < game->sets[h].n_members; j++)
        if (depth[game->sets[h].members[j]] < least)
            least = depth[game->sets[h].members[j]];
    return least;
}

static bool put_in_order(dt_hunt *hunt, dt_arena *arena)
{
    const dt_game *const game = hunt->game;
    uint32_t *const depth = dt_arena_array(arena, uint32_t, game->n_nodes);
    dt_standing *const all = dt_arena_array(arena, dt_standing, game->n_sets);
    hunt->order = dt_arena_array(arena, uint32_t, game->n_sets);
    hunt->place = dt_arena_array(arena, uint32_t, game->n_sets);
    if (!depth || !all || !hunt->order || !hunt->place)
        return false;
    for (uint32_t n = 1; n < game->n_nodes; n++)
        depth[n] = depth[game->nodes[n].parent] + 1;
    for (uint32_t h = 0; h < game->n_sets; h++)
        if (game->sets[h].player != DT_CHANCE && game->sets[h].n_members > 0)
            all[hunt->n++] =
                (dt_standing){hunt->creed.root[h], depth_of(game, h, depth), h};
    qsort(all, hunt->n, sizeof *all, inner_and_deep_first);
    for (uint32_t k = 0; k < hunt->n; k++) {
        hunt->order[k] = all[k].set;
        hunt->place[all[k].set] = k;
    }
    return true;
}

/* ---- What is due when ------------------------------------------------------------ */

static uint32_t later(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

/* The last step at which a set at or below each node gets its choice: [n_nodes]. */
static void find_last_below(const dt_hunt *hunt, uint32_t *last)
{
    const dt_game *const game = hunt->game;
    for (uint32_t n = game->n_nodes; n-- > 0;) {
        if (!dt_is_terminal(game, n))
            last[n] = later(last[n], hunt->place[game->nodes[n].set]);
        if (n > 0)
            last[game->nodes[n].parent] = later(last[game->nodes[n].parent], last[n]);
    }
}

/* The last step at which a set above the node, in its subgame, gets its choice. */
static uint32_t last_above(const dt_hunt *hunt, uint32_t node)
{
    const dt_game *const game = hunt->game;
    const uint32_t root = hunt->creed.root[game->nodes[node].set];
    uint32_t last = 0;
    while (node != root) {
        node = game->nodes[node].parent;
        last = later(last, hunt->place[game->nodes[node].set]);
    }
    return last;
}

/* List the sets by the step when[] at which each is due. */
static bool list_due(const dt_hunt *hunt, dt_arena *arena, const uint32_t *when,
                     dt_due *due)
{
    due->first = dt_arena_array(arena, uint32_t, hunt->n + 2);
    due->set = dt_arena_array(arena, uint32_t, hunt->n);
    if (!due->first || !due->set)
        return false;
    for (uint32_t k = 0; k < hunt->n; k++)
        due->first[when[hunt->order[k]] + 2]++;
    for (uint32_t k = 0; k < hunt->n; k++)
        due->first[k + 2] += due->first[k + 1];
    for (uint32_t k = 0; k < hunt->n; k++)
        due->set[due->first[when[hunt->order[k]] + 1]++] = hunt->order[k];
    return true;
}

static bool plan_tests(dt_hunt *hunt, dt_arena *arena)
{
    const dt_game *const game = hunt->game;
    uint32_t *const below = dt_arena_array(arena, uint32_t, game->n_nodes);
    uint32_t *const when[2] = {dt_arena_array(arena, uint32_t, game->n_sets),
                               dt_arena_array(arena, uint32_t, game->n_sets)};
    if (!below || !when[0] || !when[1])
        return false;
    find_last_below(hunt, below);
    for (uint32_t k = 0; k < hunt->n; k++) {
        const dt_set *const set = &game->sets[hunt->order[k]];
        uint32_t down = 0, up = 0;
        for (uint32_t j = 0; j < set->n_members; j++) {
            down = later(down, below[set->members[j]]);
            up = later(up, last_above(hunt, set->members[j]));
        }
        when[0][hunt->order[k]] = down;
        when[1][hunt->order[k]] = later(down, up);
    }
    return list_due(hunt, arena, when[0], &hunt->due[0]) &&
           list_due(hunt, arena, when[1], &hunt->due[1]);
}

/* ---- The search ------------------------------------------------------------------ */

/* Whether nothing that is due after step k speaks against the profile so far. What is
 * free has been found to be supported before. */
static dt_status passes(dt_hunt *hunt, uint32_t k, bool *good, dt_error *err)
{
    const dt_due *const any = &hunt->due[0], *const bayes = &hunt->due[1];
    *good = true;
    for (uint32_t d = bayes->first[k]; d < bayes->first[k + 1] && *good; d++)
        *good = dt_creed_is_best(&hunt->creed, bayes->set[d]) != 0;
    for (uint32_t d = any->first[k]; d < any->first[k + 1] && *good; d++)
        DT_TRY(dt_creed_is_supported(&hunt->creed, any->set[d], good, err));
    return DT_OK;
}

static dt_status record(dt_hunt *hunt, dt_error *err)
{
    const dt_game *const game = hunt->game;
    dt_arena *const arena = hunt->task->arena;
    double *const p = dt_arena_array(arena, double, game->n_actions);
    double *const belief = dt_arena_array(arena, double, game->n_nodes);
    double *const low = dt_arena_array(arena, double, game->n_nodes);
    double *const high = dt_arena_array(arena, double, game->n_nodes);
    dt_equilibrium *const it = dt_list_add(&hunt->found, arena, sizeof *it);
    if (!p || !belief || !low || !high || !it)
        return dt_fail_memory(err);
    dt_fill_chance(game, p);
    for (uint32_t k = 0; k < hunt->n; k++) {
        const uint32_t h = hunt->order[k];
        p[game->sets[h].first_action + hunt->creed.choice[h]] = 1;
    }
    *it = (dt_equilibrium){
        .p = p, .belief = belief, .low = low, .high = high, .n_alike = 1};
    return dt_creed_fill(&hunt->creed, belief, low, high, err);
}

/* Whether to go on; if not, says why. */
static bool may_go_on(dt_hunt *hunt)
{
    if (hunt->found.n >= MOST)
        hunt->why = "there are more equilibria than these";
    else if (hunt->n_tries + hunt->creed.n_looks >= hunt->most_work)
        hunt->why = "there may be others: the search took more steps than allowed";
    else if (hunt->task->arena->allocated > hunt->most_memory)
        hunt->why = "there may be others: they need more memory than allowed";
    return !hunt->why;
}

/* Give the set of step k its next choice; false when it has had all. */
static bool choose_next(dt_hunt *hunt, uint32_t k)
{
    const uint32_t h = hunt->order[k];
    uint32_t *const choice = &hunt->creed.choice[h];
    *choice = *choice == DT_NONE ? 0 : *choice + 1;
    if (*choice < hunt->game->sets[h].n_actions)
        return true;
    *choice = DT_NONE;
    return false;
}

/* Go on at step k: where to go on then; hunt->n when the profile is whole. */
static dt_status step(dt_hunt *hunt, uint32_t *k, dt_error *err)
{
    bool good = false;
    if (!dt_vigil_step(&hunt->vigil))
        return dt_watch_fail(hunt->vigil.monitor, err);
    if (!choose_next(hunt, *k)) {
        --*k;
        return DT_OK;
    }
    hunt->n_tries++;
    DT_TRY(passes(hunt, *k, &good, err));
    *k += good;
    return DT_OK;
}

/* Step DT_NONE comes before step 0. */
static dt_status search(dt_hunt *hunt, dt_error *err)
{
    uint32_t k = 0;
    while (k != DT_NONE) {
        if (k == hunt->n) {
            if (!may_go_on(hunt))
                break;
            DT_TRY(record(hunt, err));
            k--;
        } else if (!may_go_on(hunt))
            break;
        else
            DT_TRY(step(hunt, &k, err));
    }
    return DT_OK;
}

static void tell(const dt_hunt *hunt, dt_method_answer *answer)
{
    answer->complete = !hunt->why;
    answer->n = (uint32_t)hunt->found.n;
    answer->equilibria = hunt->found.items;
    answer->n_steps = hunt->n_tries;
    if (hunt->why)
        (void)snprintf(answer->why, sizeof answer->why, "%s", hunt->why);
}

static dt_status hunt_all(dt_hunt *hunt, dt_arena *scratch, dt_error *err)
{
    DT_TRY(dt_creed_init(&hunt->creed, hunt->game, scratch, err));
    if (!put_in_order(hunt, scratch) || !plan_tests(hunt, scratch))
        return dt_fail_memory(err);
    return search(hunt, err);
}

/* How many looks at nodes a number of steps stands for. */
static uint64_t looks_of(uint64_t steps)
{
    return steps > UINT64_MAX / PER_STEP ? UINT64_MAX : steps * PER_STEP;
}

static dt_status solve_any(const dt_task *task, dt_method_answer *answer, dt_error *err)
{
    dt_arena scratch = {0};
    const uint64_t most = looks_of(task->question->max_steps);
    dt_hunt hunt = {
        .task = task,
        .game = task->game,
        .vigil = {task->question->limits.monitor, "pure equilibria", 0, 1, most, 0, 0},
        .most_work = most,
        .most_memory = task->question->limits.memory / MEMORY_PART,
    };
    const dt_status status = hunt_all(&hunt, &scratch, err);
    dt_creed_release(&hunt.creed);
    dt_arena_release(&scratch);
    if (status == DT_OK)
        tell(&hunt, answer);
    return status;
}

dt_status dt_solve_pure(const dt_task *task, dt_method_answer *answer, dt_error *err)
{
    const dt_signalling *signalling = NULL;
    uint32_t h = 0;
    DT_TRY(dt_signalling_find(task->game, task->arena, &signalling, NULL, err));
    if (signalling)
        return dt_solve_pure_signalling(task, signalling, answer, err);
    answer->applies = dt_game_has_recall(task->game, &h);
    if (answer->applies)
        return solve_any(task, answer, err);
    (void)snprintf(answer->why, sizeof answer->why,
                   "player '%.40s' forgets something before information set %u",
                   task->game->players[task->game->sets[h].player],
                   task->game->sets[h].number);
    return DT_OK;
}
