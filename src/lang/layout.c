/* The canonical layout (`detente fmt`).
 *
 * A line of the text stays a line: the writer decides where lines end, the layout what
 * stands between their words. So it works on tokens, not on the model: nothing is
 * dropped or moved, comments least of all. It takes three walks over the lines:
 *
 *     cut      what stands on each line, how deep, and of which kind it is
 *     columns  neighbours of one kind share the widths of their leading words
 *     put      the widths are known, so the comments behind neighbours line up as well
 *
 *     actor us "United States" {
 *         option talks  "Negotiate"                       # C8
 *         issue  relief "Lift sanctions" : none, some,
 *                 most                                    # C15
 *     }
 *     ^  ^   ^      ^                                     ^
 *     |  |   |      |                     the comments of neighbours: one column
 *     |  |   keyword and name of neighbours: padded to the longest
 *     |  one step for each open brace
 *     (a line that continues a statement gets two steps more)
 *
 * Neighbours are lines of one block with no blank line and no line of another kind in
 * between; comments and continued statements between them don't part them.
 *
 * Whether a line begins a statement or continues one is not guessed: the parser notes
 * where statements and items begin (dt_parser.begins), and a text with errors is not
 * laid out at all. Every decision depends on tokens and line ends only, and the result
 * has the same ones; so to lay it out again changes nothing. The one word that changes,
 * `only up` behind an option to `permanent`, is not there the second time. */
#include "base/fail.h"
#include "base/out.h"
#include "base/utf8.h"
#include "lang/read.h"
#include "lang/syntax.h"

#include <assert.h>
#include <string.h>

enum {
    STEP = 4,             /* columns for each open brace */
    CONTINUED = 2 * STEP, /* more for a line that continues a statement */
    GAP = 2,              /* least blanks before a comment */
    COMMENT_MAX = 72, /* comments stand no further right for their neighbours' sake */
    BRACES_MAX = 8    /* nesting of blocks; the grammar has no more than 4 */
};

typedef enum line_kind {
    LINE_PLAIN,
    LINE_TITLE,  /* conflict, source */
    LINE_RULE,   /* always, impossible, merge */
    LINE_CHOICE, /* option, issue */
    LINE_SIDE,   /* on the table, off the table */
    LINE_ARENA,
    LINE_TERM, /* a number and a formula of a `value` block, a row of `prior` */
    LINE_MOVE, /* of a turn of a test */
} line_kind;

typedef struct line {
    uint32_t token, n_tokens;  /* those that stand on it; none: a comment alone */
    const dt_comment *comment; /* NULL: none */
    uint32_t number;           /* in the text, from 1 */
    uint32_t depth, indent;
    bool blank_before; /* a blank line stands before it, and stays */
    bool continues;    /* a statement that began on a line before */
    line_kind kind;
    size_t pad[2]; /* least widths of its first words */
    size_t width;  /* columns, without the comment */
} line;

typedef enum block_kind {
    BLOCK_OTHER,
    BLOCK_ACTOR,
    BLOCK_VALUE, /* or `prior` */
    BLOCK_TEST,
    BLOCK_TURN,
} block_kind;

typedef struct layout {
    const dt_lexed *lexed;
    dt_parser *parser;
    const bool *begins;
    line *lines;
    uint32_t n_lines;
    dt_text scratch; /* words and lines while they are measured */
    bool lost;       /* no memory for it */
    /* while lines are cut: */
    block_kind blocks[BRACES_MAX];
    uint32_t depth;
    uint32_t head; /* the token with which the present statement began */
} layout;

/* ---- words -------------------------------------------------------------------- */

static const dt_token *token_at(const layout *f, uint32_t t)
{
    return &f->lexed->tokens[t];
}

static bool is_word(const layout *f, uint32_t t, const char *word)
{
    return dt_token_is(f->parser, token_at(f, t), word);
}

/* `only up` behind an option's name or label: the long way to say `permanent`. */
static bool is_only_up(const layout *f, uint32_t t)
{
    if (t < 2 || !is_word(f, t, "only") || !is_word(f, t + 1, "up") ||
        token_at(f, t + 1)->first)
        return false;
    const uint32_t names = token_at(f, t - 1)->kind == DT_TOKEN_STRING ? 2 : 1;
    const uint32_t head = t - names - 1;
    return t > names && f->begins[head] && is_word(f, head, "option");
}

static bool is_silent(const layout *f, uint32_t t)
{
    return t > 0 && is_only_up(f, t - 1);
}

static void put_token(const layout *f, uint32_t t, dt_text *text)
{
    const dt_token *const token = token_at(f, t);
    if (is_only_up(f, t))
        dt_text_add(text, "permanent");
    else
        dt_text_add_n(text, f->lexed->source->text + token->begin,
                      token->end - token->begin);
}

static bool are_apart(const dt_token *left, const dt_token *right)
{
    if (left->kind == DT_TOKEN_DOT || left->kind == DT_TOKEN_LPAREN)
        return false;
    if (left->kind == DT_TOKEN_LBRACE && right->kind == DT_TOKEN_RBRACE)
        return false;
    return right->kind != DT_TOKEN_DOT && right->kind != DT_TOKEN_RPAREN &&
           right->kind != DT_TOKEN_COMMA && right->kind != DT_TOKEN_SEMICOLON;
}

static size_t measure(layout *f)
{
    f->lost = f->lost || f->scratch.failed;
    return dt_utf8_width(dt_text_string(&f->scratch));
}

static size_t width_of_token(layout *f, uint32_t t)
{
    dt_text_reset(&f->scratch);
    put_token(f, t, &f->scratch);
    return measure(f);
}

/* ---- cutting ------------------------------------------------------------------ */

static block_kind kind_of_block(const layout *f)
{
    if (f->depth && f->blocks[f->depth - 1] == BLOCK_TEST)
        return BLOCK_TURN;
    if (is_word(f, f->head, "actor"))
        return BLOCK_ACTOR;
    if (is_word(f, f->head, "test"))
        return BLOCK_TEST;
    return is_word(f, f->head, "value") || is_word(f, f->head, "prior") ? BLOCK_VALUE
                                                                        : BLOCK_OTHER;
}

static void open_block(layout *f)
{
    assert(f->depth < BRACES_MAX);
    f->blocks[f->depth] = kind_of_block(f);
    f->depth++;
}

/* What the tokens of a line leave behind: open blocks, the statement they belong to. */
static void walk_tokens(layout *f, const line *l)
{
    for (uint32_t t = l->token; t < l->token + l->n_tokens; t++) {
        if (f->begins[t])
            f->head = t;
        if (token_at(f, t)->kind == DT_TOKEN_LBRACE)
            open_block(f);
        if (token_at(f, t)->kind == DT_TOKEN_RBRACE) {
            assert(f->depth > 0);
            f->depth--;
        }
    }
}

static uint32_t count_closing(const layout *f, const line *l)
{
    uint32_t n = 0;
    while (n < l->n_tokens && token_at(f, l->token + n)->kind == DT_TOKEN_RBRACE)
        n++;
    return n;
}

static bool holds_one_item(const layout *f, const line *l)
{
    for (uint32_t t = l->token + 1; t < l->token + l->n_tokens; t++)
        if (f->begins[t])
            return false;
    return true;
}

static line_kind kind_of_statement(const layout *f, uint32_t t)
{
    static const struct {
        const char *word;
        line_kind kind;
    } all[] = {
        {"conflict", LINE_TITLE},  {"source", LINE_TITLE}, {"always", LINE_RULE},
        {"impossible", LINE_RULE}, {"merge", LINE_RULE},   {"on", LINE_SIDE},
        {"off", LINE_SIDE},        {"arena", LINE_ARENA},
    };
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        if (is_word(f, t, all[k].word))
            return all[k].kind;
    return LINE_PLAIN;
}

static line_kind kind_of_line(const layout *f, const line *l)
{
    const uint32_t t = l->token;
    if (l->n_tokens < 2 || !f->begins[t] || !holds_one_item(f, l))
        return LINE_PLAIN;
    if (f->depth == 0)
        return kind_of_statement(f, t);
    switch (f->blocks[f->depth - 1]) {
    case BLOCK_OTHER:
    case BLOCK_TEST:
        return LINE_PLAIN;
    case BLOCK_TURN:
        return LINE_MOVE;
    case BLOCK_ACTOR:
        return is_word(f, t, "option") || is_word(f, t, "issue") ? LINE_CHOICE
                                                                 : LINE_PLAIN;
    case BLOCK_VALUE:
        return token_at(f, t)->kind == DT_TOKEN_NUMBER ? LINE_TERM : LINE_PLAIN;
    }
    return LINE_PLAIN;
}

/* True when the token stands inside a statement that began before it. */
static bool continues_at(const layout *f, uint32_t t)
{
    const dt_token_kind kind = token_at(f, t)->kind;
    return !f->begins[t] && kind != DT_TOKEN_LBRACE && kind != DT_TOKEN_RBRACE &&
           kind != DT_TOKEN_END;
}

static void place_line(layout *f, line *l)
{
    l->continues = continues_at(f, l->token);
    l->depth = f->depth - count_closing(f, l);
    l->indent = l->depth * STEP + (l->continues ? CONTINUED : 0);
    l->kind = kind_of_line(f, l);
    walk_tokens(f, l);
}

/* A blank line stays unless it stands at the beginning of the text or of a block, or at
 * the end of a block. */
static bool keeps_blank(const layout *f, const line *before, const line *l)
{
    if (!before || l->number - before->number < 2 || count_closing(f, l) > 0)
        return false;
    const uint32_t last = before->token + before->n_tokens - 1;
    return before->n_tokens == 0 || token_at(f, last)->kind != DT_TOKEN_LBRACE;
}

static uint32_t count_tokens_on_line(const layout *f, uint32_t from)
{
    uint32_t t = from + 1;
    while (!token_at(f, t)->first)
        t++;
    return t - from;
}

/* Lines come from two lists that ascend, the tokens and the comments. */
static void cut_lines(layout *f)
{
    const dt_lexed *const lexed = f->lexed;
    uint32_t t = 0, c = 0;
    while (t + 1 < lexed->n_tokens || c < lexed->n_comments) {
        line *const l = &f->lines[f->n_lines];
        const dt_comment *const comment =
            c < lexed->n_comments ? &lexed->comments[c] : NULL;
        const dt_token *const token = token_at(f, t);
        const bool alone = comment && comment->alone &&
                           (token->kind == DT_TOKEN_END || comment->line < token->line);
        *l = (line){.token = t, .number = alone ? comment->line : token->line};
        l->n_tokens = alone ? 0 : count_tokens_on_line(f, t);
        if (comment && comment->line == l->number) {
            l->comment = comment;
            c++;
        }
        place_line(f, l);
        l->blank_before = keeps_blank(f, f->n_lines ? l - 1 : NULL, l);
        t += l->n_tokens;
        f->n_lines++;
    }
}

/* ---- columns ------------------------------------------------------------------ */

/* A line that parts the neighbours before it from those behind it. */
static bool parts(const line *l, const line *first)
{
    if (l->blank_before || l->depth != first->depth)
        return true;
    return l->kind != first->kind && l->n_tokens > 0 && !l->continues;
}

/* How many of its first words a line shares columns with. The name of a choice or an
 * arena does so only when a label follows; the label of a move always. */
static uint32_t count_columns(const layout *f, const line *l)
{
    if (l->kind == LINE_PLAIN || l->n_tokens == 0 || l->continues)
        return 0;
    const uint32_t names = l->kind == LINE_MOVE ? 1 : 2;
    const bool labelled =
        l->n_tokens > names && token_at(f, l->token + names)->kind == DT_TOKEN_STRING;
    if (l->kind == LINE_MOVE)
        return labelled ? 2 : 1;
    return (l->kind == LINE_CHOICE || l->kind == LINE_ARENA) && labelled ? 2 : 1;
}

/* Give the neighbours from line `k` on, up to the one returned, their columns. */
static uint32_t align_run(layout *f, uint32_t k)
{
    const line *const first = &f->lines[k];
    size_t pad[2] = {0, 0};
    uint32_t end = k + 1;
    while (end < f->n_lines && !parts(&f->lines[end], first))
        end++;
    for (uint32_t j = k; j < end; j++)
        for (uint32_t w = 0; w < count_columns(f, &f->lines[j]); w++) {
            const size_t width = width_of_token(f, f->lines[j].token + w);
            pad[w] = width > pad[w] ? width : pad[w];
        }
    for (uint32_t j = k; j < end; j++)
        for (uint32_t w = 0; w < count_columns(f, &f->lines[j]); w++)
            f->lines[j].pad[w] = pad[w];
    return end;
}

static void align_words(layout *f)
{
    for (uint32_t k = 0; k < f->n_lines;)
        k = count_columns(f, &f->lines[k]) ? align_run(f, k) : k + 1;
}

/* ---- putting ------------------------------------------------------------------ */

/* A word in a column: a number stands at its right end, all else at the left. */
static void put_padded(const layout *f, const line *l, uint32_t w, dt_text *text)
{
    const size_t before = text->n;
    put_token(f, l->token + w, text);
    const size_t width =
        text->failed ? 0 : dt_utf8_width(dt_text_string(text) + before);
    if (width >= l->pad[w])
        return;
    const size_t blanks = l->pad[w] - width;
    dt_text_repeat(text, ' ', blanks);
    if (l->kind == LINE_TERM && !text->failed) {
        memmove(text->bytes + before + blanks, text->bytes + before,
                text->n - before - blanks);
        memset(text->bytes + before, ' ', blanks);
    }
}

static void put_line(const layout *f, const line *l, dt_text *text)
{
    dt_text_repeat(text, ' ', l->indent);
    for (uint32_t w = 0; w < l->n_tokens; w++) {
        const uint32_t t = l->token + w;
        if (is_silent(f, t))
            continue;
        if (w && are_apart(token_at(f, t - 1), token_at(f, t)))
            dt_text_add(text, " ");
        if (w < 2)
            put_padded(f, l, w, text);
        else
            put_token(f, t, text);
    }
}

static void measure_lines(layout *f)
{
    for (uint32_t k = 0; k < f->n_lines; k++) {
        dt_text_reset(&f->scratch);
        put_line(f, &f->lines[k], &f->scratch);
        f->lines[k].width = measure(f);
    }
}

/* The column of the comments behind the lines from `k` on, up to `*end`. */
static size_t comment_column(const layout *f, uint32_t k, uint32_t *end)
{
    size_t column = 0;
    *end = k;
    do {
        const line *const l = &f->lines[*end];
        const size_t here = l->width + GAP;
        if (l->comment && l->n_tokens && here <= COMMENT_MAX && here > column)
            column = here;
        ++*end;
    } while (*end < f->n_lines && !f->lines[*end].blank_before &&
             f->lines[*end].depth == f->lines[k].depth);
    return column;
}

static void put_comment(const layout *f, const line *l, size_t column, dt_text *text)
{
    if (l->n_tokens) {
        const size_t least = l->width + GAP;
        dt_text_repeat(text, ' ', (column > least ? column : least) - l->width);
    }
    dt_text_add_n(text, f->lexed->source->text + l->comment->begin,
                  l->comment->end - l->comment->begin);
}

static void put_lines(const layout *f, dt_text *text)
{
    for (uint32_t k = 0; k < f->n_lines && !text->failed;) {
        uint32_t end;
        const size_t column = comment_column(f, k, &end);
        for (; k < end; k++) {
            const line *const l = &f->lines[k];
            dt_text_add(text, l->blank_before ? "\n" : "");
            put_line(f, l, text);
            if (l->comment)
                put_comment(f, l, column, text);
            dt_text_add(text, "\n");
        }
    }
}

/* ---- the whole ---------------------------------------------------------------- */

static bool lay_out(layout *f, dt_arena *arena, dt_text *text)
{
    f->lines = dt_arena_array(arena, line, f->lexed->n_tokens + f->lexed->n_comments);
    if (!f->lines)
        return false;
    cut_lines(f);
    align_words(f);
    measure_lines(f);
    put_lines(f, text);
    dt_text_release(&f->scratch);
    return !f->lost && !text->failed;
}

/* Read the statements, but for the meaning of names. False when there is no memory. */
static bool parse(dt_parser *p)
{
    p->begins = dt_arena_array(p->arena, bool, p->draft->lexed.n_tokens);
    if (!p->begins)
        return false;
    dt_parse_statements(p);
    return !p->lost;
}

dt_status dt_lang_layout(const dt_source *source, dt_diags *diags, dt_text *text,
                         dt_error *err)
{
    dt_parser p;
    dt_draft draft;
    dt_model model = {0}; /* holds what is read, for as long as this takes */
    const uint32_t before = dt_diags_count(diags, DT_SEVERITY_ERROR);
    bool done =
        dt_parser_start(&p, &draft, source, &model, &model.arena, diags) && parse(&p);
    const bool sound = dt_diags_count(diags, DT_SEVERITY_ERROR) == before;
    if (done && sound) {
        layout f = {.lexed = &draft.lexed, .parser = &p, .begins = p.begins};
        done = lay_out(&f, &model.arena, text);
    }
    dt_arena_release(&model.arena);
    if (!done)
        return dt_fail_memory(err);
    return sound ? DT_OK : dt_diags_status(diags, err);
}

dt_status dt_format_text(const dt_input *input, dt_diags *diags, const dt_sink *sink,
                         dt_error *err)
{
    if (input->format != DT_FORMAT_CONFLICT)
        return dt_fail(err, DT_EUSAGE,
                       "'%s' is not in the language; 'detente convert' writes it so",
                       input->name);
    if (input->n > DT_SOURCE_MAX)
        return dt_fail(err, DT_ELIMIT, "'%s' is longer than %zu bytes", input->name,
                       DT_SOURCE_MAX);
    const dt_source *const source =
        dt_diags_add_source(diags, input->name, input->text, input->n);
    if (!source)
        return dt_fail_memory(err);
    dt_text tidy = {0};
    dt_status status = dt_lang_layout(source, diags, &tidy, err);
    if (status == DT_OK) {
        dt_out out = dt_out_to(sink);
        dt_put_n(&out, dt_text_string(&tidy), tidy.n);
        status = dt_out_end(&out);
        if (status != DT_OK)
            dt_fail(err, status, "'%s' could not be written", input->name);
    }
    dt_text_release(&tidy);
    return status;
}
