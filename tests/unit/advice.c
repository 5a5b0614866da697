/* Tests of intentions (detente/probe.h: dt_advice, dt_attempt, dt_reply): worked
 * examples whose figures can be found with a pencil. */
#include "support/played.h"
#include "support/probed.h"

#include <math.h>
#include <string.h>

/* Figures that follow from decimals; the branch of logit responses ends close by. */
static const double NEAR = 1e-6;

#define assert_about(x, wanted) assert_near((x), (wanted), NEAR)

static const dt_reply *one_of(const dt_reply *replies, uint32_t n, const char *name)
{
    for (uint32_t k = 0; k < n; k++)
        if (strcmp(replies[k].name, name) == 0)
            return &replies[k];
    fail_msg("no answer '%s'", name);
    return NULL;
}

static const dt_reply *reply_called(const dt_attempt *a, const char *name)
{
    return one_of(a->replies, a->n_replies, name);
}

static const dt_attempt *plan_of(const dt_advice *advice, uint32_t first,
                                 uint32_t second)
{
    for (uint32_t k = 0; k < advice->n_plans; k++)
        if (advice->plans[k].test == first && advice->plans[k].second == second)
            return &advice->plans[k];
    fail_msg("no plan of %u and %u", first, second);
    return NULL;
}

/* ---- Which test tells most ------------------------------------------------------- */

/* Engaging is worth 10 with a sincere side and -8 with one that plays for time, what it
 * is shows in the end; containing is worth nothing. */
#define ENGAGE                                                                         \
    "actor us { option engage; option talks; option conference; option freeze }\n"     \
    "actor iran { option accept; option honour }\n"                                    \
    "status quo { }\n"                                                                 \
    "value us { 10 engage and honour; -8 engage and not honour }\n"                    \
    "type iran.sincere 0.4 { value { 1 honour } }\n"                                   \
    "type iran.stalling 0.6 { value { 1 not honour } }\n"

#define ENDING                                                                         \
    "then us { engage : engage; contain : stay }\n"                                    \
    "then iran { keep : honour; cheat : stay }\n"

#define STATED(name, sincere, rest_sincere, stalling, rest_stalling)                   \
    "test " name " : " name " {\n"                                                     \
    "answers iran {\n"                                                                 \
    "yes : accept likely sincere " sincere ", stalling " stalling "\n"                 \
    "no : stay likely sincere " rest_sincere ", stalling " rest_stalling               \
    "\n}\n" ENDING "}\n"

static const char three[] = ENGAGE STATED("talks", "0.9", "0.1", "0.7", "0.3")
    STATED("conference", "0.8", "0.2", "0.2", "0.8")
        STATED("freeze", "0.6", "0.4", "0.05", "0.95");

/* With mu = .4 the tester would contain, for 0; 10 mu - 8 (1 - mu) > 0 from 4/9 on. A
 * yes to test k is followed by engaging when it lifts the belief above that: so
 * EVSI = .4 x 10 P(yes | sincere) - .6 x 8 P(yes | stalling). EVPI = .4 x 10. */
static void one_table_of_three_tests(void **state)
{
    (void)state;
    static const struct {
        double yes, no, evsi, bits, trap, ratio;
    } row[] = {{6.0 / 13, 2.0 / 11, 0.24, 0.043794726, 3.36, 9.0 / 7},
               {8.0 / 11, 1.0 / 7, 2.24, 0.267659426, 0.96, 4},
               {8.0 / 9, 16.0 / 73, 2.16, 0.281246224, 0.24, 12}};
    probed p = assert_probe(three, NULL);
    assert_int_equal(p.found->n_advices, 1);
    const dt_advice *const advice = &p.found->advices[0];
    assert_int_equal(advice->n_attempts, 4);
    for (uint32_t k = 0; k < 4; k++) {
        const dt_attempt *const a = &advice->attempts[k];
        assert_true(a->applies && a->settled);
        assert_about(a->evpi, 4);
        assert_about(a->entropy, 0.970950594);
        assert_int_equal(a->n_types, 2);
        assert_int_equal(a->types[a->best_type], 1);
        assert_true(a->proof.regret <= NEAR && a->proof.bayes <= NEAR);
        if (k == 0)
            continue;
        assert_true(a->stated);
        assert_about(a->gain, row[k - 1].evsi);
        assert_about(a->evsi, row[k - 1].evsi);
        assert_about(a->bits, row[k - 1].bits);
        assert_about(a->trap, row[k - 1].trap);
        assert_about(a->loss[1], row[k - 1].trap);
        assert_about(reply_called(a, "yes")->belief[0], row[k - 1].yes);
        assert_about(reply_called(a, "no")->belief[0], row[k - 1].no);
        assert_about(reply_called(a, "yes")->ratio, row[k - 1].ratio);
        assert_string_equal(reply_called(a, "yes")->next[0].name, "engage");
        assert_string_equal(reply_called(a, "no")->next[0].name, "contain");
        assert_int_equal(a->separation, DT_SEPARATION_PARTLY);
    }
    probe_release(&p);
}

static void decision_and_information_disagree(void **state)
{
    (void)state;
    probed p = assert_probe(three, NULL);
    const dt_advice *const advice = &p.found->advices[0];
    assert_int_equal(advice->attempts[0].test, DT_NO_TEST);
    assert_int_equal(advice->attempts[0].n_replies, 0);
    assert_about(advice->attempts[0].gain, 0);
    assert_int_equal(advice->by_gain, 2);
    assert_int_equal(advice->by_bits, 3);
    assert_int_equal(advice->by_trap, 3);
    assert_int_equal(advice->attempts[1].dominated, 2);
    assert_int_equal(advice->attempts[2].dominated, DT_NO_TEST);
    assert_int_equal(advice->attempts[3].dominated, DT_NO_TEST);
    probe_release(&p);
}

/* Conference and freeze together, either first. Engaging follows all pairs of answers
 * but two times no, whose belief is .4 x .2 x .4 / (.032 + .6 x .8 x .95) < 4/9; and of
 * those, a no to the conference and a yes to the freeze: .096 / (.096 + .024) = .8.
 * EVSI = 10 x (.4 - .032) - 8 x (.6 - .456) = 3.68 - 1.152. */
static void two_tests_in_either_order(void **state)
{
    (void)state;
    probed p = assert_probe(three, NULL);
    const dt_advice *const advice = &p.found->advices[0];
    assert_int_equal(advice->n_plans, 6);
    assert_false(advice->plans_cut);
    for (uint32_t k = 0; k < 2; k++) {
        const dt_attempt *const plan = plan_of(advice, 1 + k, 2 - k);
        assert_true(plan->applies);
        assert_about(plan->evsi, 2.528);
        assert_about(plan->gain, 2.528);
        assert_about(plan->evpi, 4);
        assert_about(plan->bits, 0.454225843);
        assert_about(plan->trap, 1.152);
        assert_true(reply_called(plan, "no")->next[0].is_test);
    }
    assert_int_not_equal(advice->best_plan, DT_NO_TEST);
    assert_about(advice->plans[advice->best_plan].gain, 2.528);
    probe_release(&p);
}

/* Gains are 6.4 mu - .4 by the freeze, 9.6 mu - 1.6 by the conference, and 18 mu - 8 by
 * engaging at once: they meet at 1/16, 3/8 and 16/21. */
/* No to the conference, then the freeze: from 1/7 a yes, .6 to .05, leads to 2/3, and a
 * no, .4 to .95, to .4 / (.4 + 6 x .95) = 4/61. Likelihoods are the freeze's own. */
static void what_the_second_test_says(void **state)
{
    (void)state;
    probed p = assert_probe(three, NULL);
    const dt_attempt *const plan = plan_of(&p.found->advices[0], 1, 2);
    const dt_reply *const no = reply_called(plan, "no");
    assert_int_equal(no->n_second, 2);
    const dt_reply *const then_yes = one_of(no->second, 2, "yes");
    const dt_reply *const then_no = one_of(no->second, 2, "no");
    assert_about(then_yes->p, (0.6 + 6 * 0.05) / 7);
    assert_about(then_yes->by_type[0], 0.6);
    assert_about(then_yes->by_type[1], 0.05);
    assert_about(then_yes->belief[0], 2.0 / 3);
    assert_about(then_yes->ratio, 12);
    assert_about(then_yes->worth, 4);
    assert_string_equal(then_yes->next[0].name, "engage");
    assert_about(then_no->belief[0], 4.0 / 61);
    assert_string_equal(then_no->next[0].name, "contain");
    assert_int_equal(then_no->n_second, 0);
    assert_int_equal(p.found->advices[0].attempts[1].replies[0].n_second, 0);
    probe_release(&p);
}

static void advice_holds_over_a_range(void **state)
{
    (void)state;
    static const double to[] = {1.0 / 16, 3.0 / 8, 16.0 / 21, 1};
    static const uint32_t best[] = {0, 3, 2, 0};
    probed p = assert_probe(three, NULL);
    const dt_advice *const advice = &p.found->advices[0];
    assert_int_equal(advice->vary, 0);
    assert_about(advice->now, 0.4);
    assert_int_equal(advice->n_stretches, 4);
    for (uint32_t k = 0; k < 4; k++) {
        assert_int_equal(advice->stretches[k].attempt, best[k]);
        assert_true(fabs(advice->stretches[k].to - to[k]) <= advice->grain);
        assert_about(advice->stretches[k].from, k ? advice->stretches[k - 1].to : 0);
    }
    probe_release(&p);
}

/* An answer that only one type gives is certain; the other one's likelihood is 0, but
 * what engaging it would mean is known. Contained without information: 0. EVSI is that
 * of knowing: 4. */
static void a_stated_answer_may_give_away_everything(void **state)
{
    (void)state;
    probed p = assert_probe(ENGAGE STATED("talks", "1", "0", "0", "1"), NULL);
    const dt_attempt *const a = &p.found->advices[0].attempts[1];
    assert_about(a->evsi, 4);
    assert_about(a->gain, 4);
    assert_about(a->bits, a->entropy);
    assert_about(a->trap, 0);
    assert_int_equal(a->separation, DT_SEPARATION_FULL);
    assert_true(isinf(reply_called(a, "yes")->ratio));
    assert_about(reply_called(a, "no")->ratio, 0);
    probe_release(&p);
}

/* ---- Costly signals -------------------------------------------------------------- */

/* A defender who ties its hands (Fearon 1997, with two types): whoever has committed
 * itself, is challenged and yields pays a. It fights if challenged when that is worth
 * more than yielding: 1 to the high type, -3 to the low one; if not challenged it keeps
 * what is worth 10, or 2. Half of all challengers challenge whatever happens, so
 * bluffing does not pay the low type from a = .5 x 2 / .5 = 2 on; here a = 2.5. */
#define DEFENDER                                                                       \
    "actor us { option warn; option challenge }\n"                                     \
    "actor iran { option commit; option fight }\n"                                     \
    "status quo { }\n"                                                                 \
    "value us { 2 challenge and not fight; -4 challenge and fight }\n"                 \
    "type us.hawk 0.5 { value { 2 challenge and not fight\n"                           \
    "-4 challenge and fight; 10 challenge } }\n"                                       \
    "type iran.high 0.2 { value { 10 not challenge; 1 challenge and fight\n"           \
    "-1 fight and not challenge; -2.5 commit and challenge and not fight } }\n"        \
    "type iran.low 0.8 { value { 2 not challenge; -3 challenge and fight\n"            \
    "-1 fight and not challenge; -2.5 commit and challenge and not fight } }\n"        \
    "test warning : warn {\n"                                                          \
    "answers iran { commit : commit; wait : stay }\n"                                  \
    "then us { challenge : challenge; back_off : stay }\n"                             \
    "then iran { fight : fight; yield : stay }\n}\n"

/* To a challenger that minds: challenging everybody is worth .8 x 2 - .2 x 4 = .8, so
 * that is what it does at once, and a high type that is silent is challenged; after the
 * answer it challenges the low type alone, for 1.6. */
static void costs_that_differ_tell_types_apart(void **state)
{
    (void)state;
    probed p = assert_probe(DEFENDER, NULL);
    const dt_advice *const advice = &p.found->advices[0];
    const dt_attempt *const a = &advice->attempts[1];
    assert_false(a->stated);
    assert_int_equal(a->tester_type, 0);
    assert_about(a->gain, 0.8);
    assert_about(a->evsi, 0.8);
    assert_about(a->evpi, 0.8);
    assert_about(a->bits, 0.721928095);
    assert_about(a->trap, 0);
    assert_int_equal(a->separation, DT_SEPARATION_FULL);
    assert_int_equal(a->types[a->best_type], 2);
    assert_about(reply_called(a, "commit")->by_type[0], 1);
    assert_about(reply_called(a, "commit")->by_type[1], 0);
    assert_about(reply_called(a, "commit")->p, 0.2);
    assert_string_equal(reply_called(a, "commit")->next[0].name, "back_off");
    assert_string_equal(reply_called(a, "wait")->next[0].name, "challenge");
    assert_about(reply_called(a, "wait")->worth, 2);
    probe_release(&p);
}

/* A hawk learns as much, and does nothing with it: 10 + 1.6 - .8 either way. */
static void testers_have_types(void **state)
{
    (void)state;
    dt_probe_question question = {.cast = {{1, 0}}};
    probed p = assert_probe(DEFENDER, &question);
    const dt_attempt *const a = &p.found->advices[0].attempts[1];
    assert_int_equal(a->tester_type, 1);
    assert_about(a->worth, 10.8);
    assert_about(a->gain, 0);
    assert_about(a->evsi, 0);
    assert_about(a->bits, 0.721928095);
    probe_release(&p);
}

/* Of the two the likelier one where the plain self is not possible; a type that is
 * certainly not there cannot look. */
static void a_tester_that_cannot_be(void **state)
{
    (void)state;
    static const char text[] =
        "actor us { option warn; option engage }\nactor iran { option accept }\n"
        "status quo { }\nvalue us { 1 engage and accept }\n"
        "type us.dove 0.3\ntype us.hawk 0.7\ntype us.saint 0\n"
        "type iran.sincere 0.5 { value { 1 accept } }\n"
        "type iran.stalling 0.5 { value { 1 not accept } }\n"
        "test warning : warn { answers iran { yes : accept; no : stay }\n"
        "then us { engage : engage; contain : stay } }\n";
    dt_probe_question question = {.cast = {{3, 0}}};
    probed p = assert_probe(text, NULL);
    assert_int_equal(p.found->advices[0].attempts[1].tester_type, 2);
    probe_release(&p);
    p = assert_probe(text, &question);
    assert_false(p.found->advices[0].attempts[1].applies);
    assert_string_equal(p.found->advices[0].attempts[1].why,
                        "'us' is certainly not of type 'saint'");
    assert_int_equal(p.found->advices[0].by_gain, DT_NO_TEST);
    assert_int_equal(p.found->advices[0].by_bits, DT_NO_TEST);
    probe_release(&p);
}

/* ---- An answer that nobody gives ------------------------------------------------- */

/* Beer and quiche (Cho and Kreps 1987): 2 for no duel and 1 for the breakfast one
 * likes; the surly are nine in ten; a duel is worth 1 with a wimp, no duel 1 with the
 * surly. What the sender is shows in the end, and is worth 1 to either. Both have beer;
 * to have quiche must be taken for a sign of a wimp with 1/2 at least, and on the
 * branch it is. */
static void beliefs_where_no_type_answers(void **state)
{
    (void)state;
    probed p =
        assert_probe("actor us { option ask; option duel }\n"
                     "actor iran { option beer; option strong }\n"
                     "status quo { }\n"
                     "value us { 1 duel and not strong; 1 not duel and strong }\n"
                     "type iran.surly 0.9 { value { 2 not duel; 1 beer; 1 strong } }\n"
                     "type iran.wimp 0.1 { value { 2 not duel; 1 not beer\n"
                     "1 not strong } }\n"
                     "test breakfast : ask {\n"
                     "answers iran { beer : beer; quiche : stay }\n"
                     "then us { duel : duel; leave : stay }\n"
                     "then iran { strong : strong; weak : stay }\n}\n",
                     NULL);
    const dt_attempt *const a = &p.found->advices[0].attempts[1];
    const dt_reply *const quiche = reply_called(a, "quiche");
    assert_true(a->settled);
    assert_about(a->bits, 0);
    assert_int_equal(a->separation, DT_SEPARATION_NONE);
    assert_about(a->worth, 0.9);
    assert_about(a->evsi, 0);
    assert_about(a->evpi, 0.1);
    assert_true(quiche->p <= 0);
    assert_true(isnan(quiche->ratio));
    assert_true(a->has_pure);
    assert_int_equal(a->n_pure, 2); /* all have beer, or all quiche */
    assert_true(quiche->belief[1] >= 0.5);
    assert_non_null(quiche->low);
    assert_about(quiche->low[1], 0.5);
    assert_about(quiche->high[1], 1);
    assert_about(quiche->low[0], 0);
    assert_about(quiche->high[0], 0.5);
    assert_null(reply_called(a, "beer")->low);
    assert_about(quiche->belief[0] + quiche->belief[1], 1);
    assert_about(reply_called(a, "beer")->belief[0], 0.9);
    assert_string_equal(reply_called(a, "beer")->next[0].name, "leave");
    assert_int_equal(p.found->advices[0].by_bits, DT_NO_TEST);
    assert_int_equal(p.found->advices[0].by_gain, 0);
    probe_release(&p);
}

/* ---- Edges ----------------------------------------------------------------------- */

/* Types without a probability are nowhere; certainty leaves nothing to learn. */
static void certainty(void **state)
{
    (void)state;
    probed p =
        assert_probe("actor us { option engage; option talks }\n"
                     "actor iran { option accept; option honour }\n"
                     "status quo { }\n"
                     "value us { 10 engage and honour; -8 engage and not honour }\n"
                     "type iran.sincere 1 { value { 1 honour } }\n"
                     "type iran.stalling 0\n"
                     "test talks : talks {\n"
                     "answers iran { yes : accept likely sincere 0.9; no : stay likely "
                     "sincere 0.1 }\n" ENDING "}\n",
                     NULL);
    const dt_advice *const advice = &p.found->advices[0];
    const dt_attempt *const a = &advice->attempts[1];
    assert_true(a->applies);
    assert_int_equal(a->n_types, 1);
    assert_int_equal(a->types[0], 1);
    assert_about(a->worth, 10);
    assert_about(a->gain, 0);
    assert_about(a->evsi, 0);
    assert_about(a->evpi, 0);
    assert_about(a->entropy, 0);
    assert_about(a->bits, 0);
    assert_about(a->trap, 0);
    assert_true(isnan(reply_called(a, "yes")->ratio));
    assert_int_equal(advice->n_stretches, 0);
    assert_int_equal(advice->by_bits, DT_NO_TEST);
    probe_release(&p);
}

/* Whoever chooses needs values; whoever is only stated to move does not. */
static void values_that_are_missing(void **state)
{
    (void)state;
#define SOMEBODY                                                                       \
    "actor us { option engage; option talks }\nactor iran { option accept }\n"         \
    "status quo { }\n"                                                                 \
    "type iran.sincere 0.5 { prefer { accept } }\n"                                    \
    "type iran.stalling 0.5 { value { 1 accept } }\n"
#define COMPUTED                                                                       \
    "test talks : talks {\nanswers iran { yes : accept; no : stay }\n"                 \
    "then us { engage : engage; contain : stay }\n}\n"
#define TOLD                                                                           \
    "test talks : talks {\nanswers iran {\n"                                           \
    "yes : accept likely sincere 0.9, stalling 0.5\n"                                  \
    "no : stay likely sincere 0.1, stalling 0.5\n}\n"                                  \
    "then us { engage : engage; contain : stay }\n}\n"
#define WORTH "value us { 1 engage and accept }\n"
    probed p = assert_probe(SOMEBODY WORTH COMPUTED, NULL);
    assert_false(p.found->advices[0].attempts[1].applies);
    assert_non_null(
        strstr(p.found->advices[0].attempts[1].why, "'iran.sincere' has no values"));
    assert_true(isnan(p.found->advices[0].attempts[1].gain));
    probe_release(&p);
    p = assert_probe(SOMEBODY TOLD, NULL);
    assert_non_null(strstr(p.found->advices[0].attempts[1].why, "'us' has no values"));
    probe_release(&p);
    p = assert_probe(SOMEBODY WORTH TOLD, NULL);
    assert_true(p.found->advices[0].attempts[1].applies);
    assert_about(p.found->advices[0].attempts[1].worth, 0.7);
    probe_release(&p);
}

/* Without turns in the model: any move of the other, then any of one's own. The sincere
 * side likes to accept, then engaging pays; the other one gives nothing. */
static void turns_that_are_not_written(void **state)
{
    (void)state;
    probed p =
        assert_probe("actor us { option engage; option talks }\n"
                     "actor iran { option accept; issue cut : none, some, deep }\n"
                     "status quo { }\n"
                     "impossible accept and cut = deep\n"
                     "value us { 4 engage and accept; -4 engage and not accept; -1 "
                     "talks }\n"
                     "type iran.sincere 0.25 { value { 3 accept; 1 cut = some } }\n"
                     "type iran.stalling 0.75 { value { -3 accept; -1 cut > none } }\n"
                     "test talks : talks\n",
                     NULL);
    const dt_advice *const advice = &p.found->advices[0];
    const dt_attempt *const a = &advice->attempts[1];
    /* 2 x 3 states of iran but one; us: engage or not, talks or not */
    assert_int_equal(a->n_replies, 5);
    assert_int_equal(a->replies[0].n_next, 4);
    assert_string_equal(reply_called(a, "stay")->label, "stay");
    assert_about(reply_called(a, "accept, cut = some")->by_type[0], 1);
    assert_about(reply_called(a, "stay")->by_type[1], 1);
    assert_int_equal(a->separation, DT_SEPARATION_FULL);
    assert_about(a->worth, 1); /* the talks are called off again: .25 x 4 */
    assert_about(a->gain, 1);
    assert_string_equal(reply_called(a, "accept, cut = some")->next[0].name,
                        "engage, not talks");
    probe_release(&p);
}

/* What cannot be undone cannot be chosen twice: a permanent step that was made in the
 * answer leaves the last turn nothing but to stay. */
static void moves_that_are_not_possible(void **state)
{
    (void)state;
    probed p = assert_probe("actor us { option engage; option talks }\n"
                            "actor iran { option build permanent }\n"
                            "status quo { }\n"
                            "value us { 1 engage and not build; -1 engage and build }\n"
                            "type iran.sincere 0.5 { value { -1 build } }\n"
                            "type iran.stalling 0.5 { value { 1 build } }\n"
                            "test talks : talks {\n"
                            "answers iran { build : build; wait : stay }\n"
                            "then us { engage : engage; contain : stay }\n"
                            "then iran { build : build; stop : not build }\n}\n",
                            NULL);
    const dt_attempt *const a = &p.found->advices[0].attempts[1];
    assert_true(a->applies);
    /* types x (answers x follow-ups x ends); build, then: it stands, or "stop" is not
     * possible: 1 end; wait, then: build, or not to: 2 ends. 1 + 2 x (1 + 2 + 4 + 6) */
    assert_int_equal(dt_game_n_nodes(a->game), 27);
    assert_about(a->evpi - a->evsi, a->loss[0] + a->loss[1]);
    probe_release(&p);
}

static void one_test_of_several(void **state)
{
    (void)state;
    dt_probe_question question = {.test = "freeze"};
    probed p = assert_probe(three, &question);
    assert_int_equal(p.found->n_advices, 1);
    assert_int_equal(p.found->advices[0].n_attempts, 2);
    assert_int_equal(p.found->advices[0].n_plans, 0);
    assert_int_equal(p.found->advices[0].attempts[1].test, 2);
    assert_about(p.found->advices[0].attempts[1].gain, 2.16);
    question.test = "freze";
    dt_probe *none = NULL;
    assert_int_equal(dt_probe_new(p.t.model, &question, p.t.diags, &none, &p.t.err),
                     DT_EUSAGE);
    assert_string_equal(p.t.err.text, "the model has no test 'freze'");
    probe_release(&p);
}

/* Each side tests the other: two pieces of advice. */
static void both_sides_test(void **state)
{
    (void)state;
    probed p =
        assert_probe("actor us { option engage; option talks }\n"
                     "actor iran { option accept; option invite }\n"
                     "status quo { }\n"
                     "type us.open 0.5 { value { 2 accept; 1 engage } }\n"
                     "type us.closed 0.5 { value { 2 accept; -1 engage } }\n"
                     "type iran.sincere 0.5 { value { 1 accept; 1 engage } }\n"
                     "type iran.stalling 0.5 { value { -1 accept; 1 engage } }\n"
                     "test talks : talks { answers iran { yes : accept; no : stay }\n"
                     "then us { engage : engage; not_now : stay } }\n"
                     "test visit : invite { answers us { yes : engage; no : stay }\n"
                     "then iran { accept : accept; refuse : stay } }\n",
                     NULL);
    assert_int_equal(p.found->n_advices, 2);
    const dt_advice *const first = &p.found->advices[0], *const second = first + 1;
    assert_int_equal(first->tester, 0);
    assert_int_equal(second->tester, 1);
    assert_int_equal(first->attempts[1].separation, DT_SEPARATION_FULL);
    assert_int_equal(second->attempts[1].separation, DT_SEPARATION_FULL);
    /* iran sincere looks: .5 x 1 for who engages, and 1 for accepting */
    assert_int_equal(second->attempts[1].tester_type, 1);
    assert_about(second->attempts[1].worth, 1.5);
    assert_about(second->attempts[1].evsi, 0);
    probe_release(&p);
}

/* A third side speaks before the tester chooses, and knows who is sincere: types go
 * together in a joint table. What it says is part of what the tester has seen. */
static void four_turns_and_a_third_side(void **state)
{
    (void)state;
    probed p = assert_probe(
        "actor us { option engage; option talks }\n"
        "actor iran { option accept; option honour }\n"
        "actor eu { option vouch }\n"
        "status quo { }\n"
        "value us { 10 engage and honour; -8 engage and not honour }\n"
        "value iran { 1 accept }\n"
        "type iran.sincere { value { 1 accept; 1 honour } }\n"
        "type iran.stalling { value { 1 accept; 1 not honour } }\n"
        "type eu.warm { value { 1 vouch } }\ntype eu.cool { value { -1 vouch } }\n"
        "prior { 0.4 iran.sincere, eu.warm; 0.6 iran.stalling, eu.cool }\n"
        "test talks : talks {\n"
        "answers iran { yes : accept; no : stay }\n"
        "then eu { vouch : vouch; silence : stay }\n" ENDING "}\n",
        NULL);
    const dt_attempt *const a = &p.found->advices[0].attempts[1];
    assert_true(a->applies && a->settled);
    assert_about(reply_called(a, "yes")->by_type[0], 1);
    assert_about(reply_called(a, "yes")->by_type[1], 1);
    assert_about(reply_called(a, "yes")->belief[0], 0.4);
    assert_about(a->gain, 4);
    assert_about(a->evsi, 4);
    assert_about(a->bits, a->entropy);
    assert_int_equal(reply_called(a, "yes")->n_next, 2);
    assert_about(reply_called(a, "yes")->next[0].p, 0.6);
    assert_string_equal(reply_called(a, "yes")->next[0].name, "contain");
    probe_release(&p);
}

/* A test that leaves the tester no choice tells something all the same. */
static void a_test_without_a_follow_up(void **state)
{
    (void)state;
    probed p = assert_probe(
        "actor us { option talks; option visit }\n"
        "actor iran { option accept }\nstatus quo { }\n"
        "value us { 2 accept; -1 talks; -1 visit }\n"
        "type iran.sincere 0.5 { value { 1 accept } }\n"
        "type iran.stalling 0.5 { value { -1 accept } }\n"
        "test talks : talks { answers iran { yes : accept; no : stay } }\n"
        "test visit : visit { answers iran { yes : accept; no : stay } }\n",
        NULL);
    const dt_advice *const advice = &p.found->advices[0];
    const dt_attempt *const a = &advice->attempts[1];
    assert_about(advice->attempts[0].worth, 0);
    assert_about(a->worth, 0);
    assert_about(a->evsi, 0);
    assert_about(a->evpi, 0);
    assert_about(a->bits, 1);
    assert_int_equal(a->replies[0].n_next, 0);
    const dt_attempt *const plan = plan_of(advice, 0, 1);
    assert_true(plan->applies);
    assert_int_equal(plan->replies[0].n_next, 2);
    assert_string_equal(plan->replies[0].next[0].name, "stay");
    assert_about(plan->bits, 1);
    probe_release(&p);
}

/* Beliefs after all signals count: .4 x .8 to .6 x .2 is 8 to 3, so engaging at once is
 * worth 10 x 8/11 - 8 x 3/11 = 56/11. */
static void tests_begin_after_the_signals(void **state)
{
    (void)state;
    probed p = assert_probe(
        ENGAGE "signal iran \"Frees prisoners\" : sincere 0.8, "
               "stalling 0.2\n" STATED("talks", "0.9", "0.1", "0.7", "0.3"),
        NULL);
    const dt_attempt *const at_once = &p.found->advices[0].attempts[0];
    assert_about(at_once->worth, 56.0 / 11);
    assert_about(at_once->evpi, 24.0 / 11);
    assert_about(p.found->advices[0].now, 8.0 / 11);
    probe_release(&p);
}

/* Probabilities are written so that they add up to 1, digit by digit. */
static void thirds_add_up(void **state)
{
    (void)state;
    probed p = assert_probe(
        ENGAGE "signal iran \"Frees prisoners\" : sincere 0.3, "
               "stalling 0.1\n" STATED("talks", "0.9", "0.1", "0.7", "0.3"),
        NULL);
    const dt_attempt *const a = &p.found->advices[0].attempts[1];
    dt_text text = {0};
    const dt_sink sink = {write_to_text, &text};
    assert_int_equal(dt_game_write(a->game, &sink, &p.t.err), DT_OK);
    assert_non_null(strstr(text.bytes, "\"iran: sincere\" 0.666666666666667"));
    assert_non_null(strstr(text.bytes, "\"iran: stalling\" 0.333333333333333"));
    dt_text_release(&text);
    probe_release(&p);
}

/* ---- Limits ---------------------------------------------------------------------- */

#define LEVELS                                                                         \
    "a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, " \
    "c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, d0, d1, d2, d3, d4, d5, d6, d7, d8, d9\n"

/* 40 x 40 x 40 ends for each of two types are too many. */
static void a_game_that_is_too_large(void **state)
{
    (void)state;
    probed p =
        assert_probe("actor us { option talks; issue offer : " LEVELS "}\n"
                     "actor iran { issue cut : " LEVELS "}\n"
                     "status quo { }\nvalue us { 1 cut > a0 }\n"
                     "type iran.sincere 0.5 { value { 1 cut > a0 } }\n"
                     "type iran.stalling 0.5 { value { -1 cut > a0 } }\n"
                     "test talks : talks {\nanswers iran\nthen us\nthen iran\n}\n",
                     NULL);
    const dt_advice *const advice = &p.found->advices[0];
    assert_false(advice->attempts[1].applies);
    assert_string_equal(
        advice->attempts[1].why,
        "its game would have more than 100000 nodes: list the moves of its turns");
    assert_int_equal(advice->by_gain, 0);
    assert_int_equal(advice->vary, DT_NO_TEST);
    assert_int_equal(advice->n_stretches, 0);
    probe_release(&p);
}

/* Stops the n-th time that it is asked. */
static bool stop_at(void *context, const char *phase, double done)
{
    uint32_t *const left = context;
    (void)phase;
    (void)done;
    return *left > 0 && --*left > 0;
}

static void whoever_looks_on_can_stop_it(void **state)
{
    (void)state;
    tested t = assert_text(three);
    dt_probe *probe = NULL;
    for (uint32_t n = 1; n < 40; n += 3) {
        uint32_t left = n;
        const dt_monitor monitor = {stop_at, &left};
        const dt_probe_question question = {.limits = {.monitor = &monitor}};
        assert_int_equal(dt_probe_new(t.model, &question, t.diags, &probe, &t.err),
                         DT_ESTOPPED);
        assert_null(probe);
    }
    test_release(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_table_of_three_tests),
        cmocka_unit_test(decision_and_information_disagree),
        cmocka_unit_test(two_tests_in_either_order),
        cmocka_unit_test(what_the_second_test_says),
        cmocka_unit_test(advice_holds_over_a_range),
        cmocka_unit_test(a_stated_answer_may_give_away_everything),
        cmocka_unit_test(costs_that_differ_tell_types_apart),
        cmocka_unit_test(testers_have_types),
        cmocka_unit_test(a_tester_that_cannot_be),
        cmocka_unit_test(beliefs_where_no_type_answers),
        cmocka_unit_test(certainty),
        cmocka_unit_test(values_that_are_missing),
        cmocka_unit_test(turns_that_are_not_written),
        cmocka_unit_test(moves_that_are_not_possible),
        cmocka_unit_test(one_test_of_several),
        cmocka_unit_test(both_sides_test),
        cmocka_unit_test(four_turns_and_a_third_side),
        cmocka_unit_test(a_test_without_a_follow_up),
        cmocka_unit_test(tests_begin_after_the_signals),
        cmocka_unit_test(thirds_add_up),
        cmocka_unit_test(a_game_that_is_too_large),
        cmocka_unit_test(whoever_looks_on_can_stop_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
