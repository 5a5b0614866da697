/* The verdicts on one state (detente/local.h).
 *
 * For each actor the improvements are walked through; each is pursued (pursuit.h) as
 * far as some concept still needs it. Concepts help each other: an answer by gains is
 * an answer by moves as well, so gmr and smr are asked only where seq and sseq do not
 * say. The walk ends when an improvement that nobody deters has been found under every
 * concept, and so nothing remains to be learnt.
 *
 * Undecided is what could not be settled within the allowance, neither way: an
 * improvement of which it is not known whether somebody deters it, with none that
 * surely nobody does.
 *
 * The allowance is of looks at partial codes, so that it bounds the time; it bounds the
 * memory too, for whatever is put on the roster has taken a look. */
#include "base/fail.h"
#include "base/text.h"
#include "space/ranks.h"
#include "stability/pursuit.h"

#include <assert.h>
#include <string.h>

/* A partial code may be looked at for so many bytes of memory allowed, many times what
 * an entry of the roster takes (a search lasts a second or two by default); counting
 * stops earlier. */
enum { BYTES_FOR_A_LOOK = 1024, LOOKS_FOR_COUNTING = 1 << 20 };

struct dt_local {
    const dt_model *model;
    dt_arena arena;
    dt_cast cast;
    dt_code code;
    dt_local_actor *actor; /* [n_actors] */
    uint64_t looks;        /* allowed for each search */
    uint64_t n_visited;
};

typedef struct judge {
    dt_local *local;
    dt_pursuit pursuit;
    dt_local_actor *actor;    /* of the focal actor */
    bool open[DT_N_CONCEPTS]; /* some improvement is not settled */
    uint64_t n_taken;         /* improvements walked through */
} judge;

/* ---- one improvement ---------------------------------------------------------- */

static const struct {
    dt_concept plain, symmetric;
} pairs[DT_MANNERS] = {
    [DT_BY_MOVES] = {DT_GMR, DT_SMR},
    [DT_BY_GAINS] = {DT_SEQ, DT_SSEQ},
};

static bool is_wanted(const judge *j, dt_concept c)
{
    return j->actor->verdict[c].standing != DT_UNSTABLE;
}

static void set_example(dt_local_verdict *v, uint64_t s1)
{
    v->has_example = true;
    v->example = s1;
    v->n_steps = 0;
    v->steps = NULL;
}

static void keep_steps(judge *j, dt_local_verdict *v, const dt_ending *end)
{
    const uint32_t n = dt_pursuit_steps(&j->pursuit, end, NULL);
    dt_local_step *const steps = dt_arena_array(&j->local->arena, dt_local_step, n);
    if (!steps) {
        j->pursuit.lost = true;
        return;
    }
    v->n_steps = dt_pursuit_steps(&j->pursuit, end, steps);
    v->steps = steps;
}

/* What is known of the improvement s1 under a concept. */
static void note(judge *j, dt_concept c, uint64_t s1, dt_standing deterred,
                 const dt_ending *end)
{
    dt_local_verdict *const v = &j->actor->verdict[c];
    if (!is_wanted(j, c))
        return;
    if (deterred == DT_STABLE) {
        if (v->n_deterred++ == 0 && !j->open[c]) {
            set_example(v, s1);
            keep_steps(j, v, end);
        }
    } else if (deterred == DT_UNSTABLE || !j->open[c]) {
        set_example(v, s1);
        j->open[c] = j->open[c] || deterred == DT_UNDECIDED;
        if (deterred == DT_UNSTABLE)
            v->standing = DT_UNSTABLE;
    }
}

/* Search by that manner and note it, for the stronger concepts by gains also for the
 * weaker ones; says which of the pair is deterred. */
static dt_answers pursue(judge *j, uint64_t s1, dt_manner manner, bool symmetric)
{
    const dt_answers answers = dt_pursue(&j->pursuit, s1, manner, symmetric);
    const bool too = manner == DT_BY_GAINS;
    note(j, pairs[manner].plain, s1, answers.plain, &answers.plain_end);
    if (too && answers.plain == DT_STABLE)
        note(j, DT_GMR, s1, DT_STABLE, &answers.plain_end);
    if (!symmetric)
        return answers;
    note(j, pairs[manner].symmetric, s1, answers.symmetric, &answers.symmetric_end);
    if (too && answers.symmetric == DT_STABLE)
        note(j, DT_SMR, s1, DT_STABLE, &answers.symmetric_end);
    return answers;
}

static void examine(judge *j, uint64_t s1)
{
    bool gmr = is_wanted(j, DT_GMR), smr = is_wanted(j, DT_SMR);
    note(j, DT_NASH, s1, DT_UNSTABLE, NULL);
    if (is_wanted(j, DT_SEQ) || is_wanted(j, DT_SSEQ)) {
        const bool symmetric = is_wanted(j, DT_SSEQ);
        const dt_answers by_gains = pursue(j, s1, DT_BY_GAINS, symmetric);
        gmr = gmr && by_gains.plain != DT_STABLE;
        smr = smr && !(symmetric && by_gains.symmetric == DT_STABLE);
    }
    if ((gmr || smr) && !dt_pursuit_fails(&j->pursuit)) {
        const dt_answers by_moves = dt_pursue(&j->pursuit, s1, DT_BY_MOVES, smr);
        if (gmr)
            note(j, DT_GMR, s1, by_moves.plain, &by_moves.plain_end);
        if (smr)
            note(j, DT_SMR, s1, by_moves.symmetric, &by_moves.symmetric_end);
    }
}

/* Something may still be learnt under the pair of concepts. */
static bool is_worth_while(const judge *j, dt_manner manner)
{
    return j->pursuit.left[manner] > 0 &&
           (is_wanted(j, pairs[manner].plain) || is_wanted(j, pairs[manner].symmetric));
}

static bool take_improvement(void *context, uint64_t s1)
{
    judge *const j = context;
    dt_pursuit *const p = &j->pursuit;
    p->n_visited++;
    j->n_taken++;
    if (dt_pursuit_misses(p, p->focal, s1))
        return false;
    examine(j, s1);
    return !dt_pursuit_fails(p) &&
           (is_worth_while(j, DT_BY_MOVES) || is_worth_while(j, DT_BY_GAINS));
}

/* ---- one actor ---------------------------------------------------------------- */

static void count_moves(judge *j, const dt_walk *improvements)
{
    const uint64_t looks = j->local->looks;
    uint64_t left = looks < LOOKS_FOR_COUNTING ? looks : LOOKS_FOR_COUNTING;
    uint64_t left_too = left;
    dt_walk moves = *improvements, gains = *improvements;
    moves.n_wishes = 0;
    moves.left = &left;
    gains.left = &left_too;
    j->actor->more_moves = !dt_walk_count(&moves, &j->actor->n_moves);
    j->actor->more_improvements = !dt_walk_count(&gains, &j->actor->n_improvements);
}

/* What could not be counted may have been met: an improvement is a move. */
static void mend_counts(dt_local_actor *actor, uint64_t n_taken, bool all)
{
    if (actor->more_improvements && (all || n_taken > actor->n_improvements)) {
        actor->n_improvements = n_taken;
        actor->more_improvements = !all;
    }
    if (actor->more_moves && actor->n_moves < actor->n_improvements)
        actor->n_moves = actor->n_improvements;
}

static void settle(judge *j, dt_walk_end end)
{
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++) {
        dt_local_verdict *const v = &j->actor->verdict[c];
        if (v->standing == DT_UNSTABLE)
            continue;
        /* a walk that was broken off is one that had nothing to learn within what is
         * left, so what is not settled then is open */
        v->standing = end == DT_WALK_DONE && !j->open[c] ? DT_STABLE : DT_UNDECIDED;
    }
}

/* Whoever looks on is told of the actors judged, and of this one as if the searches by
 * moves and by gains were to take all they may. False: stop. */
static bool watch_actor(judge *j, dt_actor_id a)
{
    dt_vigil *const vigil = &j->pursuit.vigil;
    const double n_actors = j->local->model->n_actors;
    vigil->from = a / n_actors;
    vigil->to = (a + 1) / n_actors;
    vigil->n_whole = DT_MANNERS * j->local->looks;
    vigil->n = 0;
    return dt_vigil_ask(vigil);
}

static void judge_actor(judge *j, dt_actor_id a)
{
    dt_pursuit *const p = &j->pursuit;
    uint64_t left = j->local->looks;
    const dt_walk walk = {.model = p->model,
                          .from = j->local->code,
                          .fields = p->model->actors[a].mask,
                          .mover = a,
                          .n_wishes = 1,
                          .wish = {{&p->here[a], true}},
                          .left = &left,
                          .vigil = &p->vigil};
    j->n_taken = 0;
    j->actor = &j->local->actor[a];
    p->focal = a;
    p->left[DT_BY_MOVES] = p->left[DT_BY_GAINS] = left;
    memset(j->open, 0, sizeof j->open);
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        j->actor->verdict[c].standing = DT_STABLE;
    if (!watch_actor(j, a) || dt_pursuit_misses(p, a, j->local->code))
        return;
    count_moves(j, &walk);
    const dt_walk_end end = dt_walk_run(&walk, take_improvement, j);
    settle(j, end);
    mend_counts(j->actor, j->n_taken, end == DT_WALK_DONE);
}

/* ---- the whole ---------------------------------------------------------------- */

static dt_status check_model(const dt_model *model, const dt_cast *cast, dt_error *err)
{
    if (model->n_merges)
        return dt_fail(err, DT_EAPPLY,
                       "a list of states is needed because 'merge' joins states");
    for (dt_actor_id a = 0; a < model->n_actors; a++) {
        const dt_actor *const actor = &model->actors[a];
        if (cast->type[a] > actor->n_types)
            return dt_fail(err, DT_EUSAGE, "'%s' has no type %u", actor->name.id,
                           cast->type[a]);
        if (!dt_bar_applies(dt_actor_preference(actor, cast->type[a])))
            return dt_fail(err, DT_EAPPLY,
                           "a list of states is needed because '%s' ranks states by "
                           "their numbers",
                           actor->name.id);
    }
    return DT_OK;
}

static dt_status check_findings(const dt_local *local, dt_diags *diags, dt_error *err)
{
    const dt_model *const model = local->model;
    if (model->has_status_quo)
        dt_status_quo_report(model, diags);
    for (dt_actor_id a = 0; a < model->n_actors; a++)
        if (!dt_preference_report(&model->actors[a], local->cast.type[a], diags))
            return dt_fail_memory(err);
    return dt_diags_status(diags, err);
}

/* A bar for each actor, at the state if so wanted. NULL: no memory. */
static dt_bar *make_bars(const dt_local *local, bool set, dt_arena *scratch)
{
    const dt_model *const model = local->model;
    dt_bar *const bars = dt_arena_array(scratch, dt_bar, model->n_actors);
    for (dt_actor_id a = 0; bars && a < model->n_actors; a++) {
        const dt_preference *const preference =
            dt_actor_preference(&model->actors[a], local->cast.type[a]);
        if (!dt_bar_init(&bars[a], preference, scratch))
            return NULL;
        if (set)
            dt_bar_set(&bars[a], model, local->code);
    }
    return bars;
}

static void write_code(const dt_model *model, uint64_t code, dt_text *text)
{
    for (dt_choice_id c = 0; c < model->n_choices; c++) {
        const dt_choice *const choice = &model->choices[c];
        const uint32_t level = dt_choice_level(choice, code);
        if (level == 0)
            continue;
        dt_text_format(text, "%s%s.%s", text->n ? ", " : "",
                       model->actors[choice->actor].name.id, choice->name.id);
        if (!choice->is_option)
            dt_text_format(text, " = %s", choice->levels[level].id);
    }
}

static dt_status report_missed(const judge *j, dt_diags *diags, dt_error *err)
{
    const dt_pursuit *const p = &j->pursuit;
    dt_text state = {0};
    write_code(p->model, p->missed_code, &state);
    dt_report(diags, DT_FINDING_ranking, p->here[p->missed_by].preference->rank_where,
              "'%s' does not rank the state {%s%s%s}",
              p->model->actors[p->missed_by].name.id, state.n ? " " : "",
              dt_text_string(&state), state.n ? " " : "");
    dt_report_help(diags, "a last line may be a formula that covers the rest");
    const bool failed = state.failed;
    dt_text_release(&state);
    return failed ? dt_fail_memory(err) : dt_diags_status(diags, err);
}

static dt_status end_of(const judge *j, dt_diags *diags, dt_error *err)
{
    const dt_pursuit *const p = &j->pursuit;
    if (p->vigil.stopped)
        return dt_fail_plainly(err, DT_ESTOPPED);
    return p->lost     ? dt_fail_memory(err)
           : p->missed ? report_missed(j, diags, err)
                       : DT_OK;
}

static dt_status judge_all(dt_local *local, const dt_monitor *monitor, dt_diags *diags,
                           dt_error *err)
{
    const dt_model *const model = local->model;
    dt_arena scratch = {0};
    judge j = {.local = local};
    j.pursuit =
        (dt_pursuit){.model = model,
                     .here = make_bars(local, true, &scratch),
                     .there = make_bars(local, false, &scratch),
                     .transitive = model->n_forbids == 0,
                     .roster.most = UINT64_MAX, /* looks bound it */
                     .vigil = {.monitor = monitor, .phase = "judging the state"}};
    dt_pursuit *const p = &j.pursuit;
    p->lost = !p->here || !p->there;
    for (dt_actor_id a = 0; a < model->n_actors && !dt_pursuit_fails(p); a++)
        judge_actor(&j, a);
    local->n_visited = p->n_visited + 1;
    const dt_status status = end_of(&j, diags, err);
    dt_roster_release(&p->roster);
    dt_arena_release(&scratch);
    return status;
}

static dt_status build(dt_local *local, const dt_limits *limits, dt_diags *diags,
                       dt_error *err)
{
    const uint64_t memory = limits->memory ? limits->memory : DT_MEMORY_DEFAULT;
    DT_TRY(check_model(local->model, &local->cast, err));
    DT_TRY(check_findings(local, diags, err));
    DT_TRY(dt_code_check(local->model, local->code, err));
    local->looks = memory < BYTES_FOR_A_LOOK ? 1 : memory / BYTES_FOR_A_LOOK;
    local->actor =
        dt_arena_array(&local->arena, dt_local_actor, local->model->n_actors);
    return local->actor ? judge_all(local, limits->monitor, diags, err)
                        : dt_fail_memory(err);
}

dt_status dt_local_new(const dt_model *model, const dt_local_question *question,
                       dt_diags *diags, dt_local **local, dt_error *err)
{
    dt_local *const draft = DT_ARENA_ROOT(dt_local);
    if (!draft)
        return dt_fail_memory(err);
    draft->model = model;
    draft->code = question->code;
    if (question->cast)
        draft->cast = *question->cast;
    const dt_status status = build(draft, &question->limits, diags, err);
    if (status == DT_OK)
        *local = draft;
    else
        dt_local_free(draft);
    return status;
}

void dt_local_free(dt_local *local)
{
    if (local)
        dt_arena_free(local->arena);
}

const dt_model *dt_local_model(const dt_local *local)
{
    return local->model;
}

dt_code dt_local_code(const dt_local *local)
{
    return local->code;
}

const dt_cast *dt_local_cast(const dt_local *local)
{
    return &local->cast;
}

const dt_local_actor *dt_local_actor_at(const dt_local *local, dt_actor_id a)
{
    assert(a < local->model->n_actors);
    return &local->actor[a];
}

dt_standing dt_local_equilibrium(const dt_local *local, dt_concept concept)
{
    dt_standing all = DT_STABLE;
    for (dt_actor_id a = 0; a < local->model->n_actors; a++) {
        const dt_standing one = local->actor[a].verdict[concept].standing;
        if (one == DT_UNSTABLE)
            return DT_UNSTABLE;
        all = one == DT_UNDECIDED ? DT_UNDECIDED : all;
    }
    return all;
}

uint64_t dt_local_n_visited(const dt_local *local)
{
    return local->n_visited;
}

uint64_t dt_local_allowance(const dt_local *local)
{
    return local->looks;
}
