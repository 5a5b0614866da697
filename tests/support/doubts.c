/* Moves are drawn from those that the space has from where they begin; probabilities
 * are cut from 1 in millionths. */
#include "support/doubts.h"

#include "support/dice.h"

#include <detente/code.h>
#include <stdlib.h>

enum { TYPES = 3, PARTS = 5, WHOLE = 1000000 };

typedef struct doubts {
    const dt_model *model;
    const dt_space *space;
    dt_text *text;
    dice d;
    size_t n_types[DOUBTS_ACTORS];
    long prior[DOUBTS_ACTORS][TYPES + 1]; /* millionths; 0: the plain self */
    bool has_priors[DOUBTS_ACTORS];
    dt_state here; /* the status quo, if no state is merged there; else DT_NO_STATE */
    dt_state *moves;
} doubts;

/* ---- probabilities ------------------------------------------------------------ */

/* Cut 1 into n parts; some may be 0, unless they all have to be more. */
static void cut(dice *d, size_t n, bool all, long part[])
{
    long left = WHOLE;
    for (size_t k = 0; k + 1 < n; k++) {
        const long room = left - (all ? (long)(n - k - 1) : 0);
        const long least = all ? 1 : 0;
        part[k] = dice_chance(d, 30)
                      ? least
                      : (long)dice_between(d, (size_t)least, (size_t)room);
        if (dice_chance(d, 50) && room > WHOLE / 4)
            part[k] = WHOLE / 4;
        left -= part[k];
    }
    part[n - 1] = left;
}

static void say_share(doubts *w, long millionths)
{
    dt_text_format(w->text, "%ld.%06ld", millionths / WHOLE, millionths % WHOLE);
}

/* ---- types and priors --------------------------------------------------------- */

static const char *actor(const doubts *w, dt_actor_id a)
{
    return dt_actor_name(w->model, a);
}

static void say_level(doubts *w, dt_choice_id c, uint32_t level, bool full)
{
    const bool is_option = dt_choice_is_option(w->model, c);
    dt_text_format(w->text, "%s%s%s%s", is_option && !level ? "not " : "",
                   full ? actor(w, dt_choice_actor(w->model, c)) : "", full ? "." : "",
                   dt_choice_name(w->model, c));
    if (!is_option)
        dt_text_format(w->text, " = %s", dt_choice_level_name(w->model, c, level));
}

static void say_wish(doubts *w)
{
    const dt_choice_id c =
        (dt_choice_id)dice_below(&w->d, dt_model_n_choices(w->model));
    say_level(w, c, (uint32_t)dice_below(&w->d, dt_choice_n_levels(w->model, c)), true);
}

static void say_type(doubts *w, dt_actor_id a, size_t t, bool with_prior)
{
    dt_text_format(w->text, "type %s.t%zu%s", actor(w, a), t,
                   dice_chance(&w->d, 30) ? " \"One, or \\\"another\\\\\"" : "");
    if (with_prior) {
        dt_text_add(w->text, " ");
        say_share(w, w->prior[a][t + 1]);
    }
    if (dice_chance(&w->d, 70)) {
        const bool value = dice_chance(&w->d, 50);
        dt_text_add(w->text, value ? " { value { -0.5 " : " { prefer { ");
        say_wish(w);
        dt_text_add(w->text, value ? "; 2 " : "; ");
        say_wish(w);
        dt_text_add(w->text, " } }");
    }
    dt_text_add(w->text, "\n");
}

/* Types of all actors; those that are not in the joint table have priors or none. */
static void say_types(doubts *w, uint64_t joint)
{
    for (dt_actor_id a = 0; a < dt_model_n_actors(w->model); a++) {
        const bool in_table = joint >> a & 1;
        const size_t n = dice_below(&w->d, TYPES + 1);
        w->n_types[a] = n;
        w->has_priors[a] = in_table || (n && dice_chance(&w->d, 80));
        w->prior[a][0] = WHOLE;
        if (w->has_priors[a] && !in_table)
            cut(&w->d, n + 1, false, w->prior[a]);
        for (size_t t = 0; t < n; t++)
            say_type(w, a, t, w->has_priors[a] && !in_table);
        if (in_table)
            w->prior[a][0] = 0;
    }
}

/* Row r names type (r / stride) mod (n + 1) of an actor, with a stride of its own for
 * each: so no two rows are the same. */
static void say_table(doubts *w, uint64_t joint)
{
    long part[PARTS];
    size_t most = 1;
    for (dt_actor_id a = 0; a < dt_model_n_actors(w->model); a++)
        most *= joint >> a & 1 ? w->n_types[a] + 1 : 1;
    const size_t n = dice_between(&w->d, 1, most < PARTS ? most : PARTS);
    cut(&w->d, n, false, part);
    dt_text_add(w->text, "prior {\n");
    for (size_t r = 0; r < n; r++) {
        size_t stride = 1;
        const char *apart = " ";
        say_share(w, part[r]);
        for (dt_actor_id a = 0; a < dt_model_n_actors(w->model); a++) {
            if (!(joint >> a & 1))
                continue;
            const size_t type = r / stride % (w->n_types[a] + 1);
            stride *= w->n_types[a] + 1;
            w->prior[a][type] += part[r];
            dt_text_format(w->text, "%s%s", apart, actor(w, a));
            if (type)
                dt_text_format(w->text, ".t%zu", type - 1);
            apart = ", ";
        }
        dt_text_add(w->text, "\n");
    }
    dt_text_add(w->text, "}\n");
}

/* ---- likelihoods -------------------------------------------------------------- */

/* How likely `n` things are of each type of an actor, which add up to 1 over them. */
typedef struct odds {
    bool listed[TYPES + 1];
    long p[TYPES + 1][PARTS];
} odds;

static odds draw_odds(doubts *w, dt_actor_id a, size_t n)
{
    odds o = {0};
    bool any = false;
    for (size_t t = 0; t <= w->n_types[a]; t++) {
        o.listed[t] = w->prior[a][t] > 0 || dice_chance(&w->d, 30);
        if (o.listed[t])
            cut(&w->d, n, !any, o.p[t]); /* of one of them all are above 0 */
        any = any || o.listed[t];
    }
    return o;
}

static void say_odds(doubts *w, dt_actor_id a, const odds *o, size_t k)
{
    const char *apart = "";
    for (size_t t = 0; t <= w->n_types[a]; t++) {
        if (!o->listed[t])
            continue;
        dt_text_add(w->text, apart);
        if (t)
            dt_text_format(w->text, "t%zu ", t - 1);
        else
            dt_text_format(w->text, "%s ", actor(w, a));
        say_share(w, o->p[t][k]);
        apart = ", ";
    }
}

/* ---- moves -------------------------------------------------------------------- */

/* A random move of the actor to a single state; DT_NO_STATE when a few tries find none.
 */
static dt_state draw_move(doubts *w, dt_actor_id a, dt_state from)
{
    const uint32_t n = dt_space_moves(w->space, a, from, w->moves);
    for (size_t tries = 8; n && tries; tries--) {
        const dt_state to = w->moves[dice_below(&w->d, n)];
        if (dt_space_n_members(w->space, to) == 1)
            return to;
    }
    return DT_NO_STATE;
}

/* What the actor sets to come to a state. */
static void say_move(doubts *w, dt_actor_id a, dt_state from, dt_state to, bool full)
{
    const char *apart = "";
    for (dt_choice_id c = 0; c < dt_model_n_choices(w->model); c++) {
        const uint32_t level = dt_space_level(w->space, to, c);
        if (dt_choice_actor(w->model, c) != a ||
            (level == dt_space_level(w->space, from, c) && dice_chance(&w->d, 80)))
            continue;
        dt_text_add(w->text, apart);
        say_level(w, c, level, full);
        apart = ", ";
    }
    if (!*apart)
        dt_text_add(w->text, "stay");
}

/* ---- tests -------------------------------------------------------------------- */

/* Some moves from a state, no two to the same one; the last one is to stay. */
static size_t draw_ploys(doubts *w, dt_actor_id a, dt_state from, dt_state to[PARTS])
{
    const size_t wanted = dice_below(&w->d, PARTS);
    size_t n = 0;
    for (size_t k = 0; k < wanted; k++) {
        to[n] = draw_move(w, a, from);
        bool is_new = to[n] != DT_NO_STATE;
        for (size_t j = 0; j < n; j++)
            is_new = is_new && to[j] != to[n];
        n += is_new;
    }
    to[n++] = DT_NO_STATE;
    return n;
}

static void say_ploys(doubts *w, dt_actor_id a, dt_state from)
{
    dt_state to[PARTS];
    const size_t n = draw_ploys(w, a, from, to);
    const bool is_told = dice_chance(&w->d, 50);
    const odds o = draw_odds(w, a, n);
    dt_text_add(w->text, " {\n");
    for (size_t k = 0; k < n; k++) {
        dt_text_format(w->text, "m%zu%s : ", k,
                       dice_chance(&w->d, 40) ? " \"A move, if any\"" : "");
        if (to[k] == DT_NO_STATE)
            dt_text_add(w->text, "stay");
        else
            say_move(w, a, from, to[k], dice_chance(&w->d, 30));
        if (is_told) {
            dt_text_add(w->text, " likely ");
            say_odds(w, a, &o, k);
        }
        dt_text_add(w->text, "\n");
    }
    dt_text_add(w->text, "}");
}

static bool can_choose(const doubts *w, dt_actor_id a)
{
    for (dt_choice_id c = 0; c < dt_model_n_choices(w->model); c++)
        if (dt_choice_actor(w->model, c) == a)
            return true;
    return false;
}

static void say_turn(doubts *w, const char *word, dt_actor_id a, dt_state from)
{
    dt_text_format(w->text, "%s %s", word, actor(w, a));
    if (dice_chance(&w->d, 60))
        say_ploys(w, a, from);
    dt_text_add(w->text, "\n");
}

static void say_test(doubts *w, size_t k)
{
    const size_t n = dt_model_n_actors(w->model);
    const dt_actor_id tester = (dt_actor_id)dice_below(&w->d, n);
    const dt_actor_id other =
        (dt_actor_id)((tester + 1 + dice_below(&w->d, n - 1)) % n);
    const dt_state to =
        w->here == DT_NO_STATE ? w->here : draw_move(w, tester, w->here);
    if (to == DT_NO_STATE || !can_choose(w, other))
        return;
    dt_text_format(w->text, "test k%zu%s : ", k,
                   dice_chance(&w->d, 40) ? " \"A test\"" : "");
    say_move(w, tester, w->here, to, true);
    dt_text_add(w->text, " {\n");
    say_turn(w, "answers", other, to);
    for (size_t more = dice_below(&w->d, 4); more > 0; more--)
        say_turn(w, "then", dice_chance(&w->d, 50) ? tester : other, to);
    dt_text_add(w->text, "}\n");
}

/* ---- signals ------------------------------------------------------------------ */

static void say_day(doubts *w, size_t month)
{
    dt_text_format(w->text, " 20%02zu-%02zu-%02zu", dice_between(&w->d, 10, 12), month,
                   dice_between(&w->d, 1, 28));
}

static void say_signal(doubts *w)
{
    const dt_actor_id a = (dt_actor_id)dice_below(&w->d, dt_model_n_actors(w->model));
    const odds o = draw_odds(w, a, 2);
    const bool moves = w->here != DT_NO_STATE && dice_chance(&w->d, 50);
    const dt_state to = moves ? draw_move(w, a, w->here) : DT_NO_STATE;
    if (!w->has_priors[a])
        return;
    dt_text_add(w->text, "signal");
    if (dice_chance(&w->d, 60))
        say_day(w, dice_between(&w->d, 1, 6));
    dt_text_format(w->text, " %s \"Seen, and so\" ", actor(w, a));
    if (!moves) {
        dt_text_add(w->text, ": ");
        say_odds(w, a, &o, 0);
    } else if (to == DT_NO_STATE)
        dt_text_add(w->text, "moves stay");
    else {
        dt_text_add(w->text, "moves ");
        say_move(w, a, w->here, to, dice_chance(&w->d, 30));
    }
    if (dice_chance(&w->d, 30))
        dt_text_add(w->text, " credibility 0.75");
    if (dice_chance(&w->d, 30))
        dt_text_add(w->text,
                    dice_chance(&w->d, 50) ? " withdrawn 2013-01-01" : " withdrawn");
    dt_text_add(w->text, "\n");
}

/* ---- trust -------------------------------------------------------------------- */

/* The code of the first state, with the choices of the actor as in the second. */
static dt_code joined(const doubts *w, dt_state one, dt_state other, dt_actor_id a)
{
    dt_code code = 0;
    for (dt_choice_id c = 0; c < dt_model_n_choices(w->model); c++)
        code = dt_code_with(
            w->model, code, c,
            dt_space_level(w->space, dt_choice_actor(w->model, c) == a ? other : one,
                           c));
    return code;
}

static void say_trust(doubts *w, size_t k)
{
    const size_t n = dt_model_n_actors(w->model);
    const dt_actor_id a = (dt_actor_id)dice_below(&w->d, n);
    const dt_actor_id b = (dt_actor_id)((a + 1 + dice_below(&w->d, n - 1)) % n);
    if (w->here == DT_NO_STATE)
        return;
    const dt_state one = draw_move(w, a, w->here), other = draw_move(w, b, w->here);
    if (one == DT_NO_STATE || other == DT_NO_STATE ||
        dt_code_check(w->model, joined(w, one, other, b), NULL) != DT_OK)
        return;
    dt_text_format(w->text, "trust k%zu%s : ", k,
                   dice_chance(&w->d, 40) ? " \"A deal, if they dare\"" : "");
    say_move(w, a, w->here, one, true);
    dt_text_add(w->text, " with ");
    say_move(w, b, w->here, other, true);
    dt_text_add(w->text, "\n");
}

/* ---- the whole ---------------------------------------------------------------- */

static dt_state find_here(const dt_space *space)
{
    const dt_state here = dt_space_status_quo(space);
    return here != DT_NO_STATE && dt_space_n_members(space, here) == 1 ? here
                                                                       : DT_NO_STATE;
}

void say_doubts(const dt_model *model, const dt_space *space, uint64_t seed,
                dt_text *text)
{
    doubts w = {.model = model, .space = space, .text = text, .d = {.seed = seed}};
    const uint64_t all = (UINT64_C(1) << dt_model_n_actors(model)) - 1;
    const uint64_t joint = dice_chance(&w.d, 30) ? dice_word(&w.d) & all : 0;
    w.here = find_here(space);
    w.moves = calloc(dt_space_n_states(space), sizeof *w.moves);
    if (!w.moves)
        abort();
    say_types(&w, joint);
    if (joint)
        say_table(&w, joint);
    for (size_t k = dice_below(&w.d, 4); k > 0; k--)
        say_test(&w, k);
    for (size_t k = dice_below(&w.d, 6); k > 0; k--)
        say_signal(&w);
    for (size_t k = dice_below(&w.d, 3); k > 0; k--)
        say_trust(&w, k);
    dt_text_add(text, dice_chance(&w.d, 40) ? "drift 0.9\n" : "");
    dt_text_add(text, dice_chance(&w.d, 40) ? "precision 2.5\n" : "");
    free(w.moves);
}
