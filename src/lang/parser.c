/* What every grammar rule needs: looking at a token, going past it, saying what was
 * expected instead. The rules themselves are in statements.c and expression.c. */
#include "base/fail.h"
#include "lang/read.h"
#include "lang/syntax.h"

#include <assert.h>
#include <string.h>

static const char *text_of(const dt_parser *p, const dt_token *token)
{
    return p->draft->lexed.source->text + token->begin;
}

bool dt_parser_start(dt_parser *p, dt_draft *draft, const dt_source *source,
                     dt_model *model, dt_arena *arena, dt_diags *diags)
{
    *draft = (dt_draft){.model = model};
    *p = (dt_parser){.draft = draft, .arena = arena, .diags = diags};
    if (!dt_lex(source, arena, diags, &draft->lexed))
        return false;
    p->at = draft->lexed.tokens;
    return true;
}

void dt_begin_item(dt_parser *p)
{
    p->item = p->at;
    if (p->begins)
        p->begins[p->at - p->draft->lexed.tokens] = true;
}

bool dt_token_is(const dt_parser *p, const dt_token *token, const char *word)
{
    const size_t n = strlen(word);
    return token->kind == DT_TOKEN_WORD && token->end - token->begin == n &&
           memcmp(text_of(p, token), word, n) == 0;
}

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool dt_token_resembles(const dt_parser *p, const dt_token *token, const char *word)
{
    const size_t n = token->end - token->begin;
    size_t k = 0;
    while (k < n && word[k] && small(text_of(p, token)[k]) == word[k])
        k++;
    return token->kind == DT_TOKEN_WORD && k == n && !word[k];
}

bool dt_accept(dt_parser *p, dt_token_kind kind)
{
    if (p->at->kind != kind || kind == DT_TOKEN_END)
        return false;
    p->at++;
    return true;
}

bool dt_accept_word(dt_parser *p, const char *word)
{
    if (!dt_token_is(p, p->at, word))
        return false;
    p->at++;
    return true;
}

bool dt_expect(dt_parser *p, dt_token_kind kind, const char *what)
{
    return dt_accept(p, kind) || dt_expected(p, what);
}

/* Just behind a token. */
static dt_span span_behind(const dt_parser *p, const dt_token *token)
{
    return (dt_span){p->draft->lexed.source->index, token->end, token->end};
}

bool dt_expected(dt_parser *p, const char *what)
{
    const dt_token *const found = p->at, *const last = dt_last(p);
    const bool begins = found == p->draft->lexed.tokens || found == p->item;
    if (found->kind == DT_TOKEN_BAD || (!begins && last->kind == DT_TOKEN_BAD))
        return false; /* the lexer has spoken */
    if (found->kind == DT_TOKEN_END)
        dt_report(p->diags, DT_FINDING_syntax, span_behind(p, last),
                  "expected %s, found the end of the %s", what,
                  p->alone ? "text" : "file");
    else if (found->first && !begins)
        dt_report(p->diags, DT_FINDING_syntax, span_behind(p, last),
                  "expected %s, found the end of the line", what);
    else
        dt_report(p->diags, DT_FINDING_syntax, dt_span_of(p, found),
                  "expected %s, found '%.*s'", what, (int)(found->end - found->begin),
                  text_of(p, found));
    return false;
}

bool dt_token_is_reserved(const dt_parser *p, const dt_token *token)
{
    return token->kind == DT_TOKEN_WORD &&
           dt_word_is_reserved(text_of(p, token), token->end - token->begin);
}

const dt_token *dt_expect_name(dt_parser *p, const char *what)
{
    const dt_token *const token = p->at;
    if (token->kind != DT_TOKEN_WORD || token->first) {
        dt_expected(p, what);
        return NULL;
    }
    if (dt_token_is_reserved(p, token))
        dt_report(p->diags, DT_FINDING_reserved_word, dt_span_of(p, token),
                  "'%.*s' is a word of formulas and cannot be a name",
                  (int)(token->end - token->begin), text_of(p, token));
    p->at++;
    return token;
}

void *dt_push(dt_parser *p, dt_list *list, size_t each)
{
    void *const item = dt_list_add(list, p->arena, each);
    if (!item)
        p->lost = true;
    return item;
}

dt_span dt_span_of(const dt_parser *p, const dt_token *token)
{
    return dt_token_span(&p->draft->lexed, token);
}

dt_span dt_span_to(const dt_parser *p, const dt_token *from, const dt_token *to)
{
    return (dt_span){p->draft->lexed.source->index, from->begin, to->end};
}

const dt_token *dt_last(const dt_parser *p)
{
    return p->at > p->draft->lexed.tokens ? p->at - 1 : p->at;
}

const char *dt_word_text(dt_parser *p, const dt_token *token)
{
    const char *const copy =
        dt_arena_copy(p->arena, text_of(p, token), token->end - token->begin);
    if (!copy)
        p->lost = true;
    return copy;
}

const char *dt_string_text(dt_parser *p, const dt_token *token)
{
    assert(token->kind == DT_TOKEN_STRING);
    const char *from = text_of(p, token) + 1;
    const char *const end = p->draft->lexed.source->text + token->end - 1;
    char *const copy = dt_arena_alloc(p->arena, (size_t)(end - from) + 1, 1);
    if (!copy) {
        p->lost = true;
        return NULL;
    }
    size_t n = 0;
    for (; from < end; from++) {
        if (*from == '\\')
            from++;
        copy[n++] = *from;
    }
    return copy;
}

/* ---- the ways in (read.h) ----------------------------------------------------- */

dt_status dt_lang_read(const dt_source *source, dt_diags *diags, dt_model *model,
                       dt_error *err)
{
    dt_parser p;
    dt_draft draft;
    if (!dt_parser_start(&p, &draft, source, model, &model->arena, diags))
        return dt_fail_memory(err);
    if (!draft.lexed.not_utf8)
        dt_parse_statements(&p);
    if (!draft.lexed.not_utf8 && !p.lost)
        dt_bind(&p);
    return p.lost ? dt_fail_memory(err) : dt_diags_status(diags, err);
}

dt_status dt_lang_read_formula(const dt_source *source, dt_diags *diags,
                               dt_model *model, const dt_formula **formula,
                               dt_error *err)
{
    dt_parser p;
    dt_draft draft;
    const uint32_t before = dt_diags_count(diags, DT_SEVERITY_ERROR);
    if (!dt_parser_start(&p, &draft, source, model, &model->arena, diags))
        return dt_fail_memory(err);
    p.alone = true;
    const dt_formula *const read = dt_parse_formula(&p);
    if (read && p.at->kind != DT_TOKEN_END)
        dt_expected(&p, "the end of the formula");
    if (read)
        dt_bind_atoms(&p);
    if (p.lost)
        return dt_fail_memory(err);
    if (dt_diags_count(diags, DT_SEVERITY_ERROR) > before)
        return dt_fail(err, DT_EMODEL, "'%s' cannot be read as a formula of the model",
                       source->text);
    *formula = read;
    return DT_OK;
}

dt_status dt_lang_read_code(const dt_source *source, dt_diags *diags, dt_model *model,
                            uint64_t *code, dt_error *err)
{
    dt_parser p;
    dt_draft draft;
    const uint32_t before = dt_diags_count(diags, DT_SEVERITY_ERROR);
    if (!dt_parser_start(&p, &draft, source, model, &model->arena, diags))
        return dt_fail_memory(err);
    p.alone = true;
    dt_parse_assignments(&p, false);
    if (p.at->kind != DT_TOKEN_END)
        dt_expected(&p, "the end of the state");
    const uint64_t read = dt_bind_assignments(&p);
    if (p.lost)
        return dt_fail_memory(err);
    if (dt_diags_count(diags, DT_SEVERITY_ERROR) > before)
        return dt_fail(err, DT_EMODEL, "'%s' cannot be read as a state of the model",
                       source->text);
    *code = read;
    return DT_OK;
}

static dt_status check_formula(const dt_source *source, bool is_rule, dt_diags *diags,
                               dt_error *err)
{
    dt_parser p;
    dt_draft draft;
    dt_list answers = {0};
    dt_model model = {0};
    const uint32_t before = dt_diags_count(diags, DT_SEVERITY_ERROR);
    bool done = dt_parser_start(&p, &draft, source, &model, &model.arena, diags);
    p.alone = true;
    p.answers = is_rule ? &answers : NULL;
    if (done && dt_parse_formula(&p) && p.at->kind != DT_TOKEN_END)
        dt_expected(&p, "the end of the formula");
    done = done && !p.lost;
    dt_arena_release(&model.arena);
    if (!done)
        return dt_fail_memory(err);
    if (dt_diags_count(diags, DT_SEVERITY_ERROR) > before)
        return dt_fail(err, DT_EMODEL, "'%s' is no formula", source->text);
    return DT_OK;
}

dt_status dt_lang_check_formula(const dt_source *source, dt_diags *diags, dt_error *err)
{
    return check_formula(source, false, diags, err);
}

dt_status dt_lang_check_ratify(const dt_source *source, dt_diags *diags, dt_error *err)
{
    return check_formula(source, true, diags, err);
}
