/* From rules to sieves (sieve.h), in four steps.
 *
 * 1. Rules are cut into pieces that must all be kept: `always a and b` is two, and
 *    `impossible a or b` is two.
 * 2. A piece about low choices only goes into `valid`. A count over too many choices is
 *    a machine that counts. The rest is put into groups: a piece joins the group with
 *    which it has choices in common and that it enlarges least, as long as the choices
 *    of the group above the low ones have at most STATES_MAX combinations. What is
 *    larger than that alone stays as it is.
 * 3. For each group a tree of states is grown, a level for each choice; a state whose
 *    children are all dead is dead.
 * 4. The stages are listed by choice.
 *
 * Growing a tree. A piece is judged as soon as its last high choice is set, so it is
 * judged for its own combinations and those of the choices above, not at every leaf,
 * and a branch ends where the pieces so far leave nothing.
 *
 * The effort. A piece looks at every group and is judged up to STATES_MAX times, which
 * tens of thousands of rules make long. So steps are counted and the monitor is asked
 * as in a search, and the search goes on counting from there.
 *
 * What was considered: one decision diagram of all rules. It would tell the number of
 * states without a search, but may grow without bound; sieves stay small, and what they
 * do not know of each other the search finds out (enumerate.c). */
#include "space/sieve.h"

#include "base/amount.h"
#include "base/fail.h"
#include "base/list.h"
#include "base/popcount.h"
#include "base/watch.h"

#include <string.h>

enum { STATES_MAX = 1024 };

/* Making a machine that counts, in steps for each part that is counted. */
enum { TALLY_STEPS = 256 };

/* A machine being made. Stage k reads choice[k]; it has n_states[k] states before and
 * n_states[k + 1] after, of which number 0 is the dead one. */
typedef struct machine {
    uint32_t n; /* stages */
    uint32_t choice[DT_MAX_BITS];
    uint32_t n_states[DT_MAX_BITS + 1];
    uint32_t *next[DT_MAX_BITS];
    uint64_t *word;
    uint64_t mask;
    uint32_t rule, root;
} machine;

/* A piece on its way into a group. */
typedef struct part {
    dt_piece piece;
    uint64_t steps;    /* judging it on 64 codes */
    struct part *next; /* of the same list */
} part;

/* Pieces that are joined. */
typedef struct group {
    uint64_t mask;
    uint32_t n;    /* combinations of its high choices */
    uint32_t rule; /* the first of its pieces' */
    part *parts;
} group;

/* A stage with the choice that it is listed under. */
typedef struct entry {
    uint32_t choice;
    dt_stage stage;
} entry;

typedef struct builder {
    dt_sieves *sieves;
    const dt_model *model;
    const dt_effort *effort;
    dt_arena scratch;
    dt_list parts, groups, entries; /* of part, group, entry */
    dt_list rules, starts;          /* of uint32_t */
    uint64_t next_look;             /* in steps */
    uint32_t choice_of[64];         /* by bit */
    dt_status status;               /* anything but DT_OK ends the work */
    dt_error *err;
} builder;

/* ---- the effort ----------------------------------------------------------------- */

static dt_status give_up(const builder *b)
{
    return dt_fail(b->err, DT_ELIMIT,
                   "the model has too many rules, %s of them, over too many different "
                   "choices: to make them ready is more work than a search for "
                   "feasible states may be; leave out rules that others imply, or "
                   "ask about one state with 'solve --state'",
                   dt_amount_count(b->model->n_rules).text);
}

static void look_around(builder *b)
{
    const dt_effort *const effort = b->effort;
    const uint64_t budget = effort->budget ? effort->budget : DT_EFFORT_STEPS;
    b->next_look = b->sieves->steps + DT_EFFORT_LOOK;
    if (b->sieves->steps > budget)
        b->status = give_up(b);
    else
        b->status = dt_watch(effort->monitor, effort->phase, -1, b->err);
}

/* Count steps that are about to be taken. False: they are not to be; see status. */
static bool spend(builder *b, uint64_t steps)
{
    b->sieves->steps += steps;
    if (b->sieves->steps >= b->next_look && b->status == DT_OK)
        look_around(b);
    return b->status == DT_OK;
}

/* ---- pieces ------------------------------------------------------------------- */

static bool cut(builder *b, const dt_formula *f, bool wanted, uint32_t rule);

static bool cut_all(builder *b, const dt_formula *f, bool wanted, uint32_t rule)
{
    bool done = true;
    for (uint32_t k = 0; done && k < f->n; k++)
        done = cut(b, f->parts[k], wanted, rule);
    return done;
}

static uint64_t count_parts_of(const dt_formula *f)
{
    uint64_t n = 1;
    for (uint32_t k = 0; k < f->n; k++)
        n += count_parts_of(f->parts[k]);
    return n;
}

/* Add the pieces of a formula that must hold, or must not. */
static bool cut(builder *b, const dt_formula *f, bool wanted, uint32_t rule)
{
    if (f->op == DT_OP_NOT)
        return cut(b, f->parts[0], !wanted, rule);
    if ((f->op == DT_OP_AND && wanted) || (f->op == DT_OP_OR && !wanted))
        return cut_all(b, f, wanted, rule);
    if (f->op == DT_OP_COUNT && wanted && f->least == f->n)
        return cut_all(b, f, true, rule);
    if (f->op == DT_OP_COUNT && wanted && f->most == 0)
        return cut_all(b, f, false, rule);
    if (f->op == DT_OP_IMPLIES && !wanted)
        return cut(b, f->parts[0], true, rule) && cut(b, f->parts[1], false, rule);
    part *const p = dt_list_add(&b->parts, &b->scratch, sizeof *p);
    if (!p)
        return false;
    p->piece = (dt_piece){f, wanted, rule, dt_formula_mask(b->model, f)};
    p->steps = count_parts_of(f);
    return spend(b, p->steps);
}

static uint64_t slice(const dt_model *model, const dt_piece *piece,
                      const uint64_t *columns)
{
    const uint64_t holds = dt_formula_slice(model, piece->formula, columns);
    return piece->wanted ? holds : ~holds;
}

/* ---- machines ----------------------------------------------------------------- */

/* The high choices of a mask, from the highest down, as stages. */
static void read_choices(const dt_sieves *sieves, uint64_t mask, machine *m)
{
    m->n = 0;
    m->mask = mask;
    for (uint32_t c = sieves->model->n_choices; c-- > sieves->n_low;)
        if (mask & dt_choice_mask(&sieves->model->choices[c]))
            m->choice[m->n++] = c;
}

static uint32_t n_levels(const builder *b, const machine *m, uint32_t stage)
{
    return b->model->choices[m->choice[stage]].n_levels;
}

/* Room for a machine whose n_states are set. */
static bool make_room(builder *b, machine *m)
{
    dt_arena *const arena = &b->sieves->arena;
    for (uint32_t k = 0; k < m->n; k++) {
        m->next[k] =
            dt_arena_array(arena, uint32_t, (size_t)m->n_states[k] * n_levels(b, m, k));
        if (!m->next[k])
            return false;
    }
    m->word = dt_arena_array(arena, uint64_t, m->n_states[m->n]);
    return m->word;
}

/* Make a sieve of the machine: note its stages under their choices. */
static bool add_sieve(builder *b, const machine *m)
{
    for (uint32_t k = 0; k < m->n; k++) {
        entry *const e = dt_list_add(&b->entries, &b->scratch, sizeof *e);
        if (!e)
            return false;
        *e = (entry){m->choice[k],
                     {(uint32_t)b->rules.n, (uint32_t)b->starts.n + k, m->mask,
                      m->next[k], k + 1 == m->n ? m->word : NULL}};
    }
    for (uint32_t k = 0; k <= m->n; k++) {
        uint32_t *const start = dt_list_add(&b->starts, &b->scratch, sizeof *start);
        if (!start)
            return false;
        *start = k == 0 ? m->root : 0;
    }
    uint32_t *const rule = dt_list_add(&b->rules, &b->scratch, sizeof *rule);
    if (rule)
        *rule = m->rule;
    return rule;
}

/* ---- groups, and machines that remember all levels ------------------------------ */

/* Combinations of n things with the high choices of a mask, as far as they count. */
static uint32_t combine(const builder *b, uint32_t n, uint64_t mask)
{
    mask &= ~b->sieves->low_mask;
    while (mask && n <= STATES_MAX) {
        const uint32_t c = b->choice_of[dt_lowest_bit(mask)];
        n *= b->model->choices[c].n_levels;
        mask &= ~dt_choice_mask(&b->model->choices[c]);
    }
    return n;
}

/* The group that the piece is to join, or NULL. */
static group *find_group(const builder *b, const dt_piece *piece)
{
    group *const groups = b->groups.items, *best = NULL;
    uint32_t least = STATES_MAX + 1;
    for (uint32_t g = 0; g < b->groups.n; g++) {
        if ((groups[g].mask & piece->mask) == 0)
            continue;
        const uint32_t n = combine(b, groups[g].n, piece->mask & ~groups[g].mask);
        if (n < least) {
            least = n;
            best = &groups[g];
        }
    }
    return best;
}

/* Put the piece into a group. */
static bool join_group(builder *b, part *p)
{
    const uint64_t mask = p->piece.mask;
    if (!spend(b, b->groups.n))
        return false;
    group *g = find_group(b, &p->piece);
    if (!g) {
        g = dt_list_add(&b->groups, &b->scratch, sizeof *g);
        if (!g)
            return false;
        *g = (group){.n = 1, .rule = p->piece.rule};
    }
    g->n = combine(b, g->n, mask & ~g->mask);
    g->mask |= mask;
    p->next = g->parts;
    g->parts = p;
    return true;
}

/* A tree being grown. */
typedef struct tree {
    builder *b;
    machine *m;
    part *decided[DT_MAX_BITS]; /* pieces by the stage that reads their last choice */
    uint64_t columns[64];
} tree;

/* List the pieces of a group by stages. */
static void share_out(part *parts, tree *t)
{
    for (part *p = parts, *next; p; p = next) {
        uint32_t stage = t->m->n - 1;
        next = p->next;
        while ((p->piece.mask &
                dt_choice_mask(&t->b->model->choices[t->m->choice[stage]])) == 0)
            stage--;
        p->next = t->decided[stage];
        t->decided[stage] = p;
    }
}

/* Which of the low codes keep the pieces that are decided when a stage is read. */
static uint64_t narrow(const tree *t, uint32_t stage, uint64_t word)
{
    for (const part *p = t->decided[stage]; word && p; p = p->next)
        word &= spend(t->b, p->steps) ? slice(t->b->model, &p->piece, t->columns) : 0;
    return word;
}

/* Grow what is below a state of a stage, for the low codes of a word; the state, or 0
 * when it is dead. */
static uint32_t grow(tree *t, uint32_t stage, uint32_t state, uint64_t word)
{
    machine *const m = t->m;
    if (stage == m->n)
        m->word[state] = word;
    if (stage == m->n || !word)
        return word ? state : 0;
    const dt_choice *const choice = &t->b->model->choices[m->choice[stage]];
    bool alive = false;
    for (uint32_t l = 0; l < choice->n_levels; l++) {
        dt_set_columns(choice, l, t->columns);
        const uint32_t after = (state - 1) * choice->n_levels + l + 1;
        const uint32_t next = grow(t, stage + 1, after, narrow(t, stage, word));
        m->next[stage][state * choice->n_levels + l] = next;
        alive = alive || next;
    }
    return alive ? state : 0;
}

static bool add_tree(builder *b, const group *own)
{
    machine m = {.rule = own->rule};
    tree t = {.b = b, .m = &m};
    memcpy(t.columns, b->sieves->columns, sizeof t.columns);
    read_choices(b->sieves, own->mask, &m);
    m.n_states[0] = 2;
    for (uint32_t k = 0; k < m.n; k++)
        m.n_states[k + 1] = (m.n_states[k] - 1) * n_levels(b, &m, k) + 1;
    if (!spend(b, m.n_states[m.n]) || !make_room(b, &m))
        return false;
    share_out(own->parts, &t);
    m.root = grow(&t, 0, 1, b->sieves->valid);
    return b->status == DT_OK && add_sieve(b, &m);
}

/* ---- machines that count -------------------------------------------------------- */

/* A piece as a count: from least to most of the parts hold, or `flip`: they do not. */
typedef struct tally {
    const dt_formula *f;
    uint32_t least, most;
    bool flip;
} tally;

static bool read_tally(const dt_piece *piece, tally *t)
{
    const dt_formula *const f = piece->formula;
    *t = (tally){f, f->least, f->most, !piece->wanted};
    if (f->op == DT_OP_AND || f->op == DT_OP_OR) {
        t->least = f->op == DT_OP_AND ? f->n : 1;
        t->most = f->n;
    }
    return f->op == DT_OP_AND || f->op == DT_OP_OR || f->op == DT_OP_COUNT;
}

/* Each part speaks of one choice only. */
static bool parts_are_plain(const dt_model *model, const dt_formula *f)
{
    for (uint32_t k = 0; k < f->n; k++) {
        const uint64_t mask = dt_formula_mask(model, f->parts[k]);
        uint32_t n = 0;
        for (uint32_t c = 0; c < model->n_choices; c++)
            n += (mask & dt_choice_mask(&model->choices[c])) != 0;
        if (n > 1)
            return false;
    }
    return true;
}

/* Parts about choices in `field` that hold in the code. */
static uint32_t count_parts(const dt_model *model, const dt_formula *f, uint64_t field,
                            uint64_t code)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < f->n; k++)
        n += (dt_formula_mask(model, f->parts[k]) & field) != 0 &&
             dt_formula_holds(model, f->parts[k], code);
    return n;
}

/* The words of the last states: state s + 1 has seen s parts hold. */
static void count_low(const builder *b, const tally *t, machine *m)
{
    for (uint32_t k = 0; k < 64; k++) {
        const uint32_t low = count_parts(b->model, t->f, b->sieves->low_mask, k);
        for (uint32_t s = 0; s <= t->f->n; s++) {
            const bool inside = s + low >= t->least && s + low <= t->most;
            m->word[s + 1] |= (uint64_t)(inside != t->flip) << k;
        }
    }
    for (uint32_t s = 0; s <= t->f->n; s++)
        m->word[s + 1] &= b->sieves->valid;
}

/* Whether a state of a stage is alive, the stages behind it being done. */
static bool is_alive(const builder *b, const machine *m, uint32_t stage, uint32_t state)
{
    if (stage == m->n)
        return m->word[state];
    bool alive = false;
    const uint32_t n = n_levels(b, m, stage);
    for (uint32_t l = 0; l < n; l++)
        alive = alive || m->next[stage][state * n + l];
    return alive;
}

static void count_high(const builder *b, const tally *t, machine *m)
{
    for (uint32_t stage = m->n; stage-- > 0;) {
        const dt_choice *const choice = &b->model->choices[m->choice[stage]];
        for (uint32_t l = 0; l < choice->n_levels; l++) {
            const uint32_t more = count_parts(b->model, t->f, dt_choice_mask(choice),
                                              (uint64_t)l << choice->shift);
            for (uint32_t s = 1; s + more <= t->f->n + 1; s++)
                m->next[stage][s * choice->n_levels + l] =
                    is_alive(b, m, stage + 1, s + more) ? s + more : 0;
        }
    }
}

static bool add_tally(builder *b, const dt_piece *piece, const tally *t)
{
    machine m = {.rule = piece->rule};
    read_choices(b->sieves, piece->mask, &m);
    for (uint32_t k = 0; k <= m.n; k++)
        m.n_states[k] = t->f->n + 2;
    if (!spend(b, TALLY_STEPS * (uint64_t)t->f->n) || !make_room(b, &m))
        return false;
    count_low(b, t, &m);
    count_high(b, t, &m);
    m.root = is_alive(b, &m, 0, 1) ? 1 : 0;
    return add_sieve(b, &m);
}

/* ---- the whole ------------------------------------------------------------------ */

/* Give a piece about high choices its place. */
static bool place_piece(builder *b, part *p)
{
    tally t;
    if (combine(b, 1, p->piece.mask) <= STATES_MAX)
        return join_group(b, p);
    if (read_tally(&p->piece, &t) && t.f->n < STATES_MAX &&
        parts_are_plain(b->model, t.f))
        return add_tally(b, &p->piece, &t);
    b->sieves->wide[b->sieves->n_wide++] = p->piece;
    return true;
}

/* Judge a piece about low choices only. */
static bool judge_low(builder *b, const part *p)
{
    b->sieves->valid &= slice(b->model, &p->piece, b->sieves->columns);
    return spend(b, p->steps);
}

static bool place_pieces(builder *b)
{
    part *const parts = b->parts.items;
    const uint64_t low = b->sieves->low_mask;
    bool done = true;
    b->sieves->wide = dt_arena_array(&b->sieves->arena, dt_piece, b->parts.n);
    if (!b->sieves->wide)
        return false;
    for (uint32_t k = 0; done && k < b->parts.n; k++)
        if ((parts[k].piece.mask & ~low) == 0)
            done = judge_low(b, &parts[k]);
    for (uint32_t k = 0; done && k < b->parts.n; k++)
        if (parts[k].piece.mask & ~low)
            done = place_piece(b, &parts[k]);
    for (uint32_t g = 0; done && g < b->groups.n; g++)
        done = add_tree(b, (const group *)b->groups.items + g);
    return done;
}

/* Put the stages in the order of choices. */
static void sort_stages(const builder *b)
{
    dt_sieves *const s = b->sieves;
    const entry *const entries = b->entries.items;
    uint32_t at[DT_MAX_BITS + 1];
    for (uint32_t k = 0; k < b->entries.n; k++)
        s->first[entries[k].choice + 1]++;
    for (uint32_t c = 0; c < b->model->n_choices; c++) {
        at[c] = s->first[c];
        s->first[c + 1] += s->first[c];
    }
    for (uint32_t k = 0; k < b->entries.n; k++)
        s->stage[at[entries[k].choice]++] = entries[k].stage;
}

/* Sort the stages by choice, and keep what the search needs. */
static bool list_stages(builder *b)
{
    dt_sieves *const s = b->sieves;
    s->n = (uint32_t)b->rules.n;
    s->n_places = (uint32_t)b->starts.n;
    s->rule = dt_arena_array(&s->arena, uint32_t, s->n);
    s->start = dt_arena_array(&s->arena, uint32_t, s->n_places);
    s->first = dt_arena_array(&s->arena, uint32_t, (size_t)b->model->n_choices + 1);
    s->stage = dt_arena_array(&s->arena, dt_stage, b->entries.n);
    if (!s->rule || !s->start || !s->first || !s->stage)
        return false;
    if (s->n)
        memcpy(s->rule, b->rules.items, s->n * sizeof *s->rule);
    if (s->n_places)
        memcpy(s->start, b->starts.items, s->n_places * sizeof *s->start);
    sort_stages(b);
    return true;
}

/* The low choices, and what of their 64 combinations exists. */
static void find_low(dt_sieves *s)
{
    const dt_model *const model = s->model;
    uint32_t bits = 0;
    while (s->n_low < model->n_choices &&
           bits + model->choices[s->n_low].width <= DT_LOW_BITS)
        bits += model->choices[s->n_low++].width;
    s->low_mask = (UINT64_C(1) << bits) - 1;
    for (uint64_t k = 0; k < UINT64_C(1) << bits; k++) {
        bool exists = true;
        for (uint32_t c = 0; c < s->n_low; c++)
            exists = exists && dt_choice_level(&model->choices[c], k) <
                                   model->choices[c].n_levels;
        s->valid |= (uint64_t)exists << k;
        for (uint32_t b = 0; b < bits; b++)
            s->columns[b] |= (k >> b & 1) << k;
    }
}

/* Which choice has which bit. */
static void find_bits(builder *b)
{
    for (uint32_t c = 0; c < b->model->n_choices; c++)
        for (uint32_t k = 0; k < b->model->choices[c].width; k++)
            b->choice_of[b->model->choices[c].shift + k] = c;
}

dt_status dt_sieves_build(const dt_model *model, const dt_effort *effort,
                          dt_sieves *sieves, dt_error *err)
{
    *sieves = (dt_sieves){.model = model};
    builder b = {.sieves = sieves, .model = model, .effort = effort, .err = err};
    find_low(sieves);
    find_bits(&b);
    bool done = true;
    for (uint32_t r = 0; done && r < model->n_rules; r++)
        done = cut(&b, model->rules[r].formula, !model->rules[r].impossible, r);
    done = done && place_pieces(&b) && list_stages(&b);
    dt_arena_release(&b.scratch);
    return done || b.status != DT_OK ? b.status : dt_fail_memory(err);
}

void dt_sieves_release(dt_sieves *sieves)
{
    dt_arena_release(&sieves->arena);
}

void dt_set_columns(const dt_choice *choice, uint32_t level, uint64_t columns[64])
{
    for (uint32_t b = 0; b < choice->width; b++)
        columns[choice->shift + b] = level >> b & 1 ? UINT64_MAX : 0;
}
