/* All pure perfect Bayesian equilibria of a signalling game, by an exact cover.
 *
 * In a pure equilibrium every type sends one message, so the messages that are sent cut
 * the types into *blocks*: a message, the types that send it, an answer that is best
 * against just these types. The search takes the first type without a block and tries
 * each message that is not in use with each set of types it could share it with.
 *
 * What binds blocks together is that nobody wants to deviate. For each message the
 * search keeps the answers it may still get, `open`:
 *
 *   1. to begin with those that are best for some belief (support.h);
 *   2. in a block, the block's;
 *   3. elsewhere those by which no type that has a block gets more than in its block.
 *
 * A block that leaves some message without an open answer is left at once; so is one
 * that is not yet whole, for a type that joins it can only close answers, and one that
 * a type cannot stay out of, for want of an open answer that is as good. When all
 * types have a block, the open answers to each message that is not sent all do: as many
 * equilibria as there are ways to choose one for each, and they are told as one. Types
 * of prior 0 have blocks like the others; where a block has no other type, its message
 * is never seen and its answer any that is best for some belief.
 *
 *     frames   [most_frames][n_answers][n_messages] masks: open answers to each message
 *              if the block that grows has this answer; one frame for each type joined
 *
 * In the one equilibrium that is told, a message never sent gets the answer that the
 * widest beliefs support, and the mean of the corners found as belief. */
#include "base/list.h"
#include "games/polytope.h"
#include "games/refinement.h"

#include <stdio.h>
#include <string.h>

/* Equilibria that are told, at most; and the part of the memory allowed they take. */
enum { MOST = 10000, MEMORY_PART = 4, CANDIDATES = 1000 };

typedef struct search {
    const dt_task *task;
    const dt_signalling *s;
    dt_support *support;
    uint64_t *open;    /* [n_messages + 1][n_messages] by depth: a block for each */
    uint64_t *frames;  /* see above */
    uint32_t n_frames; /* in use */
    uint64_t free;     /* types without a block */
    uint64_t unused;   /* messages without a block */
    uint64_t block[DT_SIGNALS]; /* [n_messages] types that send it */
    double weight[DT_SIGNALS];  /* [n_types] scratch */
    dt_vigil vigil;
    uint64_t n_left; /* candidates before the search gives up */
    dt_list found;   /* dt_equilibrium */
    size_t most_found;
    const char *cut; /* why the search was cut short; NULL: it was not */
    dt_status status;
} search;

/* The block that grows. */
typedef struct growing {
    uint32_t m;
    uint64_t types;
    uint64_t answers; /* that leave no message without an open answer */
    uint32_t depth;   /* blocks before it */
} growing;

static bool stop(search *it, dt_status status, const char *cut)
{
    it->status = status;
    it->cut = cut;
    return false;
}

static uint64_t *open_at(const search *it, uint32_t depth)
{
    return it->open + (size_t)depth * it->s->n_messages;
}

static uint64_t *frame_at(const search *it, uint32_t frame, uint32_t answer)
{
    const size_t each = (size_t)it->s->most_answers * it->s->n_messages;
    return it->frames + frame * each + (size_t)answer * it->s->n_messages;
}

/* ---- Telling an equilibrium --------------------------------------------------------
 */

/* The part of an equilibrium that is being written. */
typedef struct draft {
    double *p, *belief, *low, *high;
    uint64_t *answers;
} draft;

static bool make_draft(const search *it, draft *d)
{
    const dt_game *const game = it->s->game;
    dt_arena *const arena = it->task->arena;
    d->p = dt_arena_array(arena, double, game->n_actions);
    d->belief = dt_arena_array(arena, double, (size_t)3 * game->n_nodes);
    d->answers = dt_arena_array(arena, uint64_t, game->n_sets);
    if (!d->p || !d->belief || !d->answers)
        return false;
    d->low = d->belief + game->n_nodes;
    d->high = d->low + game->n_nodes;
    return true;
}

static void choose(const search *it, draft *d, uint32_t set, uint32_t k)
{
    d->p[it->s->game->sets[set].first_action + k] = 1;
    d->answers[set] |= UINT64_C(1) << k;
}

static void believe(draft *d, uint32_t node, double belief, double low, double high)
{
    d->belief[node] = belief;
    d->low[node] = low;
    d->high[node] = high;
}

/* The weights of the types that send m; answers their sum. */
static double weigh(search *it, uint64_t types)
{
    double sum = 0;
    for (uint32_t t = 0; t < it->s->n_types; t++) {
        it->weight[t] = dt_mask_has(types, t) ? it->s->prior[t] : 0;
        sum += it->weight[t];
    }
    return sum;
}

/* The open answer that the widest beliefs support; 0 when there is no memory. */
static uint64_t widest(const search *it, uint32_t m, uint64_t open)
{
    double most = -1;
    uint64_t best = 0;
    for (; open; open &= open - 1) {
        const uint64_t a = open & (0 - open);
        const dt_extent *const extent = dt_support_extent(it->support, m, a);
        if (!extent)
            return 0;
        if (extent->width <= most + DT_POLYTOPE_SLACK)
            continue;
        most = extent->width;
        best = a;
    }
    return best;
}

/* What follows a message that nobody of positive prior sends. */
static bool write_unseen(const search *it, draft *d, uint32_t m, uint64_t open)
{
    const uint64_t a = widest(it, m, open);
    if (!a)
        return false;
    const dt_extent *const extent = dt_support_extent(it->support, m, a);
    choose(it, d, it->s->message_set[m], dt_lowest_bit(a));
    d->answers[it->s->message_set[m]] = open;
    for (uint32_t t = 0; t < it->s->n_types; t++)
        believe(d, dt_seen_at(it->s, t, m), extent->middle[t], extent->low[t],
                extent->high[t]);
    return true;
}

static bool write_message(search *it, draft *d, uint32_t m, uint64_t open)
{
    const double sum = weigh(it, it->block[m]);
    for (uint64_t left = it->block[m]; left; left &= left - 1)
        choose(it, d, it->s->type_set[dt_lowest_bit(left)], m);
    if (sum <= 0)
        return write_unseen(it, d, m, open);
    choose(it, d, it->s->message_set[m], dt_lowest_bit(open));
    for (uint32_t t = 0; t < it->s->n_types; t++) {
        const double belief = it->weight[t] / sum;
        believe(d, dt_seen_at(it->s, t, m), belief, belief, belief);
    }
    return true;
}

static bool write_all(search *it, draft *d, const uint64_t *open)
{
    const dt_game *const game = it->s->game;
    const dt_set *const root = dt_set_at(game, 0);
    for (uint32_t t = 0; t < it->s->n_types; t++) {
        d->p[root->first_action + t] =
            game->actions[root->first_action + t].chance.value;
        believe(d, dt_child_at(game, 0, t), 1, 1, 1);
    }
    for (uint32_t m = 0; m < it->s->n_messages; m++)
        if (!write_message(it, d, m, open[m]))
            return false;
    return true;
}

/* How many equilibria the open answers stand for. */
static uint64_t count_alike(const search *it, const uint64_t *open)
{
    uint64_t n = 1;
    for (uint32_t m = 0; m < it->s->n_messages; m++) {
        const uint64_t by = dt_popcount(open[m]);
        n = n > UINT64_MAX / by ? UINT64_MAX : n * by;
    }
    return n;
}

/* Every type has a block. */
static bool tell(search *it, const uint64_t *open)
{
    draft d;
    if (it->found.n == it->most_found)
        return stop(it, DT_OK, "there are more than can be told");
    if (!make_draft(it, &d) || !write_all(it, &d, open))
        return stop(it, DT_ENOMEM, NULL);
    dt_equilibrium *const to =
        dt_list_add(&it->found, it->task->arena, sizeof(dt_equilibrium));
    if (!to)
        return stop(it, DT_ENOMEM, NULL);
    const uint64_t n_alike = count_alike(it, open);
    *to = (dt_equilibrium){.p = d.p,
                           .belief = d.belief,
                           .low = d.low,
                           .high = d.high,
                           .n_alike = n_alike,
                           .answers = n_alike > 1 ? d.answers : NULL};
    dt_refine(it->support, d.p, &to->intuitive, &to->divine);
    return true;
}

/* ---- Growing a block ---------------------------------------------------------------
 */

/* The answers to m by which type t gets no more than `has`. */
static uint64_t deterring(const dt_signalling *s, uint32_t t, uint32_t m, double has)
{
    const double *const sends = dt_sends(s, t, m);
    const double most = has + s->sender_slack;
    uint64_t found = 0;
    for (uint32_t a = 0; a < s->n_answers[m]; a++)
        found |= (uint64_t)(sends[a] <= most) << a;
    return found;
}

/* Type t joins the block, whose answer is a: close what would tempt it away. False when
 * nothing is left somewhere. */
static bool narrow(const search *it, uint32_t m, uint32_t t, uint32_t a, uint64_t *open)
{
    const double has = dt_sends(it->s, t, m)[a];
    for (uint32_t other = 0; other < it->s->n_messages; other++) {
        if (other == m)
            continue;
        open[other] &= deterring(it->s, t, other, has);
        if (!open[other])
            return false;
    }
    return true;
}

/* The block with type t in it as the next frame, and whether that can be. */
static bool join(search *it, growing *block, uint32_t t)
{
    const size_t each = it->s->n_messages * sizeof *it->frames;
    block->types |= UINT64_C(1) << t;
    for (uint64_t left = block->answers; left; left &= left - 1) {
        const uint32_t a = dt_lowest_bit(left);
        uint64_t *const to = frame_at(it, it->n_frames, a);
        memcpy(to, frame_at(it, it->n_frames - 1, a), each);
        if (!narrow(it, block->m, t, a, to))
            block->answers &= ~(UINT64_C(1) << a);
    }
    it->n_frames++;
    return block->answers != 0;
}

/* The answers to m by which type t gets at least `has`. */
static uint64_t keeping(const dt_signalling *s, uint32_t t, uint32_t m, double has)
{
    const double *const sends = dt_sends(s, t, m);
    uint64_t found = 0;
    for (uint32_t a = 0; a < s->n_answers[m]; a++)
        found |= (uint64_t)(has <= sends[a] + s->sender_slack) << a;
    return found;
}

/* Type t stays out of the block, whose answer is a: can it be better off with another
 * message? Where only one is left, it has to be: close what is worse. */
static bool has_home(const search *it, uint32_t m, uint32_t t, uint32_t a,
                     uint64_t *open)
{
    const double has = dt_sends(it->s, t, m)[a];
    uint64_t others = it->unused & ~(UINT64_C(1) << m);
    const bool is_last = !(others & (others - 1));
    for (; others; others &= others - 1) {
        const uint32_t other = dt_lowest_bit(others);
        const uint64_t homes = open[other] & keeping(it->s, t, other, has);
        if (is_last)
            open[other] = homes;
        if (homes)
            return true;
    }
    return false;
}

/* The block without type t, and whether that can be. */
static bool pass_over(const search *it, growing *block, uint32_t t)
{
    for (uint64_t left = block->answers; left; left &= left - 1) {
        const uint32_t a = dt_lowest_bit(left);
        if (!has_home(it, block->m, t, a, frame_at(it, it->n_frames - 1, a)))
            block->answers &= ~(UINT64_C(1) << a);
    }
    return block->answers != 0;
}

static bool place(search *it, uint32_t depth);

/* The block is whole, with answer a. */
static bool settle(search *it, const growing *block, uint32_t a)
{
    uint64_t *const open = open_at(it, block->depth + 1);
    memcpy(open, frame_at(it, it->n_frames - 1, a), it->s->n_messages * sizeof *open);
    open[block->m] = UINT64_C(1) << a;
    it->block[block->m] = block->types;
    it->free &= ~block->types;
    it->unused &= ~(UINT64_C(1) << block->m);
    const bool goes_on = place(it, block->depth + 1);
    it->unused |= UINT64_C(1) << block->m;
    it->free |= block->types;
    it->block[block->m] = 0;
    return goes_on;
}

/* The block is whole, with any answer that is best against its types. */
static bool settle_each(search *it, const growing *block)
{
    weigh(it, block->types);
    uint64_t best = block->answers & dt_signalling_best(it->s, block->m, it->weight);
    for (; best; best &= best - 1)
        if (!settle(it, block, dt_lowest_bit(best)))
            return false;
    return true;
}

static bool step(search *it)
{
    if (it->n_left-- == 0)
        return stop(it, DT_OK, "the search was cut short");
    return dt_vigil_step(&it->vigil) || stop(it, DT_ESTOPPED, NULL);
}

/* The block with type t, with each set of later ones and with none of them. */
static bool grow(search *it, growing block, uint32_t t)
{
    bool goes_on = step(it), can_be = join(it, &block, t);
    uint64_t later = it->free & ~dt_mask_of(t + 1);
    for (; goes_on && can_be && later; later &= later - 1) {
        goes_on = grow(it, block, dt_lowest_bit(later));
        can_be = pass_over(it, &block, dt_lowest_bit(later));
    }
    if (goes_on && can_be)
        goes_on = settle_each(it, &block);
    it->n_frames--;
    return goes_on;
}

/* ---- The search --------------------------------------------------------------------
 */

/* The first frame of a block: open answers as they are. */
static void begin_block(search *it, const growing *block)
{
    const uint64_t *const open = open_at(it, block->depth);
    for (uint64_t left = block->answers; left; left &= left - 1)
        memcpy(frame_at(it, it->n_frames, dt_lowest_bit(left)), open,
               it->s->n_messages * sizeof *open);
    it->n_frames++;
}

/* Find blocks for the types that have none. False: stop. */
static bool place(search *it, uint32_t depth)
{
    const uint64_t *const open = open_at(it, depth);
    bool goes_on = true;
    if (!it->free)
        return tell(it, open);
    for (uint64_t left = it->unused; goes_on && left; left &= left - 1) {
        const uint32_t m = dt_lowest_bit(left);
        const growing block = {.m = m, .answers = open[m], .depth = depth};
        begin_block(it, &block);
        goes_on = grow(it, block, dt_lowest_bit(it->free));
        it->n_frames--;
    }
    return goes_on;
}

static bool make_room(search *it)
{
    const dt_signalling *const s = it->s;
    dt_arena *const arena = it->task->arena;
    const size_t each = (size_t)s->most_answers * s->n_messages;
    const uint32_t n_frames = s->n_types + s->n_messages + 1;
    it->support = dt_support_new(s, arena);
    it->open =
        dt_arena_array(arena, uint64_t, (size_t)(s->n_messages + 1) * s->n_messages);
    it->frames = dt_arena_array(arena, uint64_t, n_frames * each);
    return it->support && it->open && it->frames;
}

/* What an equilibrium takes, in bytes. */
static size_t size_of_one(const dt_game *game)
{
    return sizeof(dt_equilibrium) + game->n_actions * sizeof(double) +
           (size_t)game->n_nodes * 3 * sizeof(double) + game->n_sets * sizeof(uint64_t);
}

static void set_limits(search *it)
{
    const dt_game_question *const question = it->task->question;
    const uint64_t room =
        question->limits.memory / MEMORY_PART / size_of_one(it->s->game);
    it->most_found = room < MOST ? (size_t)room : MOST;
    it->n_left = question->max_steps > UINT64_MAX / CANDIDATES
                     ? UINT64_MAX
                     : question->max_steps * CANDIDATES;
    it->vigil = (dt_vigil){.monitor = question->limits.monitor,
                           .phase = "finding pure equilibria",
                           .from = -1, /* nobody knows how far it is */
                           .to = -1,
                           .n_whole = 1};
}

static void write_answer(const search *it, dt_method_answer *answer)
{
    answer->applies = true;
    answer->complete = !it->cut;
    if (it->cut)
        snprintf(answer->why, sizeof answer->why, "%s", it->cut);
    answer->n = (uint32_t)it->found.n;
    answer->equilibria = it->found.items;
    answer->n_steps = it->vigil.n;
}

dt_status dt_solve_pure_signalling(const dt_task *task, const dt_signalling *signalling,
                                   dt_method_answer *answer, dt_error *err)
{
    search it = {.task = task,
                 .s = signalling,
                 .free = dt_mask_of(signalling->n_types),
                 .unused = dt_mask_of(signalling->n_messages)};
    if (!make_room(&it))
        return dt_fail_memory(err);
    set_limits(&it);
    for (uint32_t m = 0; m < signalling->n_messages; m++)
        it.open[m] = dt_support_answers(it.support, m, it.free);
    place(&it, 0);
    if (it.status != DT_OK)
        return dt_fail_plainly(err, it.status);
    write_answer(&it, answer);
    return DT_OK;
}
