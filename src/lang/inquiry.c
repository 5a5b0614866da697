/* What is said about intentions: prior, test, signal, drift, precision, trust. (How
 * likely a single type is stands at the type, preference.c.)
 *
 * A test is a game in brief: the first move, whose choices say who makes it, and a
 * block of turns, each with the moves that are looked at. A move is what it sets; so
 * all of them are read as assignments, like a state. */
#include "base/decimal.h"
#include "base/nearest.h"
#include "lang/syntax.h"

#include <string.h>

/* ---- pieces ------------------------------------------------------------------- */

/* What stands behind the last choice of a move, or a number: this is no statement,
 * though it begins with the word of one. */
static bool is_behind_item(const dt_parser *p, const dt_token *token)
{
    static const char *const words[] = {"likely", "with", "credibility", "withdrawn"};
    if (token->kind == DT_TOKEN_NUMBER)
        return true;
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (dt_token_is(p, token, words[k]))
            return token[1].kind != DT_TOKEN_COLON && token[1].kind != DT_TOKEN_STRING;
    return false;
}

/* True, and reported, where a list would run into the next statement: where it begins
 * it stands on the line of what is before it, and goes on on the next behind a comma.
 */
static bool has_run_out(dt_parser *p, const dt_list *list, const char *what)
{
    const bool goes_on = !p->at->first || (list->n && !dt_at_statement(p)) ||
                         (list->n && is_behind_item(p, p->at + 1));
    if (p->at->kind == DT_TOKEN_WORD && goes_on)
        return false;
    dt_expected(p, what);
    return true;
}

static bool parse_setting(dt_parser *p, void *context)
{
    dt_draft_move *const move = context;
    if (has_run_out(p, &move->assignments, "an option or issue that the move sets"))
        return false;
    return dt_parse_assignment(p, "a move says", &move->assignments);
}

/* "talks, relief = some", or, where that is a move, "stay". */
static bool parse_move(dt_parser *p, bool may_stay, dt_draft_move *move)
{
    const dt_token *const from = p->at;
    const dt_token_kind next = from->kind == DT_TOKEN_END ? from->kind : from[1].kind;
    if (may_stay && dt_token_is(p, from, "stay") && next != DT_TOKEN_DOT &&
        (next < DT_TOKEN_EQ || next > DT_TOKEN_GE) && !from->first)
        move->stay = p->at++;
    else if (!dt_parse_list(p, parse_setting, move))
        return false;
    move->where = dt_span_to(p, from, dt_last(p));
    if (move->stay && p->at->kind == DT_TOKEN_COMMA) {
        dt_expected(p, "the end of the move");
        dt_report_help(p->diags, "'stay' is to change nothing");
        return false;
    }
    return true;
}

/* A number from 0 to 1; one that is not is reported, and `is_sound` false. False when
 * there is none. */
static bool parse_share(dt_parser *p, const char *what, int64_t *units, bool *is_sound)
{
    const dt_token *const token = p->at;
    if (!dt_parse_figure(p, what, units))
        return false;
    *is_sound = *units >= 0 && *units <= DT_DECIMAL_ONE;
    if (!*is_sound)
        dt_report(p->diags, DT_FINDING_bad_number, dt_span_of(p, token),
                  "a probability is from 0 to 1");
    return true;
}

/* "iran.sincere": whose type it is is known here. */
static void pass_owner(dt_parser *p)
{
    const dt_token *const owner = p->at;
    if (owner[1].kind != DT_TOKEN_DOT || owner[2].kind != DT_TOKEN_WORD)
        return;
    dt_report(p->diags, DT_FINDING_syntax, dt_span_to(p, owner, owner + 1),
              "whose type this is is known here");
    dt_report_help(p->diags, "leave the actor and the dot out");
    p->at += 2;
}

/* "sincere 0.7" */
static bool parse_likelihood(dt_parser *p, void *context)
{
    dt_draft_likelihood likelihood = {0};
    bool is_sound;
    if (has_run_out(p, context, "a type and how likely this is of it"))
        return false;
    pass_owner(p);
    likelihood.name = p->at++;
    likelihood.number = p->at;
    if (!parse_share(p, "a number from 0 to 1: how likely this is", &likelihood.p,
                     &is_sound))
        return false;
    if (!is_sound)
        likelihood.number = NULL;
    dt_draft_likelihood *const slot = dt_push(p, context, sizeof *slot);
    if (slot)
        *slot = likelihood;
    return slot;
}

/* Past the word if it is one of the two, or, once reported, nearly one. The word that
 * was meant, or NULL. */
static const char *accept_either(dt_parser *p, const char *first, const char *second,
                                 const char *what)
{
    if (dt_accept_word(p, first))
        return first;
    if (dt_accept_word(p, second))
        return second;
    const bool is_word = p->at->kind == DT_TOKEN_WORD;
    dt_nearest nearest =
        dt_nearest_to(p->draft->lexed.source->text + p->at->begin,
                      is_word ? (size_t)(p->at->end - p->at->begin) : 0);
    dt_nearest_offer(&nearest, first);
    dt_nearest_offer(&nearest, second);
    dt_expected(p, what);
    if (!is_word || !nearest.best)
        return NULL;
    dt_report_help(p->diags, "did you mean '%s'?", nearest.best);
    p->at++;
    return nearest.best;
}

/* ---- prior -------------------------------------------------------------------- */

static bool parse_self(dt_parser *p, void *context)
{
    if (has_run_out(p, context, "an actor, or a type of one"))
        return false;
    if (dt_token_is_reserved(p, p->at))
        return dt_expected(p, "an actor, or a type of one");
    dt_self_ref self = {.actor = p->at++};
    if (dt_accept(p, DT_TOKEN_DOT)) {
        self.type = dt_expect_name(p, "a type of that actor");
        if (!self.type)
            return false;
    }
    dt_self_ref *const slot = dt_push(p, context, sizeof *slot);
    if (slot)
        *slot = self;
    return slot;
}

/* "0.5 us, iran.sincere" */
static bool parse_row(dt_parser *p, void *context)
{
    dt_draft_row row = {.number = p->at};
    bool is_sound;
    if (!parse_share(p,
                     "a number from 0 to 1: how likely it is that actors are of "
                     "these types",
                     &row.p, &is_sound) ||
        !dt_parse_list(p, parse_self, &row.selves))
        return false;
    if (!is_sound)
        row.number = NULL;
    dt_draft_row *const slot = dt_push(p, context, sizeof *slot);
    if (slot)
        *slot = row;
    return slot;
}

/* Report that a model says it once. */
static bool is_second(dt_parser *p, const dt_token *keyword, const dt_token *first,
                      const char *word)
{
    if (!first)
        return false;
    dt_report(p->diags, DT_FINDING_duplicate, dt_span_of(p, keyword),
              "a model says '%s' once", word);
    dt_report_note(p->diags, dt_span_of(p, first), "the first one");
    return true;
}

bool dt_parse_prior(dt_parser *p)
{
    dt_draft_intentions *const draft = &p->draft->intentions;
    const dt_token *const keyword = dt_last(p), *const open = p->at;
    dt_list rows = {0};
    if (!open->first && open->kind == DT_TOKEN_WORD) {
        dt_expected(p, "'{'");
        dt_report_help(p->diags, "how likely one type is stands at the type: "
                                 "type ACTOR.NAME 0.6");
        return false;
    }
    const uint32_t n = dt_parse_block(p, DT_SEPARATOR_NONE, parse_row, &rows);
    if (n == 0 && open->kind == DT_TOKEN_LBRACE)
        dt_report(p->diags, DT_FINDING_missing, dt_span_of(p, open),
                  "this block is empty");
    if (is_second(p, keyword, draft->prior, "prior"))
        return true;
    draft->prior = keyword;
    draft->rows = rows;
    return true;
}

/* ---- test --------------------------------------------------------------------- */

static void accept_likely(dt_parser *p, dt_draft_ploy *draft, bool *is_sound)
{
    *is_sound = true;
    if (!dt_accept_word(p, "likely"))
        return;
    draft->likely = dt_last(p);
    *is_sound = dt_parse_list(p, parse_likelihood, &draft->likelihoods);
}

/* The name with which an item begins. */
static const dt_token *expect_item_name(dt_parser *p, const char *what)
{
    if (p->at->kind != DT_TOKEN_WORD) {
        dt_expected(p, what);
        return NULL;
    }
    if (dt_token_is_reserved(p, p->at))
        dt_report(p->diags, DT_FINDING_reserved_word, dt_span_of(p, p->at),
                  "'%.*s' is a word of formulas and cannot be a name",
                  (int)(p->at->end - p->at->begin),
                  p->draft->lexed.source->text + p->at->begin);
    return p->at++;
}

/* NAME ["LABEL"] ':' */
static bool parse_head(dt_parser *p, const dt_token *token, const char *what,
                       dt_name *name)
{
    if (!token)
        return false;
    *name = (dt_name){.id = dt_word_text(p, token), .where = dt_span_of(p, token)};
    name->label = dt_accept_label(p, DT_TOKEN_COLON);
    return dt_expect(p, DT_TOKEN_COLON, what);
}

/* "then us" where a move was expected: no '}' stands before it. */
static bool is_next_turn(dt_parser *p)
{
    if ((!dt_token_is(p, p->at, "then") && !dt_token_is(p, p->at, "answers")) ||
        p->at[1].kind != DT_TOKEN_WORD || p->at[1].first)
        return false;
    dt_report(p->diags, DT_FINDING_syntax, dt_span_to(p, p->at, p->at + 1),
              "a turn inside of a turn");
    dt_report_help(p->diags, "close the block of the turn before with '}'");
    return true;
}

static bool parse_ploy(dt_parser *p, void *context)
{
    dt_draft_ploy draft = {0};
    bool is_sound;
    if (is_next_turn(p))
        return false;
    if (!parse_head(p, expect_item_name(p, "the name of a move"),
                    "':' and what the move sets", &draft.ploy.name) ||
        !parse_move(p, true, &draft.move))
        return false;
    draft.ploy.where = draft.ploy.name.where;
    accept_likely(p, &draft, &is_sound);
    dt_draft_ploy *const slot = is_sound ? dt_push(p, context, sizeof *slot) : NULL;
    if (slot)
        *slot = draft;
    return slot;
}

/* A turn ends with its line, or has a block. */
static void parse_moves(dt_parser *p, dt_draft_turn *draft)
{
    const dt_token *const open = p->at;
    if (open->kind != DT_TOKEN_LBRACE ||
        dt_parse_block(p, DT_SEPARATOR_NONE, parse_ploy, &draft->ploys) > 0)
        return;
    dt_report(p->diags, DT_FINDING_missing, dt_span_of(p, open), "this block is empty");
    dt_report_help(p->diags, "without braces it is any of the actor's moves");
}

static bool parse_turn(dt_parser *p, void *context)
{
    dt_draft_test *const test = context;
    dt_draft_turn draft = {.keyword = p->at};
    const char *const word = accept_either(p, "answers", "then",
                                           "'answers' or 'then', and whose turn it is");
    if (!word)
        return false;
    draft.answers = *word == 'a';
    draft.actor = dt_expect_name(p, "the actor whose turn it is");
    if (!draft.actor)
        return false;
    parse_moves(p, &draft);
    dt_draft_turn *const slot = dt_push(p, &test->turns, sizeof *slot);
    if (slot)
        *slot = draft;
    return slot;
}

static bool parse_turns(dt_parser *p, dt_draft_test *draft)
{
    const dt_token *const open = p->at;
    draft->has_block = open->kind == DT_TOKEN_LBRACE;
    if (!open->first &&
        (dt_token_is(p, open, "answers") || dt_token_is(p, open, "then")))
        return dt_expected(p, "'{' and the turns");
    if (!draft->has_block ||
        dt_parse_block(p, DT_SEPARATOR_NONE, parse_turn, draft) > 0)
        return true;
    dt_report(p->diags, DT_FINDING_missing, dt_span_of(p, open), "this block is empty");
    dt_report_help(p->diags, "without braces the other side answers with any of its "
                             "moves, and the tester with any of its own");
    return true;
}

bool dt_parse_test(dt_parser *p)
{
    const dt_token *const keyword = dt_last(p), *const name = p->at;
    dt_draft_test draft = {0};
    if (!parse_head(p, dt_expect_name(p, "the test's name"),
                    "':' and the first move, such as 'us.talks'", &draft.test.name) ||
        !parse_move(p, false, &draft.move))
        return false;
    draft.test.where = dt_span_to(p, keyword, name);
    if (!parse_turns(p, &draft))
        return false;
    dt_draft_test *const slot = dt_push(p, &p->draft->intentions.tests, sizeof *slot);
    if (slot)
        *slot = draft;
    return slot;
}

/* ---- signal ------------------------------------------------------------------- */

static uint32_t days_of(uint32_t year, uint32_t month)
{
    static const uint32_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (leap && month == 2);
}

static uint32_t read_figures(const char *text, size_t n)
{
    uint32_t number = 0;
    for (size_t k = 0; k < n; k++)
        number = 10 * number + (uint32_t)(text[k] - '0');
    return number;
}

/* "2013-09-19" */
static bool is_day(const char *text, size_t n)
{
    return n == strlen("2013-09-19") && text[4] == '-' && text[7] == '-';
}

/* The day that a token is; 0, and reported, when there is no such day. */
static dt_day read_day(dt_parser *p, const dt_token *token)
{
    const char *const text = p->draft->lexed.source->text + token->begin;
    const size_t n = token->end - token->begin;
    if (!is_day(text, n)) {
        dt_report(p->diags, DT_FINDING_bad_day, dt_span_of(p, token),
                  "a day is written with four figures for the year, two for the month "
                  "and two for the day");
        dt_report_help(p->diags, "such as 2013-09-19");
        return 0;
    }
    const uint32_t year = read_figures(text, 4), month = read_figures(text + 5, 2),
                   day = read_figures(text + 8, 2);
    if (year == 0 || month == 0 || month > 12 || day == 0 ||
        day > days_of(year, month)) {
        dt_report(p->diags, DT_FINDING_bad_day, dt_span_of(p, token),
                  "there is no day '%.*s'", (int)n, text);
        return 0;
    }
    return 10000 * year + 100 * month + day;
}

/* Past a day, if there is one; what is meant for one is reported and passed. */
static dt_day accept_day(dt_parser *p)
{
    const dt_token *const from = p->at;
    if (from->first)
        return 0;
    if (dt_accept(p, DT_TOKEN_DAY))
        return read_day(p, from);
    bool has_bad = false;
    while (!p->at->first &&
           (p->at->kind == DT_TOKEN_NUMBER || p->at->kind == DT_TOKEN_BAD ||
            (p->at > from && p->at->kind == DT_TOKEN_DOT))) {
        has_bad = has_bad || p->at->kind == DT_TOKEN_BAD;
        p->at++;
    }
    if (p->at == from || has_bad)
        return 0; /* or the lexer has spoken */
    dt_report(p->diags, DT_FINDING_bad_day, dt_span_to(p, from, dt_last(p)),
              "a day is written with four figures for the year, two for the month and "
              "two for the day");
    dt_report_help(p->diags, "such as 2013-09-19");
    return 0;
}

static bool parse_credibility(dt_parser *p, dt_signal *signal)
{
    const dt_token *const number = p->at;
    if (!dt_parse_figure(p, "a number above 0, at most 1", &signal->credibility))
        return false;
    if (signal->credibility > 0 && signal->credibility <= DT_DECIMAL_ONE)
        return true;
    signal->credibility = DT_DECIMAL_ONE;
    dt_report(p->diags, DT_FINDING_bad_number, dt_span_of(p, number),
              "a credibility is above 0 and at most 1");
    return true;
}

/* Report that a signal says it twice. */
static void check_once(dt_parser *p, const dt_token *word, const dt_token *first)
{
    if (first)
        dt_report(p->diags, DT_FINDING_duplicate, dt_span_of(p, word),
                  "'%.*s' is said twice", (int)(word->end - word->begin),
                  p->draft->lexed.source->text + word->begin);
}

/* "credibility 0.8", "withdrawn 2013-09-25" */
static bool parse_remark(dt_parser *p, dt_draft_signal *draft)
{
    dt_signal *const signal = &draft->signal;
    const char *const word =
        accept_either(p, "credibility", "withdrawn",
                      "'credibility', 'withdrawn' or the end of the line");
    const dt_token *const token = dt_last(p);
    if (!word)
        return false;
    if (*word == 'c') {
        check_once(p, token, draft->credibility);
        draft->credibility = token;
        signal->has_credibility = true;
        return parse_credibility(p, signal);
    }
    check_once(p, token, draft->withdrawn);
    draft->withdrawn = token;
    signal->is_withdrawn = true;
    signal->withdrawn = accept_day(p);
    return true;
}

/* What the signal tells: ": sincere 0.7", or "moves inspections". */
static bool parse_evidence(dt_parser *p, dt_draft_signal *draft)
{
    if (!p->at->first && dt_accept_word(p, "moves")) {
        draft->signal.moves = true;
        return parse_move(p, true, &draft->move);
    }
    return dt_expect(
               p, DT_TOKEN_COLON,
               "':' and how likely it is of each type, or 'moves' and the move") &&
           dt_parse_list(p, parse_likelihood, &draft->likelihoods);
}

bool dt_parse_signal(dt_parser *p)
{
    const dt_token *const keyword = dt_last(p);
    dt_draft_signal draft = {.signal.credibility = DT_DECIMAL_ONE};
    draft.signal.day = accept_day(p);
    draft.actor =
        dt_expect_name(p, draft.signal.day ? "the actor who gave it"
                                           : "a day, or the actor who gave it");
    if (!draft.actor)
        return false;
    draft.signal.where = dt_span_to(p, keyword, draft.actor);
    const dt_token *const text = dt_expect_string(p, "what was seen, between quotes");
    if (!text)
        return false;
    draft.signal.text = dt_string_text(p, text);
    if (!parse_evidence(p, &draft))
        return false;
    while (!p->at->first && p->at->kind != DT_TOKEN_END)
        if (!parse_remark(p, &draft))
            return false;
    dt_draft_signal *const slot =
        dt_push(p, &p->draft->intentions.signals, sizeof *slot);
    if (slot)
        *slot = draft;
    return slot;
}

/* ---- drift, precision --------------------------------------------------------- */

bool dt_parse_drift(dt_parser *p)
{
    dt_draft_intentions *const draft = &p->draft->intentions;
    const dt_token *const keyword = dt_last(p);
    int64_t units;
    bool is_sound;
    if (!parse_share(p,
                     "a number from 0 to 1: how likely it is that an actor stays of "
                     "its type",
                     &units, &is_sound))
        return false;
    if (is_second(p, keyword, draft->drift, "drift"))
        return true;
    draft->drift = keyword;
    draft->drift_units = units;
    return true;
}

bool dt_parse_precision(dt_parser *p)
{
    dt_draft_intentions *const draft = &p->draft->intentions;
    const dt_token *const keyword = dt_last(p), *const number = p->at;
    int64_t units;
    if (!dt_parse_figure(p, "a number from 0 on", &units))
        return false;
    if (units < 0)
        dt_report(p->diags, DT_FINDING_bad_number, dt_span_of(p, number),
                  "a precision is not negative");
    if (is_second(p, keyword, draft->precision, "precision"))
        return true;
    draft->precision = keyword;
    draft->precision_units = units;
    return true;
}

/* ---- trust -------------------------------------------------------------------- */

bool dt_parse_trust(dt_parser *p)
{
    const dt_token *const keyword = dt_last(p), *const name = p->at;
    dt_draft_trust draft = {0};
    if (!parse_head(p, dt_expect_name(p, "a name"),
                    "':' and the moves of two actors, with 'with' between them",
                    &draft.trust.name) ||
        !parse_move(p, false, &draft.sides[0]))
        return false;
    draft.trust.where = dt_span_to(p, keyword, name);
    if (!dt_accept_word(p, "with"))
        return dt_expected(p, "'with' and the move of the other actor");
    if (!parse_move(p, false, &draft.sides[1]))
        return false;
    dt_draft_trust *const slot = dt_push(p, &p->draft->intentions.trusts, sizeof *slot);
    if (slot)
        *slot = draft;
    return slot;
}
