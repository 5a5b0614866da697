/* Who is in the conflict, and what each can do: `actor` and the options and issues in
 * its braces.
 *
 * What is declared wrongly is declared all the same where its name is known: its uses
 * are then no mistakes of their own. */
#include "base/nearest.h"
#include "lang/syntax.h"

#include <string.h>

/* ---- names and ways ----------------------------------------------------------- */

/* NAME ["label"] */
static bool parse_name(dt_parser *p, const char *what, dt_token_kind follows,
                       dt_name *name)
{
    const dt_token *const token = dt_expect_name(p, what);
    if (!token) {
        if (!p->at->first && p->at->kind == DT_TOKEN_STRING)
            dt_report_help(p->diags,
                           "a name of one word comes first, the label behind it");
        return false;
    }
    *name = (dt_name){.id = dt_word_text(p, token), .where = dt_span_of(p, token)};
    name->label = dt_accept_label(p, follows);
    return true;
}

static bool parse_way(dt_parser *p, dt_way *way)
{
    *way = DT_WAY_BOTH;
    if (p->at->first)
        return true;
    if (dt_accept_word(p, "permanent"))
        *way = DT_WAY_UP;
    else if (dt_accept_word(p, "only")) {
        if (dt_accept_word(p, "up"))
            *way = DT_WAY_UP;
        else if (dt_accept_word(p, "down"))
            *way = DT_WAY_DOWN;
        else
            return dt_expected(p, "'up' or 'down'");
    }
    return true;
}

/* ---- levels ------------------------------------------------------------------- */

/* The next line begins something else: no list of levels goes on there. */
static bool at_next_item(const dt_parser *p)
{
    const dt_token *const next = p->at + 1;
    if (!p->at->first)
        return false;
    return dt_at_statement(p) ||
           ((dt_token_is(p, p->at, "option") || dt_token_is(p, p->at, "issue")) &&
            next->kind == DT_TOKEN_WORD && !next->first);
}

/* Beyond the limit nobody asks any more. */
static bool is_listed(const dt_list *levels, const char *id)
{
    const dt_name *const all = levels->items;
    for (size_t k = 0; k < levels->n && k <= DT_MAX_LEVELS; k++)
        if (strcmp(all[k].id, id) == 0)
            return true;
    return false;
}

/* A level is a word or a bare figure, and may have a label. */
static bool parse_one_level(dt_parser *p, dt_list *levels)
{
    const dt_token *const token = p->at;
    if ((token->kind != DT_TOKEN_WORD && token->kind != DT_TOKEN_NUMBER) ||
        at_next_item(p))
        return dt_expected(p, "the name of a level");
    p->at++;
    const char *const id = dt_word_text(p, token);
    if (id && is_listed(levels, id))
        dt_report(p->diags, DT_FINDING_duplicate, dt_span_of(p, token),
                  "level '%s' is listed twice", id);
    dt_name *const level = dt_push(p, levels, sizeof *level);
    if (!level || !id)
        return false;
    *level = (dt_name){.id = id, .where = dt_span_of(p, token)};
    if (!p->at->first && p->at->kind == DT_TOKEN_STRING)
        level->label = dt_string_text(p, p->at++);
    else if (!p->at->first && p->at->kind == DT_TOKEN_BAD)
        p->at++;
    return true;
}

/* The colon, or, once reported, what somebody wrote in its place. */
static bool accept_colon(dt_parser *p)
{
    if (dt_expect(p, DT_TOKEN_COLON, "':' and the levels of the issue"))
        return true;
    if (!p->at->first && (p->at->kind == DT_TOKEN_EQ || p->at->kind == DT_TOKEN_BAD))
        p->at++;
    return !p->at->first &&
           (p->at->kind == DT_TOKEN_WORD || p->at->kind == DT_TOKEN_NUMBER);
}

static bool end_levels(dt_parser *p)
{
    if (p->at->first || p->at->kind == DT_TOKEN_SEMICOLON ||
        p->at->kind == DT_TOKEN_RBRACE)
        return true;
    const bool is_way =
        dt_token_is(p, p->at, "permanent") || dt_token_is(p, p->at, "only");
    dt_expected(p, "',' or the end of the line");
    if (is_way)
        dt_report_help(p->diags, "write it before the ':'");
    return false;
}

static bool parse_levels(dt_parser *p, dt_choice *choice)
{
    dt_list levels = {0};
    if (!accept_colon(p))
        return false;
    do
        if (!parse_one_level(p, &levels))
            return false;
    while (dt_accept(p, DT_TOKEN_COMMA));
    const bool whole = end_levels(p);
    const bool fits = levels.n >= 2 && levels.n <= DT_MAX_LEVELS;
    if (whole && !fits)
        dt_report(p->diags, levels.n < 2 ? DT_FINDING_missing : DT_FINDING_limit,
                  choice->name.where, "issue '%s' has %zu level%s; it takes 2 to %u",
                  choice->name.id, levels.n, levels.n == 1 ? "" : "s", DT_MAX_LEVELS);
    if (whole && fits) {
        choice->levels = levels.items;
        choice->n_levels = (uint32_t)levels.n;
    }
    return whole;
}

/* ---- options and issues ------------------------------------------------------- */

static const dt_name option_levels[] = {
    {.id = "no", .where = {DT_NO_SOURCE, 0, 0}},
    {.id = "yes", .where = {DT_NO_SOURCE, 0, 0}},
};

/* The choice of that name that the actor has already, if any. Beyond the limit nobody
 * asks any more. */
static const dt_choice *find_own(const dt_parser *p, const dt_actor *actor,
                                 const char *id)
{
    const dt_choice *const all = p->draft->choices.items;
    for (uint32_t k = 0; k < actor->n_choices && k <= DT_MAX_BITS; k++)
        if (strcmp(all[actor->first_choice + k].name.id, id) == 0)
            return &all[actor->first_choice + k];
    return NULL;
}

static bool declare_choice(dt_parser *p, dt_actor *actor, dt_choice *choice)
{
    const dt_choice *const earlier = find_own(p, actor, choice->name.id);
    if (earlier) {
        dt_report(p->diags, DT_FINDING_duplicate, choice->name.where,
                  "'%s' has a choice '%s' already", actor->name.id, choice->name.id);
        dt_report_note(p->diags, earlier->name.where, "declared here");
        return true;
    }
    if (choice->n_levels == 0) { /* unknown, and reported if it is an issue */
        choice->n_levels = 2;
        choice->levels = option_levels;
    }
    choice->actor = (dt_actor_id)(p->draft->actors.n - 1);
    dt_choice *const slot = dt_push(p, &p->draft->choices, sizeof *slot);
    if (!slot)
        return false;
    *slot = *choice;
    actor->n_choices++;
    return true;
}

/* True when an option does not try to have levels. */
static bool has_no_levels(dt_parser *p, const dt_choice *option)
{
    if (p->at->first || p->at->kind != DT_TOKEN_COLON)
        return true;
    dt_report(p->diags, DT_FINDING_wrong_kind, dt_span_of(p, p->at),
              "an option has no levels: it is taken or not");
    dt_report_help(p->diags, "write 'issue %s' if it has levels", option->name.id);
    return false;
}

/* Past 'option' or 'issue', or, once reported, a word that is nearly one of them. */
static bool accept_kind(dt_parser *p, bool *is_option)
{
    static const char *const words[] = {"option", "issue", "constituency", "ratify",
                                        "prefer", "value", "rank"};
    *is_option = dt_accept_word(p, "option");
    if (*is_option || dt_accept_word(p, "issue"))
        return true;
    dt_nearest nearest = dt_nearest_to(p->draft->lexed.source->text + p->at->begin,
                                       p->at->end - p->at->begin);
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        dt_nearest_offer(&nearest, words[k]);
    dt_expected(p, "'option' or 'issue'");
    *is_option = nearest.best == words[0];
    if (*is_option || nearest.best == words[1]) {
        dt_report_help(p->diags, "did you mean '%s'?", nearest.best);
        p->at++;
        return true;
    }
    if (nearest.best == words[2] || nearest.best == words[3])
        dt_report_help(p->diags, "did you mean '%s'?", nearest.best);
    else if (nearest.best)
        dt_report_help(p->diags,
                       "'%s ACTOR { ... }' stands outside of the actor's braces",
                       nearest.best);
    return false;
}

static bool parse_actor_item(dt_parser *p, void *context)
{
    dt_actor *const actor = context;
    dt_choice choice = {0};
    if (dt_accept_word(p, "constituency"))
        return dt_parse_constituency(p);
    if (dt_accept_word(p, "ratify"))
        return dt_parse_ratify(p);
    if (!accept_kind(p, &choice.is_option) ||
        !parse_name(p, choice.is_option ? "the option's name" : "the issue's name",
                    choice.is_option ? DT_TOKEN_END : DT_TOKEN_COLON, &choice.name))
        return false;
    const bool read =
        parse_way(p, &choice.way) &&
        (choice.is_option ? has_no_levels(p, &choice) : parse_levels(p, &choice));
    return !p->lost && declare_choice(p, actor, &choice) && read;
}

/* ---- actors ------------------------------------------------------------------- */

/* Beyond the limit nobody asks any more. */
static const dt_actor *find_actor(const dt_parser *p, const char *id)
{
    const dt_actor *const all = p->draft->actors.items;
    for (size_t a = 0; a < p->draft->actors.n && a <= DT_MAX_ACTORS; a++)
        if (strcmp(all[a].name.id, id) == 0)
            return &all[a];
    return NULL;
}

/* A second actor of a name is reported, and kept: what is said of it can be checked. */
bool dt_parse_actor(dt_parser *p)
{
    dt_actor actor = {.first_choice = (uint32_t)p->draft->choices.n};
    const dt_token *const name = p->at;
    if (!parse_name(p, "the actor's name", DT_TOKEN_LBRACE, &actor.name) || p->lost)
        return false;
    const dt_actor *const earlier = find_actor(p, actor.name.id);
    if (earlier) {
        dt_report(p->diags, DT_FINDING_duplicate, actor.name.where,
                  "there is an actor '%s' already", actor.name.id);
        dt_report_note(p->diags, earlier->name.where, "declared here");
    }
    if (p->draft->actors.n == DT_MAX_ACTORS)
        dt_report(p->diags, DT_FINDING_limit, actor.name.where,
                  "a model has at most %u actors", DT_MAX_ACTORS);
    if (!dt_push(p, &p->draft->actors, sizeof actor))
        return false;
    p->home = name;
    p->is_home_item = true;
    dt_parse_block(p, DT_SEPARATOR_NONE, parse_actor_item, &actor);
    p->home = NULL;
    p->is_home_item = false;
    dt_actor *const all = p->draft->actors.items;
    all[p->draft->actors.n - 1] = actor;
    return true;
}

bool dt_parse_stray_choice(dt_parser *p)
{
    dt_actor *const all = p->draft->actors.items;
    return p->draft->actors.n && parse_actor_item(p, &all[p->draft->actors.n - 1]);
}
