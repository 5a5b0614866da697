/* Laws of the canonical layout, over random texts and the examples:
 *
 *  - to lay out twice is to lay out once
 *  - the words stay the same, in the same lines, but for `only up` of an option
 *  - the comments stay the same, and stay where they are
 *  - lines are tidy: no tab, no blank at an end, no two empty lines in a row
 *
 * A random text is a model with blanks, line ends and comments strewn between its
 * words. Most, not all, are of the language then; the others are refused and don't
 * count. */
#include "lang/lexer.h"
#include "support/dice.h"
#include "support/tested.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXTS = 6000, LEAST_SOUND = TEXTS / 3 };

/* ---- random texts ----------------------------------------------------------- */

typedef struct writer {
    dice d;
    unsigned wild; /* per cent of gaps that are more than a blank */
    bool has_status_quo, has_table, has_on, has_prior, has_drift;
    dt_text text;
} writer;

static const char *pick(writer *w, const char *const *words, size_t n)
{
    return words[dice_below(&w->d, n)];
}

#define PICK(w, ...)                                                                   \
    pick((w), (const char *const[]){__VA_ARGS__},                                      \
         sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static void put(writer *w, const char *word)
{
    dt_text_add(&w->text, word);
    if (!dice_chance(&w->d, w->wild))
        dt_text_add(&w->text, " ");
    else
        dt_text_add(&w->text, PICK(w, "", "", "  ", "\t", " \t ", "\n", "\r\n",
                                   "\n\n\n", " # why\n", "# \xc3\xa9\t#\n",
                                   "\n  # so\n", "\n\n#\n\n#last\n\n"));
}

static void end_line(writer *w)
{
    dt_text_add(&w->text, PICK(w, "\n", "\n", "\n", "\r\n", "\n\n", " # end\n",
                               "\n\n\n# x\n\n\n"));
}

static void end_item(writer *w)
{
    if (dice_chance(&w->d, 15))
        put(w, ";");
    else
        end_line(w);
}

/* Words that mislead are names as good as others. */
static void put_nth_name(writer *w, size_t k)
{
    static const char *const names[] = {
        "us",    "iran",  "a",      "long_name", "\xc3\xa9t\xc3\xa9",
        "only",  "up",    "value",  "option",    "permanent",
        "20pct", "to",    "rank",   "on",        "table",
        "worth", "veto",  "weight", "test",      "signal",
        "drift", "prior", "stay",   "with"};
    put(w, names[k % (sizeof names / sizeof *names)]);
}

static void put_name(writer *w)
{
    put_nth_name(w, dice_below(&w->d, 100));
}

static void put_label(writer *w)
{
    if (dice_chance(&w->d, 60))
        put(w, PICK(w, "\"A\"", "\"a longer label, with # and { in it\"", "\"\"",
                    "\"\\\"\\\\\"", "\"\xe6\x8b\x9b\xe5\x91\xbc\"", "\"tab\there\""));
}

static void put_nth_level(writer *w, size_t k)
{
    static const char *const levels[] = {"none", "some", "most", "or", "if",
                                         "not",  "20",   "-1",   "0.5"};
    put(w, levels[k % (sizeof levels / sizeof *levels)]);
}

static void put_level(writer *w)
{
    put_nth_level(w, dice_below(&w->d, 100));
}

static void put_atom(writer *w)
{
    put_name(w);
    if (dice_chance(&w->d, 60)) {
        put(w, ".");
        put_name(w);
    }
    if (dice_chance(&w->d, 30)) {
        put(w, PICK(w, "=", "!=", "<", "<=", ">", ">="));
        put_level(w);
    }
}

static void put_formula(writer *w, unsigned depth);

static void put_count(writer *w, unsigned depth)
{
    put(w, PICK(w, "at least 1 of", "at most 1 of", "exactly 1 of", "all of", "any of",
                "none of"));
    put(w, "(");
    put_formula(w, depth);
    for (size_t more = dice_below(&w->d, 4); more > 0; more--) {
        put(w, ",");
        put_formula(w, depth);
    }
    put(w, ")");
}

static void put_bracketed(writer *w, unsigned depth)
{
    put(w, "(");
    put_formula(w, depth);
    put(w, ")");
}

static void put_formula(writer *w, unsigned depth)
{
    const size_t form = depth ? dice_below(&w->d, 8) : 0;
    if (form <= 1)
        put_atom(w);
    else if (form == 2) {
        put(w, "not");
        put_bracketed(w, depth - 1);
    } else if (form == 3)
        put_count(w, depth - 1);
    else if (form == 4)
        put_bracketed(w, depth - 1);
    else if (form == 5) {
        put_bracketed(w, depth - 1);
        put(w, PICK(w, "implies", "iff", "if"));
        put_atom(w);
    } else {
        put_bracketed(w, depth - 1);
        put(w, PICK(w, "and", "or"));
        put_atom(w);
    }
}

static void put_choice(writer *w, size_t k)
{
    const bool is_option = dice_chance(&w->d, 60);
    put(w, is_option ? "option" : "issue");
    put_nth_name(w, k);
    put_label(w);
    put(w, PICK(w, "", "", "permanent", "only up", "only  up", "only down"));
    if (is_option)
        return;
    put(w, ":");
    put_nth_level(w, k);
    put_label(w);
    for (size_t more = dice_between(&w->d, 1, 4); more > 0; more--) {
        put(w, ",");
        put_nth_level(w, k + more);
        put_label(w);
    }
}

static void put_group(writer *w)
{
    put(w, "{");
    for (size_t more = dice_between(&w->d, 1, 3); more > 0; more--) {
        put_formula(w, 1);
        put(w, more > 1 ? "," : "");
    }
    put(w, "}");
}

static void put_assignment(writer *w)
{
    put_name(w);
    put(w, ".");
    put_name(w);
    if (dice_chance(&w->d, 50)) {
        put(w, "=");
        put_level(w);
    }
}

static void put_item(writer *w, const char *block, size_t k)
{
    if (strcmp(block, "actor") == 0)
        put_choice(w, k);
    else if (strcmp(block, "status quo") == 0)
        put_assignment(w);
    else if (strcmp(block, "value") == 0) {
        put(w, PICK(w, "40", "-20", "0.5", "1000", "+3"));
        put_formula(w, 2);
    } else if (dice_chance(&w->d, 30))
        put_group(w);
    else
        put_formula(w, 3);
}

static void put_items(writer *w, const char *block)
{
    const size_t offset = dice_below(&w->d, 100);
    put(w, "{");
    if (dice_chance(&w->d, 80))
        end_line(w);
    for (size_t more = dice_between(&w->d, 1, 6); more > 0; more--) {
        put_item(w, block, offset + more);
        end_item(w);
    }
    put(w, "}");
}

static void put_block(writer *w)
{
    static const char *const blocks[] = {"actor", "actor", "prefer",
                                         "value", "rank",  "status quo"};
    const char *const block = pick(w, blocks, w->has_status_quo ? 5 : 6);
    w->has_status_quo = w->has_status_quo || strcmp(block, "status quo") == 0;
    put(w, block);
    if (strcmp(block, "status quo") != 0)
        put_name(w);
    if (strcmp(block, "actor") == 0)
        put_label(w);
    put_items(w, block);
}

static void put_type(writer *w)
{
    const char *const block = PICK(w, "prefer", "value", "rank");
    put(w, "type us . x");
    put_label(w);
    put(w, PICK(w, "", "", "0.5", "0", "+1"));
    if (dice_chance(&w->d, 20))
        return;
    put(w, "{");
    put(w, block);
    put_items(w, block);
    end_line(w);
    put(w, "}");
}

static void put_forbid(writer *w)
{
    put(w, "forbid us from");
    put_formula(w, 2);
    put(w, "to");
    put_formula(w, 2);
}

/* ---- statements about negotiating */

static void put_constituency(writer *w, bool at_home)
{
    const char *const block = PICK(w, "prefer", "value", "rank");
    put(w, "constituency");
    if (!at_home)
        put(w, "us .");
    put_name(w);
    put_label(w);
    put(w, PICK(w, "", "", "weight 3", "veto", "gain >= -0.5", "veto weight 1"));
    put(w, "{");
    if (dice_chance(&w->d, 80)) {
        put(w, block);
        put_items(w, block);
        end_line(w);
    }
    put(w, "}");
}

static void put_answers(writer *w)
{
    for (size_t more = dice_between(&w->d, 1, 4); more > 0; more--) {
        if (dice_chance(&w->d, 30))
            put(w, PICK(w, "weight >= 3", "weight  > 0.5", "not weight != -1"));
        else
            put_name(w);
        if (more > 1)
            put(w, PICK(w, "and", "or"));
    }
}

static void put_list(writer *w)
{
    for (size_t more = dice_between(&w->d, 1, 5); more > 0; more--) {
        put_name(w);
        if (dice_chance(&w->d, 50)) {
            put(w, ".");
            put_name(w);
        }
        put(w, more > 1 ? "," : "");
    }
}

static void put_table(writer *w)
{
    if (!w->has_table)
        put(w, PICK(w, "table us", "table us,iran", "table us , iran"));
    else if (!w->has_on) {
        put(w, "on the table :");
        put_list(w);
        end_line(w);
        put(w, "off  the table :");
        put_list(w);
        w->has_on = true;
    }
    w->has_table = true;
}

static void put_fallback(writer *w)
{
    put(w, "fallback");
    put_name(w);
    put_label(w);
    put(w, PICK(w, "", "0.5", "1", "+0.25"));
    put(w, "{");
    for (size_t more = dice_below(&w->d, 4); more > 0; more--) {
        if (dice_chance(&w->d, 40))
            put(w, PICK(w, "worth us 3", "worth us . a  -3", "worth iran 0.5"));
        else
            put_assignment(w);
        end_item(w);
    }
    put(w, "}");
}

static void put_talk(writer *w)
{
    switch (dice_below(&w->d, 7)) {
    case 0:
        put_constituency(w, false);
        break;
    case 1:
        put(w, "ratify us :");
        put_answers(w);
        break;
    case 2:
        put_fallback(w);
        break;
    case 3:
        put_table(w);
        break;
    case 4:
        put(w, "deal \"A deal\"");
        put_items(w, "status quo");
        break;
    case 5:
        put(w, "actor us { option x ;");
        put_constituency(w, true);
        end_item(w);
        put(w, "ratify :");
        put_answers(w);
        end_item(w);
        put(w, "}");
        break;
    default:
        put(w, "arena");
        put_name(w);
        put_label(w);
        put(w, ":");
        put_list(w);
    }
}

/* ---- statements about intentions */

static void put_move(writer *w)
{
    if (dice_chance(&w->d, 20)) {
        put(w, "stay");
        return;
    }
    for (size_t more = dice_between(&w->d, 1, 3); more > 0; more--) {
        put_assignment(w);
        put(w, more > 1 ? "," : "");
    }
}

static void put_likely(writer *w)
{
    for (size_t more = dice_between(&w->d, 1, 3); more > 0; more--) {
        put_name(w);
        put(w, PICK(w, "0.5", "1", "0", "+0.25"));
        put(w, more > 1 ? "," : "");
    }
}

static void put_turn(writer *w)
{
    put(w, PICK(w, "answers us", "then iran", "then  us"));
    if (dice_chance(&w->d, 40))
        return;
    put(w, "{");
    for (size_t more = dice_between(&w->d, 1, 4); more > 0; more--) {
        put_name(w);
        put_label(w);
        put(w, ":");
        put_move(w);
        if (dice_chance(&w->d, 50)) {
            put(w, "likely");
            put_likely(w);
        }
        end_item(w);
    }
    put(w, "}");
}

static void put_test(writer *w)
{
    put(w, "test");
    put_name(w);
    put_label(w);
    put(w, ": us .");
    put_name(w);
    if (dice_chance(&w->d, 30))
        return;
    put(w, "{");
    for (size_t more = dice_between(&w->d, 1, 3); more > 0; more--) {
        put_turn(w);
        end_item(w);
    }
    put(w, "}");
}

static void put_signal(writer *w)
{
    put(w, "signal");
    put(w, PICK(w, "", "", "2013-09-19", "0001-01-31"));
    put_name(w);
    put(w, "\"Seen, # or so\"");
    if (dice_chance(&w->d, 50)) {
        put(w, "moves");
        put_move(w);
    } else {
        put(w, ":");
        put_likely(w);
    }
    put(w, PICK(w, "", "", "credibility 0.5", "withdrawn", "withdrawn 2013-09-25",
                "withdrawn credibility  1"));
}

static void put_prior(writer *w)
{
    put(w, "prior {");
    for (size_t more = dice_between(&w->d, 1, 4); more > 0; more--) {
        put(w, PICK(w, "0.5", "1", "0.000001"));
        put_list(w);
        end_item(w);
    }
    put(w, "}");
    w->has_prior = true;
}

static void put_doubt(writer *w)
{
    const size_t form = dice_below(&w->d, 8);
    if (form < 3)
        put_test(w);
    else if (form < 5)
        put_signal(w);
    else if (form == 5 && !w->has_prior)
        put_prior(w);
    else if (form == 6 && !w->has_drift) {
        put(w, PICK(w, "drift 0.9\nprecision  1", "drift\t1\nprecision 0.5 # p"));
        w->has_drift = true;
    } else {
        put(w, "trust");
        put_name(w);
        put_label(w);
        put(w, ": us . talks with");
        put_move(w);
    }
}

static void put_statement(writer *w)
{
    const size_t form = dice_below(&w->d, 14);
    if (form < 3)
        put_block(w);
    else if (form == 3)
        put_type(w);
    else if (form == 4)
        put_forbid(w);
    else if (form == 5)
        put(w, PICK(w, "source \"S\"", "source   \"\xc3\xa9\" #", "source\t\"T\""));
    else if (form >= 11)
        put_doubt(w);
    else if (form >= 8)
        put_talk(w);
    else {
        put(w, PICK(w, "always", "impossible", "merge"));
        put_formula(w, 3);
    }
    end_line(w);
}

static void random_text(writer *w, uint64_t seed)
{
    static const unsigned wilds[] = {0, 1, 2, 5, 15};
    *w = (writer){.d = {.seed = seed}};
    w->wild = wilds[dice_below(&w->d, 5)];
    for (size_t n = dice_between(&w->d, 1, 8); n > 0; n--)
        put_statement(w);
    assert_false(w->text.failed);
}

/* ---- what is in a text ------------------------------------------------------ */

typedef struct cut {
    dt_arena arena;
    dt_diags *diags;
    dt_lexed lexed;
} cut;

static void cut_text(cut *c, const char *text)
{
    *c = (cut){.diags = dt_diags_new()};
    const dt_source *const source =
        dt_diags_add_source(c->diags, "text", text, strlen(text));
    assert_true(dt_lex(source, &c->arena, c->diags, &c->lexed));
}

static void release_cut(cut *c)
{
    dt_arena_release(&c->arena);
    dt_diags_free(c->diags);
}

static bool is_token(const cut *c, uint32_t t, const char *word)
{
    const dt_token *const token = &c->lexed.tokens[t];
    return token->end - token->begin == strlen(word) &&
           memcmp(c->lexed.source->text + token->begin, word, strlen(word)) == 0;
}

static bool same_bytes(const cut *one, dt_span a, const cut *other, dt_span b)
{
    return a.end - a.begin == b.end - b.begin &&
           memcmp(one->lexed.source->text + a.begin,
                  other->lexed.source->text + b.begin, a.end - a.begin) == 0;
}

/* Token for token, `only up` standing for `permanent`. */
static bool same_tokens(const cut *before, const cut *after)
{
    uint32_t a = 0, b = 0;
    for (; a < before->lexed.n_tokens && b < after->lexed.n_tokens; a++, b++) {
        const dt_token *const one = &before->lexed.tokens[a];
        const dt_token *const other = &after->lexed.tokens[b];
        if (one->kind != other->kind || one->first != other->first)
            return false;
        if (is_token(before, a, "only") && is_token(after, b, "permanent") &&
            is_token(before, a + 1, "up"))
            a++;
        else if (!same_bytes(before, dt_token_span(&before->lexed, one), after,
                             dt_token_span(&after->lexed, other)))
            return false;
    }
    return a == before->lexed.n_tokens && b == after->lexed.n_tokens;
}

/* Comments stand alone or behind words as before, and between the same lines of words.
 */
static uint32_t lines_of_words_before(const cut *c, const dt_comment *comment)
{
    uint32_t n = 0;
    for (uint32_t t = 0; t + 1 < c->lexed.n_tokens; t++)
        n += c->lexed.tokens[t].first && c->lexed.tokens[t].begin < comment->begin;
    return n;
}

static bool same_comments(const cut *before, const cut *after)
{
    if (before->lexed.n_comments != after->lexed.n_comments)
        return false;
    for (uint32_t k = 0; k < before->lexed.n_comments; k++) {
        const dt_comment *const one = &before->lexed.comments[k];
        const dt_comment *const other = &after->lexed.comments[k];
        const dt_span a = {0, one->begin, one->end}, b = {0, other->begin, other->end};
        if (one->alone != other->alone || !same_bytes(before, a, after, b) ||
            lines_of_words_before(before, one) != lines_of_words_before(after, other))
            return false;
    }
    return true;
}

/* Tabs may stand in strings and comments only; the others are at a line's beginning. */
static bool is_tidy(const char *text)
{
    const size_t n = strlen(text);
    return !strstr(text, " \n") && !strstr(text, "\n\n\n") && !strchr(text, '\r') &&
           !strstr(text, "\n\t") && !strstr(text, "  \t") && *text != '\n' &&
           *text != ' ' && (n == 0 || text[n - 1] == '\n') &&
           (n < 2 || text[n - 2] != '\n');
}

/* ---- the laws --------------------------------------------------------------- */

/* The text in canonical layout; NULL when it is refused. To be freed. */
static char *laid_out(const char *text)
{
    dt_text out = {0};
    const dt_sink sink = {write_to_text, &out};
    dt_diags *const diags = dt_diags_new();
    const dt_status status =
        dt_format_text(&(dt_input){"test", text, strlen(text), DT_FORMAT_CONFLICT},
                       diags, &sink, NULL);
    char *const copy = status == DT_OK ? strdup(dt_text_string(&out)) : NULL;
    dt_text_release(&out);
    dt_diags_free(diags);
    return copy;
}

/* What is wrong with a layout, or NULL. */
static const char *find_fault(const char *text, const char *once)
{
    char *const twice = laid_out(once);
    cut before, after;
    const char *fault = NULL;
    cut_text(&before, text);
    cut_text(&after, once);
    if (!twice)
        fault = "what came out is not of the language";
    else if (strcmp(once, twice) != 0)
        fault = "to lay it out twice changes it";
    else if (!same_tokens(&before, &after))
        fault = "words or lines have changed";
    else if (!same_comments(&before, &after))
        fault = "comments have changed";
    else if (!is_tidy(once))
        fault = "the lines are not tidy";
    release_cut(&before);
    release_cut(&after);
    free(twice);
    return fault;
}

/* True when the text is of the language; fails when a law does not hold of it. */
static bool obeys(const char *text, const char *what)
{
    char *const once = laid_out(text);
    if (!once)
        return false;
    const char *const fault = find_fault(text, once);
    if (fault)
        fail_msg("%s: %s\n---- before\n%s\n---- after\n%s", what, fault, text, once);
    free(once);
    return true;
}

static void laws_hold_of_random_texts(void **state)
{
    (void)state;
    size_t sound = 0;
    for (uint64_t seed = 1; seed <= TEXTS; seed++) {
        writer w;
        char what[40];
        random_text(&w, seed);
        snprintf(what, sizeof what, "seed %u", (unsigned)seed);
        sound += obeys(dt_text_string(&w.text), what);
        dt_text_release(&w.text);
    }
    if (sound < LEAST_SOUND)
        fail_msg("only %zu of %d texts are of the language", sound, TEXTS);
}

static bool ends_with(const char *name, const char *ending)
{
    const size_t n = strlen(name), m = strlen(ending);
    return n > m && strcmp(name + n - m, ending) == 0;
}

static void check_file(const char *name)
{
    char path[512];
    dt_text text = {0};
    snprintf(path, sizeof path, DT_SOURCE_DIR "/examples/%s", name);
    FILE *const file = fopen(path, "rb");
    assert_non_null(file);
    for (int c; (c = fgetc(file)) != EOF;)
        dt_text_add_n(&text, &(char){(char)c}, 1);
    fclose(file);
    assert_true(obeys(dt_text_string(&text), name));
    dt_text_release(&text);
}

static void laws_hold_of_the_examples(void **state)
{
    (void)state;
    size_t n = 0;
    DIR *const folder = opendir(DT_SOURCE_DIR "/examples");
    assert_non_null(folder);
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;)
        if (ends_with(entry->d_name, ".conflict")) {
            check_file(entry->d_name);
            n++;
        }
    closedir(folder);
    assert_true(n > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(laws_hold_of_random_texts),
        cmocka_unit_test(laws_hold_of_the_examples),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
