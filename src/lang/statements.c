/* The statements of the language, and one table that knows them all: a block that a
 * later part needs is one row more.
 *
 * A statement ends with its line. After a mistake reading goes on with the next
 * statement; a word that is nearly a statement's is reported, and read as that. */
#include "base/nearest.h"
#include "lang/syntax.h"

#include <string.h>

/* ---- conflict, source --------------------------------------------------------- */

const dt_token *dt_expect_string(dt_parser *p, const char *what)
{
    const dt_token *const token = p->at;
    if (token->first || token->kind != DT_TOKEN_STRING) {
        dt_expected(p, what);
        if (!token->first && token->kind == DT_TOKEN_WORD)
            dt_report_help(p->diags, "write it as \"...\"");
        return NULL;
    }
    p->at++;
    return token;
}

static bool parse_conflict(dt_parser *p)
{
    const dt_token *const keyword = dt_last(p);
    const dt_token *const title = dt_expect_string(p, "the title between quotes");
    if (!title)
        return false;
    if (p->draft->title) {
        dt_report(p->diags, DT_FINDING_duplicate, dt_span_of(p, keyword),
                  "a model has one title");
        dt_report_note(p->diags, dt_span_of(p, p->draft->title), "the first one");
        return true;
    }
    p->draft->title = title;
    p->draft->model->title = dt_string_text(p, title);
    return true;
}

static bool parse_source(dt_parser *p)
{
    const dt_token *const token = dt_expect_string(p, "the source between quotes");
    if (!token)
        return false;
    const char **const source = dt_push(p, &p->draft->sources, sizeof *source);
    if (source)
        *source = dt_string_text(p, token);
    return true;
}

/* ---- rules -------------------------------------------------------------------- */

/* "impossible A if B" is read by many as "A is impossible if B", and means something
 * else. Brackets say that it is meant. */
static void doubt_conditional(dt_parser *p, const dt_formula *formula)
{
    const char first = p->draft->lexed.source->text[formula->where.begin];
    if (first == '(' || (formula->op != DT_OP_IF && formula->op != DT_OP_IFF &&
                         formula->op != DT_OP_IMPLIES))
        return;
    dt_report(p->diags, DT_FINDING_two_readings, formula->where,
              "'impossible' denies the whole of this: only states in which it is false "
              "are left");
    dt_report_help(p->diags, "if two things never go together, write 'impossible A and "
                             "B'; brackets around the formula say that it is meant");
}

static bool parse_rule(dt_parser *p, bool impossible)
{
    const dt_token *const keyword = dt_last(p);
    const dt_formula *const formula = dt_parse_formula(p);
    if (!formula)
        return false;
    if (impossible)
        doubt_conditional(p, formula);
    dt_rule *const rule = dt_push(p, &p->draft->rules, sizeof *rule);
    if (rule)
        *rule = (dt_rule){impossible, formula, 0, dt_span_to(p, keyword, dt_last(p))};
    return rule;
}

static bool parse_impossible(dt_parser *p)
{
    return parse_rule(p, true);
}

static bool parse_always(dt_parser *p)
{
    return parse_rule(p, false);
}

static bool parse_merge(dt_parser *p)
{
    const dt_token *const keyword = dt_last(p);
    const dt_formula *const formula = dt_parse_formula(p);
    if (!formula)
        return false;
    dt_merge *const merge = dt_push(p, &p->draft->merges, sizeof *merge);
    if (merge)
        *merge = (dt_merge){formula, dt_span_to(p, keyword, dt_last(p))};
    return merge;
}

static bool parse_forbid(dt_parser *p)
{
    const dt_token *const keyword = dt_last(p);
    const bool nobody =
        dt_token_is(p, p->at, "from") && !dt_token_is(p, p->at + 1, "from");
    const dt_token *const actor = nobody ? NULL : dt_expect_name(p, "an actor");
    if (nobody)
        dt_expected(p, "an actor");
    if (!actor)
        return false;
    if (!dt_accept_word(p, "from"))
        return dt_expected(p, "'from' and the states that the move starts from");
    const dt_formula *const from = dt_parse_formula(p);
    if (!from)
        return false;
    if (!dt_accept_word(p, "to"))
        return dt_expected(p, "'to' and the states that cannot be reached directly");
    const dt_formula *const to = dt_parse_formula(p);
    if (!to)
        return false;
    dt_draft_forbid *const forbid = dt_push(p, &p->draft->forbids, sizeof *forbid);
    if (forbid)
        *forbid = (dt_draft_forbid){
            actor,
            {.from = from, .to = to, .where = dt_span_to(p, keyword, dt_last(p))}};
    return forbid;
}

/* ---- status quo --------------------------------------------------------------- */

bool dt_parse_assignment(dt_parser *p, const char *whose, dt_list *assignments)
{
    const dt_token *const from = p->at;
    dt_assignment assignment = {.negated = dt_accept_word(p, "not")};
    if (!dt_parse_choice(p, &assignment.ref))
        return false;
    const dt_compare compare = assignment.ref.compare;
    if (compare != DT_COMPARE_NONE &&
        (assignment.negated || compare != DT_COMPARE_EQ)) {
        dt_report(p->diags, DT_FINDING_wrong_kind, dt_span_to(p, from, dt_last(p)),
                  "%s what is, not %swhat is not",
                  p->alone ? "a state is named by" : whose, p->alone ? "by " : "");
        dt_report_help(p->diags, "write 'option', 'not option' or 'issue = level'");
        return false;
    }
    dt_assignment *const slot = dt_push(p, assignments, sizeof *slot);
    if (slot)
        *slot = assignment;
    return slot;
}

static bool parse_assignment_item(dt_parser *p, void *context)
{
    const bool *const repeated = context;
    dt_list *const all = &p->draft->assignments;
    if (!dt_parse_assignment(p, "the status quo says", all))
        return false;
    ((dt_assignment *)all->items)[all->n - 1].repeated = *repeated;
    return true;
}

void dt_parse_assignments(dt_parser *p, bool repeated)
{
    dt_parse_block(p, DT_SEPARATOR_COMMA, parse_assignment_item, &repeated);
}

/* The word behind `status`, or, once reported, what stands in its place. */
static bool accept_quo(dt_parser *p)
{
    if (dt_accept_word(p, "quo"))
        return true;
    dt_expected(p, "'quo'");
    if (!p->at->first && p->at[1].kind == DT_TOKEN_LBRACE)
        p->at++;
    return p->at->kind == DT_TOKEN_LBRACE;
}

static bool parse_status_quo(dt_parser *p)
{
    const dt_token *const keyword = dt_last(p);
    if ((dt_token_is(p, keyword, "status") || dt_token_resembles(p, p->at, "quo")) &&
        !accept_quo(p))
        return false;
    const bool repeated = p->draft->status_quo;
    if (repeated) {
        dt_report(p->diags, DT_FINDING_duplicate, dt_span_to(p, keyword, dt_last(p)),
                  "a model has one status quo");
        dt_report_note(p->diags, dt_span_of(p, p->draft->status_quo), "the first one");
    } else
        p->draft->status_quo = keyword;
    dt_parse_assignments(p, repeated);
    return true;
}

/* ---- the table ---------------------------------------------------------------- */

static const struct {
    const char *word, *named;    /* its first word, and all of them */
    bool (*parse)(dt_parser *p); /* called behind the word */
} statements[] = {
    {"conflict", "conflict", parse_conflict},
    {"source", "source", parse_source},
    {"actor", "actor", dt_parse_actor},
    {"impossible", "impossible", parse_impossible},
    {"always", "always", parse_always},
    {"merge", "merge", parse_merge},
    {"forbid", "forbid", parse_forbid},
    {"status", "status quo", parse_status_quo},
    {"prefer", "prefer", dt_parse_prefer},
    {"value", "value", dt_parse_value},
    {"rank", "rank", dt_parse_rank},
    {"type", "type", dt_parse_type},
    {"constituency", "constituency", dt_parse_constituency},
    {"ratify", "ratify", dt_parse_ratify},
    {"fallback", "fallback", dt_parse_fallback},
    {"table", "table", dt_parse_table},
    {"on", "on the table", dt_parse_on},
    {"off", "off the table", dt_parse_off},
    {"deal", "deal", dt_parse_deal},
    {"arena", "arena", dt_parse_arena},
    {"prior", "prior", dt_parse_prior},
    {"test", "test", dt_parse_test},
    {"signal", "signal", dt_parse_signal},
    {"drift", "drift", dt_parse_drift},
    {"precision", "precision", dt_parse_precision},
    {"trust", "trust", dt_parse_trust},
};

enum { N_STATEMENTS = sizeof statements / sizeof *statements };

static bool is_statement_word(const dt_parser *p, const dt_token *token)
{
    for (size_t k = 0; k < N_STATEMENTS; k++)
        if (dt_token_is(p, token, statements[k].word))
            return true;
    return false;
}

static bool have_same_text(const dt_parser *p, const dt_token *a, const dt_token *b)
{
    const char *const text = p->draft->lexed.source->text;
    return a->end - a->begin == b->end - b->begin &&
           memcmp(text + a->begin, text + b->begin, a->end - a->begin) == 0;
}

/* Levels may be called 'on' and 'deal', have labels, and begin a line. */
static bool is_level(const dt_parser *p)
{
    const dt_token *const next = p->at + 1;
    if (dt_token_is(p, p->at, "on") || dt_token_is(p, p->at, "off"))
        return !dt_token_is(p, next, "the");
    if (dt_token_is(p, p->at, "deal"))
        return next->kind != DT_TOKEN_STRING ||
               (next[1].kind != DT_TOKEN_LBRACE && !next[1].first);
    return next->kind == DT_TOKEN_STRING &&
           (dt_token_is(p, p->at, "table") || dt_token_is(p, p->at, "fallback") ||
            dt_token_is(p, p->at, "arena") || dt_token_is(p, p->at, "test") ||
            dt_token_is(p, p->at, "signal") || dt_token_is(p, p->at, "trust") ||
            dt_token_is(p, p->at, "prior") || dt_token_is(p, p->at, "drift") ||
            dt_token_is(p, p->at, "precision"));
}

/* `drift 0.9`, `signal 2013-09-19`, `prior {`: a word, and behind it what makes it a
 * statement, though it is neither a word nor a string. */
static bool has_its_sign(const dt_parser *p)
{
    const dt_token_kind next = p->at[1].kind;
    if (dt_token_is(p, p->at, "drift") || dt_token_is(p, p->at, "precision"))
        return next == DT_TOKEN_NUMBER;
    return dt_token_is(p, p->at, "signal")  ? next == DT_TOKEN_DAY
           : dt_token_is(p, p->at, "prior") ? next == DT_TOKEN_LBRACE
                                            : false;
}

/* Inside an actor's braces `constituency NAME`, and what names the same actor once too
 * often, are items. */
static bool is_at_home(const dt_parser *p)
{
    const bool names_it = p->home && have_same_text(p, p->at + 1, p->home);
    if (!p->is_home_item)
        return false;
    if (dt_token_is(p, p->at, "constituency"))
        return p->at[2].kind != DT_TOKEN_DOT || names_it;
    return dt_token_is(p, p->at, "ratify") && names_it;
}

/* A word that begins a statement, and behind it what only a statement has there: inside
 * a block a choice may well be called 'value'. Inside a type its own actor does not end
 * the block: somebody named it once too often. */
bool dt_at_statement(const dt_parser *p)
{
    const dt_token *const next = p->at + 1;
    if (!is_statement_word(p, p->at) || next->first)
        return false;
    if (next->kind != DT_TOKEN_WORD && next->kind != DT_TOKEN_STRING)
        return has_its_sign(p);
    if (is_level(p) || is_at_home(p))
        return false;
    if (dt_token_is_reserved(p, next))
        return dt_token_is(p, p->at, "always") || dt_token_is(p, p->at, "impossible") ||
               dt_token_is(p, p->at, "merge");
    return !p->type_actor || dt_token_is(p, p->at, "type") ||
           !have_same_text(p, next, p->type_actor);
}

static bool begins_line(const dt_parser *p)
{
    return p->at->kind == DT_TOKEN_END || p->at->first;
}

/* To the next line outside of braces that can begin a statement, other than the one
 * that began at `from`. */
static void skip_statement(dt_parser *p, const dt_token *from)
{
    uint32_t depth = 0;
    for (; p->at->kind != DT_TOKEN_END; p->at++) {
        if (p->at->first && p->at != from &&
            (dt_at_statement(p) || (depth == 0 && p->at->kind == DT_TOKEN_WORD)))
            return;
        if (p->at->kind == DT_TOKEN_LBRACE)
            depth++;
        if (p->at->kind == DT_TOKEN_RBRACE && depth)
            depth--;
    }
}

/* Words of other programs, and of plain speech. */
static const char *familiar_word(const dt_parser *p)
{
    static const struct {
        const char *word, *meant;
    } all[] = {
        {"player", "actor"},       {"party", "actor"},
        {"dm", "actor"},           {"DM", "actor"},
        {"title", "conflict"},     {"infeasible", "impossible"},
        {"never", "impossible"},   {"must", "always"},
        {"initial", "status quo"}, {"start", "status quo"},
        {"goal", "prefer"},        {"goals", "prefer"},
        {"ranking", "rank"},       {"payoff", "value"},
        {"utility", "value"},      {"faction", "constituency"},
        {"package", "deal"},       {"proposal", "deal"},
        {"batna", "fallback"},     {"BATNA", "fallback"},
        {"priors", "prior"},       {"belief", "prior"},
        {"probe", "test"},         {"event", "signal"},
        {"evidence", "signal"},    {"lambda", "precision"},
    };
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        if (dt_token_is(p, p->at, all[k].word))
            return all[k].meant;
    return NULL;
}

static void report_unknown_word(dt_parser *p, const char *best)
{
    const dt_token *const token = p->at;
    dt_report(p->diags, DT_FINDING_syntax, dt_span_of(p, token),
              "no statement begins with '%.*s'", (int)(token->end - token->begin),
              p->draft->lexed.source->text + token->begin);
    if (best)
        dt_report_help(p->diags, "did you mean '%s'?", best);
    else
        dt_report_help(
            p->diags,
            "statements begin with conflict, source, actor, impossible, always, "
            "merge, forbid, status quo, prefer, value, rank, type, constituency, "
            "ratify, fallback, table, on the table, off the table, deal, arena, "
            "prior, test, signal, drift, precision or trust");
}

/* A word that begins no statement. Goes on with the statement that was probably meant;
 * false when there is none. */
static bool parse_misspelt(dt_parser *p)
{
    const dt_token *const token = p->at;
    dt_nearest nearest = dt_nearest_to(p->draft->lexed.source->text + token->begin,
                                       token->end - token->begin);
    for (size_t k = 0; k < N_STATEMENTS; k++)
        dt_nearest_offer(&nearest, statements[k].named);
    const char *const best = familiar_word(p) ? familiar_word(p) : nearest.best;
    if (best || dt_last(p)->kind != DT_TOKEN_BAD) /* else a string goes on here */
        report_unknown_word(p, best);
    p->at++;
    for (size_t k = 0; best && k < N_STATEMENTS; k++)
        if (strcmp(best, statements[k].named) == 0)
            return statements[k].parse(p);
    return false;
}

/* Options behind a brace that closes too early belong to the actor before it. */
static bool parse_stray_choice(dt_parser *p)
{
    dt_report(p->diags, DT_FINDING_syntax, dt_span_of(p, p->at),
              "no statement begins with '%s'",
              dt_token_is(p, p->at, "option") ? "option" : "issue");
    dt_report_help(p->diags, "options and issues stand inside an actor's braces");
    return dt_parse_stray_choice(p);
}

static bool parse_statement(dt_parser *p)
{
    for (size_t k = 0; k < N_STATEMENTS; k++)
        if (dt_accept_word(p, statements[k].word))
            return statements[k].parse(p);
    if (dt_token_is(p, p->at, "option") || dt_token_is(p, p->at, "issue"))
        return parse_stray_choice(p);
    return p->at->kind == DT_TOKEN_WORD ? parse_misspelt(p)
                                        : dt_expected(p, "a statement");
}

/* A '}' without '{'; what stands behind it may be sound. */
static bool accept_stray_brace(dt_parser *p)
{
    if (p->at->kind != DT_TOKEN_RBRACE)
        return false;
    dt_report(p->diags, DT_FINDING_syntax, dt_span_of(p, p->at),
              "this '}' closes nothing");
    p->at++;
    return true;
}

/* Reading goes on where another statement begins on the same line. */
static void end_statement(dt_parser *p, const dt_token *from)
{
    if (begins_line(p))
        return;
    if (!accept_stray_brace(p)) {
        dt_expected(p, "the end of the line");
        dt_accept(p, DT_TOKEN_SEMICOLON);
    }
    if (!begins_line(p) && !dt_at_statement(p))
        skip_statement(p, from);
}

void dt_parse_statements(dt_parser *p)
{
    while (p->at->kind != DT_TOKEN_END && !p->lost && !dt_diags_full(p->diags)) {
        const dt_token *const from = p->at;
        dt_begin_item(p);
        if (accept_stray_brace(p) || parse_statement(p))
            end_statement(p, from);
        else
            skip_statement(p, from);
    }
}
