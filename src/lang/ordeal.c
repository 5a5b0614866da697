/* Binding tests and questions of trust: who moves when, among what; and whether the
 * first moves can be made where they begin.
 *
 * That is asked last, when all names are sound: from the status quo, and for answers
 * from the state to which the test leads. Later moves begin at more than one state; who
 * builds the game sees from which they can be made. */
#include "lang/binder.h"

#include "base/decimal.h"

#include <string.h>

/* ---- turns: moves --------------------------------------------------------------- */

static bool is_new(dt_parser *p, const char *what, const dt_name *name,
                   const dt_name *other)
{
    if (strcmp(name->id, other->id) != 0)
        return true;
    dt_report(p->diags, DT_FINDING_duplicate, name->where, "there is a %s '%s' already",
              what, name->id);
    dt_report_note(p->diags, other->where, "declared here");
    return false;
}

/* A move that is not listed yet. Where it is said how likely answers are, several may
 * be of one move: it is what is heard that tells. */
static bool is_new_ploy(dt_parser *p, const dt_ploy *ploys, const dt_ploy *here,
                        bool is_told)
{
    for (; ploys < here; ploys++) {
        if (!is_new(p, "move", &here->name, &ploys->name))
            return false;
        if (is_told || here->setting.mask != ploys->setting.mask ||
            here->setting.code != ploys->setting.code)
            continue;
        dt_report(p->diags, DT_FINDING_duplicate, here->where,
                  "'%s' is the same move as '%s'", here->name.id, ploys->name.id);
        dt_report_note(p->diags, ploys->where, "this one");
        return false;
    }
    return true;
}

static dt_span span_of_likely(const dt_parser *p, const dt_draft_ploy *draft)
{
    const dt_draft_likelihood *const all = draft->likelihoods.items;
    const dt_draft_likelihood *const last = &all[draft->likelihoods.n - 1];
    return dt_span_to(p, draft->likely, last->number ? last->number : last->name);
}

static bool bind_ploy(dt_parser *p, const dt_actor *actor, dt_draft_ploy *draft,
                      const dt_ploy *ploys, dt_ploy *ploy)
{
    *ploy = draft->ploy;
    bool is_sound = dt_bind_move(p, &draft->move, actor, &ploy->setting);
    if (draft->likely)
        is_sound =
            dt_bind_likelihoods(p, actor, &draft->likelihoods, span_of_likely(p, draft),
                                &ploy->n_likely, &ploy->likely) &&
            is_sound;
    return is_sound && is_new_ploy(p, ploys, ploy, draft->likely);
}

/* ---- turns: how likely moves are ------------------------------------------------- */

/* It is said of all moves, or of none. */
static bool is_even(dt_parser *p, const dt_list *list)
{
    const dt_draft_ploy *const drafts = list->items;
    for (size_t k = 1; k < list->n; k++) {
        if (!drafts[k].likely == !drafts->likely)
            continue;
        const dt_draft_ploy *const without = drafts->likely ? &drafts[k] : drafts;
        const dt_draft_ploy *const with = drafts->likely ? drafts : &drafts[k];
        dt_report(p->diags, DT_FINDING_missing, without->ploy.where,
                  "it is not said how likely this move is, as it is of '%s'",
                  with->ploy.name.id);
        dt_report_note(p->diags, dt_span_of(p, with->likely), "here it is");
        dt_report_help(p->diags, "write 'likely' for all moves of a turn, or for none");
        return false;
    }
    return true;
}

/* Which type a likelihood is about, as it was bound. */
static uint32_t named_type(const dt_parser *p, const dt_actor *actor,
                           const dt_draft_likelihood *likelihood)
{
    const uint32_t type = dt_find_type(actor, dt_word_of(p, likelihood->name));
    return type == DT_ITSELF ? 0 : type;
}

/* The last place of the turn where something is said of the type. */
static const dt_token *last_number(const dt_parser *p, const dt_actor *actor,
                                   const dt_list *list, uint32_t type)
{
    const dt_draft_ploy *const drafts = list->items;
    const dt_token *last = NULL;
    for (size_t k = 0; k < list->n; k++) {
        const dt_draft_likelihood *const all = drafts[k].likelihoods.items;
        for (size_t j = 0; j < drafts[k].likelihoods.n; j++)
            if (named_type(p, actor, &all[j]) == type)
                last = all[j].number;
    }
    return last;
}

/* Of each type that is named the moves add up to 1. */
static void check_sums(dt_parser *p, const dt_actor *actor, const dt_turn *turn,
                       const dt_list *list)
{
    char number[DT_DECIMAL_ROOM];
    for (uint32_t type = 0; type <= actor->n_types; type++) {
        const dt_token *const last = last_number(p, actor, list, type);
        int64_t sum = 0;
        for (uint32_t k = 0; k < turn->n_ploys; k++)
            sum +=
                dt_likelihood_of(turn->ploys[k].likely, turn->ploys[k].n_likely, type);
        if (last && sum != DT_DECIMAL_ONE)
            dt_report(p->diags, DT_FINDING_probability, dt_span_of(p, last),
                      "the moves of '%s' in this turn add up to %s, not to 1",
                      dt_self_name(actor, type), dt_decimal_write(sum, number));
    }
}

static void bind_ploys(dt_parser *p, const dt_actor *actor, dt_draft_turn *draft,
                       dt_turn *turn)
{
    dt_draft_ploy *const drafts = draft->ploys.items;
    const size_t n = draft->ploys.n;
    if (n == 0 ||
        !dt_bind_fits(p, n, DT_PLOYS_MAX, drafts[n - 1].ploy.where, "a turn", "moves"))
        return;
    dt_ploy *const ploys = dt_arena_array(p->arena, dt_ploy, n);
    bool is_sound = ploys && is_even(p, &draft->ploys);
    p->lost = p->lost || !ploys;
    turn->ploys = ploys;
    for (size_t k = 0; k < n && !p->lost && !dt_diags_full(p->diags); k++) {
        is_sound = bind_ploy(p, actor, &drafts[k], ploys, &ploys[k]) && is_sound;
        turn->n_ploys++;
    }
    if (is_sound && !p->lost && drafts->likely)
        check_sums(p, actor, turn, &draft->ploys);
}

/* ---- turns ---------------------------------------------------------------------- */

/* Somebody who can move at all. */
static bool may_move(dt_parser *p, const dt_actor *actor, dt_span where)
{
    if (actor->is_agenda)
        dt_report(p->diags, DT_FINDING_wrong_kind, where,
                  "'%s' is nobody who could move: its choices are what others agree on",
                  actor->name.id);
    else if (!actor->n_choices)
        dt_report(p->diags, DT_FINDING_missing, where,
                  "'%s' has no options or issues: it cannot move", actor->name.id);
    return !actor->is_agenda && actor->n_choices;
}

/* The first turn is the answer, and not the tester's own. */
static bool check_order(dt_parser *p, const dt_draft_turn *draft, bool is_first)
{
    if (draft->answers == is_first)
        return true;
    dt_report(p->diags, DT_FINDING_syntax, dt_span_of(p, draft->keyword),
              is_first ? "the first turn is the answer to the test"
                       : "the answer to the test is its first turn, and only that");
    dt_report_help(p->diags, "write '%s'", is_first ? "answers" : "then");
    return false;
}

static void check_answerer(dt_parser *p, const dt_test *test, const dt_actor *actor,
                           dt_span where)
{
    const dt_model *const model = p->draft->model;
    if (actor == &model->actors[test->tester])
        dt_report(p->diags, DT_FINDING_wrong_kind, where,
                  "'%s' makes this test, and does not answer it", actor->name.id);
    else if (!dt_actor_has_priors(model, dt_actor_index(p, actor)) &&
             p->draft->intentions.priors_are_sound) {
        dt_report(p->diags, DT_FINDING_no_prior, where,
                  "it is not said how likely the types of '%s' are: its answer tells "
                  "nothing",
                  actor->name.id);
        dt_report_help(p->diags, "say how likely they are: type %s.%s 0.5",
                       actor->name.id, actor->n_types ? actor->types->name.id : "NAME");
    }
}

static bool bind_turn(dt_parser *p, const dt_test *test, dt_draft_turn *draft,
                      dt_turn *turn)
{
    const bool is_first = turn == test->turns;
    const dt_span where = dt_span_of(p, draft->actor);
    const bool in_order = check_order(p, draft, is_first);
    const dt_actor *const actor = dt_bind_actor(p, draft->actor);
    if (!actor || !may_move(p, actor, where))
        return false;
    *turn = (dt_turn){.actor = dt_actor_index(p, actor),
                      .where = dt_span_to(p, draft->keyword, draft->actor)};
    if (is_first && in_order)
        check_answerer(p, test, actor, where);
    bind_ploys(p, actor, draft, turn);
    return true;
}

/* ---- tests ---------------------------------------------------------------------- */

/* Who may answer a test of which that is not said. */
static bool may_answer(const dt_model *model, const dt_test *test, uint32_t a)
{
    const dt_actor *const actor = &model->actors[a];
    return a != test->tester && actor->n_choices && !actor->is_agenda &&
           dt_actor_has_priors(model, a);
}

static void report_no_answerer(dt_parser *p, const dt_test *test, uint32_t one,
                               uint32_t other)
{
    const dt_actor *const actors = p->draft->model->actors;
    if (one == DT_ITSELF)
        dt_report(p->diags, DT_FINDING_missing, test->name.where,
                  "it is not said who answers this test, and no actor but '%s' has "
                  "types with priors",
                  actors[test->tester].name.id);
    else
        dt_report(p->diags, DT_FINDING_missing, test->name.where,
                  "it is not said who answers this test: '%s' and '%s' have types with "
                  "priors",
                  actors[one].name.id, actors[other].name.id);
    dt_report_help(p->diags, "say it in braces: test %s : ... { answers %s; then %s }",
                   test->name.id, one == DT_ITSELF ? "ACTOR" : actors[one].name.id,
                   actors[test->tester].name.id);
}

/* The one other actor of whom there is something to tell; DT_ITSELF, and reported, when
 * it is not one. */
static uint32_t guess_answerer(dt_parser *p, const dt_test *test)
{
    const dt_model *const model = p->draft->model;
    uint32_t found = DT_ITSELF;
    for (uint32_t a = 0; a < model->n_actors; a++) {
        if (!may_answer(model, test, a))
            continue;
        if (found != DT_ITSELF) {
            report_no_answerer(p, test, found, a);
            return DT_ITSELF;
        }
        found = a;
    }
    if (found == DT_ITSELF && p->draft->intentions.priors_are_sound)
        report_no_answerer(p, test, found, found);
    return found;
}

/* Answer, and then the tester again. */
static void put_in_turns(dt_parser *p, dt_test *test, dt_turn *turns)
{
    const uint32_t answerer = guess_answerer(p, test);
    if (answerer == DT_ITSELF)
        return;
    turns[test->n_turns++] = (dt_turn){.actor = answerer, .where = test->name.where};
    turns[test->n_turns++] =
        (dt_turn){.actor = test->tester, .where = test->name.where};
}

static void bind_turns(dt_parser *p, dt_draft_test *draft, dt_test *test)
{
    dt_draft_turn *const drafts = draft->turns.items;
    const size_t n = draft->turns.n;
    dt_turn *const turns = dt_arena_array(p->arena, dt_turn, DT_TURNS_MAX);
    p->lost = p->lost || !turns;
    test->turns = turns;
    if (!turns ||
        (n && !dt_bind_fits(p, n, DT_TURNS_MAX,
                            dt_span_to(p, drafts[n - 1].keyword, drafts[n - 1].actor),
                            "a test", "turns")))
        return;
    if (!draft->has_block)
        put_in_turns(p, test, turns);
    for (size_t k = 0; k < n && !p->lost; k++)
        if (bind_turn(p, test, &drafts[k], &turns[k]))
            test->n_turns = (uint32_t)k + 1;
}

static void bind_test(dt_parser *p, dt_draft_test *draft, dt_test *test)
{
    *test = draft->test;
    for (const dt_test *other = p->draft->model->intentions.tests; other < test;
         other++)
        if (!is_new(p, "test", &test->name, &other->name))
            break;
    const bool begins = dt_bind_begins(p, test->where, "a test");
    const dt_actor *const tester = dt_bind_move(p, &draft->move, NULL, &test->setting);
    if (!tester || !begins)
        return;
    test->tester = dt_actor_index(p, tester);
    bind_turns(p, draft, test);
}

void dt_bind_tests(dt_parser *p)
{
    dt_intentions *const all = &p->draft->model->intentions;
    const dt_list *const list = &p->draft->intentions.tests;
    dt_draft_test *const drafts = list->items;
    const size_t n = list->n;
    if (n == 0 ||
        !dt_bind_fits(p, n, DT_TESTS_MAX, drafts[n - 1].test.where, "a model", "tests"))
        return;
    dt_test *const tests = dt_arena_array(p->arena, dt_test, n);
    p->lost = p->lost || !tests;
    all->tests = tests;
    for (size_t k = 0; k < n && !p->lost && !dt_diags_full(p->diags); k++)
        bind_test(p, &drafts[k], &tests[all->n_tests++]);
}

/* ---- trust ---------------------------------------------------------------------- */

static void bind_trust(dt_parser *p, dt_draft_trust *draft, dt_trust *trust)
{
    const dt_actor *actors[2];
    *trust = draft->trust;
    for (const dt_trust *other = p->draft->model->intentions.trusts; other < trust;
         other++)
        if (!is_new(p, "question of trust", &trust->name, &other->name))
            break;
    dt_bind_begins(p, trust->where, "a question of trust");
    for (int side = 0; side < 2; side++) {
        actors[side] =
            dt_bind_move(p, &draft->sides[side], NULL, &trust->setting[side]);
        if (actors[side])
            trust->actor[side] = dt_actor_index(p, actors[side]);
    }
    if (!actors[0] || actors[0] != actors[1])
        return;
    dt_report(p->diags, DT_FINDING_wrong_kind, draft->sides[1].where,
              "this move, too, is by '%s': trust is between two", actors[0]->name.id);
    dt_report_note(p->diags, draft->sides[0].where, "the other move");
}

void dt_bind_trusts(dt_parser *p)
{
    dt_intentions *const all = &p->draft->model->intentions;
    const dt_list *const list = &p->draft->intentions.trusts;
    dt_draft_trust *const drafts = list->items;
    const size_t n = list->n;
    if (n == 0 || !dt_bind_fits(p, n, DT_TRUSTS_MAX, drafts[n - 1].trust.where,
                                "a model", "questions of trust"))
        return;
    dt_trust *const trusts = dt_arena_array(p->arena, dt_trust, n);
    p->lost = p->lost || !trusts;
    all->trusts = trusts;
    for (size_t k = 0; k < n && !p->lost && !dt_diags_full(p->diags); k++)
        bind_trust(p, &drafts[k], &trusts[all->n_trusts++]);
}

/* ---- can they be made? ----------------------------------------------------------- */

/* A move, and where it begins. */
typedef struct start {
    uint64_t code;
    dt_actor_id actor;
    const char *from; /* "the status quo" */
} start;

static bool breaks(const dt_model *model, const dt_rule *rule, uint64_t code)
{
    return dt_formula_holds(model, rule->formula, code) == rule->impossible;
}

/* Against the way of a choice. */
static bool check_ways(dt_parser *p, const start *s, const dt_draft_move *draft)
{
    const dt_assignment *const all = draft->assignments.items;
    bool is_open = true;
    for (size_t k = 0; k < draft->assignments.n; k++) {
        const dt_choice *const choice = all[k].choice;
        const uint32_t before = dt_choice_level(choice, s->code), after = all[k].level;
        if (choice->way == DT_WAY_BOTH || before == after ||
            (choice->way == DT_WAY_UP) == (after > before))
            continue;
        is_open = false;
        dt_report(p->diags, DT_FINDING_one_way, dt_ref_span(p, &all[k].ref),
                  "'%s.%s' goes only %s: no move takes it from '%s' to '%s'",
                  p->draft->model->actors[choice->actor].name.id, choice->name.id,
                  choice->way == DT_WAY_UP ? "up" : "down", choice->levels[before].id,
                  choice->levels[after].id);
    }
    return is_open;
}

/* Against a rule that what was before it does not break. What is wrong with the status
 * quo is reported when states are looked for. */
static bool check_rules(dt_parser *p, const start *s, uint64_t code, dt_span where)
{
    const dt_model *const model = p->draft->model;
    for (uint32_t r = 0; r < model->n_rules; r++) {
        const dt_rule *const rule = &model->rules[r];
        if (!breaks(model, rule, code) || breaks(model, rule, s->code))
            continue;
        dt_report(p->diags, DT_FINDING_outcome, where,
                  "from %s this move breaks a rule", s->from);
        dt_report_note(p->diags, rule->where, "this one");
        return false;
    }
    return true;
}

static bool check_forbids(dt_parser *p, const start *s, uint64_t code, dt_span where)
{
    const dt_model *const model = p->draft->model;
    for (uint32_t k = 0; k < model->n_forbids; k++) {
        const dt_forbid *const forbid = &model->forbids[k];
        if (forbid->actor != s->actor ||
            !dt_formula_holds(model, forbid->from, s->code) ||
            !dt_formula_holds(model, forbid->to, code))
            continue;
        dt_report(p->diags, DT_FINDING_outcome, where, "from %s this move is forbidden",
                  s->from);
        dt_report_note(p->diags, forbid->where, "here");
        return false;
    }
    return true;
}

/* Report a move that cannot be made. */
static bool check_move(dt_parser *p, const start *s, const dt_draft_move *draft,
                       dt_setting setting)
{
    const uint64_t code = dt_setting_apply(setting, s->code);
    return check_ways(p, s, draft) && check_rules(p, s, code, draft->where) &&
           (code == s->code || check_forbids(p, s, code, draft->where));
}

/* The same for one that has to change something. */
static bool check_first(dt_parser *p, dt_actor_id a, const dt_draft_move *draft,
                        dt_setting setting, const char *what)
{
    const start s = {p->draft->model->status_quo, a, "the status quo"};
    if (dt_setting_apply(setting, s.code) == s.code) {
        dt_report(p->diags, DT_FINDING_no_change, draft->where,
                  "%s changes something, and this is so in the status quo already",
                  what);
        return false;
    }
    return check_move(p, &s, draft, setting);
}

static void check_answers(dt_parser *p, const dt_test *test, const dt_draft_test *draft)
{
    const dt_turn *const answer = test->turns;
    const dt_draft_turn *const drafts = draft->turns.items;
    const start s = {dt_setting_apply(test->setting, p->draft->model->status_quo),
                     answer->actor, "the state after the test"};
    for (uint32_t k = 0; k < answer->n_ploys; k++) {
        const dt_draft_ploy *const ploys = drafts->ploys.items;
        check_move(p, &s, &ploys[k].move, answer->ploys[k].setting);
    }
}

static void check_both(dt_parser *p, const dt_trust *trust)
{
    const dt_model *const model = p->draft->model;
    const start s = {model->status_quo, trust->actor[0], "the status quo"};
    const uint64_t one = dt_setting_apply(trust->setting[0], s.code);
    const uint64_t both = dt_setting_apply(trust->setting[1], one);
    for (uint32_t r = 0; r < model->n_rules; r++) {
        const dt_rule *const rule = &model->rules[r];
        if (!breaks(model, rule, both) || breaks(model, rule, s.code))
            continue;
        dt_report(p->diags, DT_FINDING_outcome, trust->where,
                  "both moves together break a rule");
        dt_report_note(p->diags, rule->where, "this one");
        return;
    }
}

void dt_check_moves(dt_parser *p)
{
    const dt_intentions *const all = &p->draft->model->intentions;
    const dt_draft_test *const tests = p->draft->intentions.tests.items;
    const dt_draft_trust *const trusts = p->draft->intentions.trusts.items;
    for (uint32_t k = 0; k < all->n_tests; k++)
        if (check_first(p, all->tests[k].tester, &tests[k].move, all->tests[k].setting,
                        "a test"))
            check_answers(p, &all->tests[k], &tests[k]);
    for (uint32_t k = 0; k < all->n_trusts; k++) {
        const dt_trust *const trust = &all->trusts[k];
        bool can = true;
        for (int side = 0; side < 2; side++)
            can = check_first(p, trust->actor[side], &trusts[k].sides[side],
                              trust->setting[side], "a move of trust") &&
                  can;
        if (can)
            check_both(p, trust);
    }
}
