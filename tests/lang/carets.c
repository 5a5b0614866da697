/* Broken models, and what must be said of them: each says so itself, under the line in
 * question, and nothing else may be said.
 *
 *     carets FILE.conflict...           tell what differs
 *     carets --show FILE.conflict       the model with what is said of it now
 *     carets --rows FILE.conflict...    tell which kinds of finding no model has
 *
 * Expectations are comments, so they do not disturb the model:
 *
 *     infeasible withdrw & attack
 *     #          ^^^^^^^ error: unknown option 'withdrw'
 *     # help: did you mean 'withdraw'?
 *
 * `#^^^^` begins in column 1, where the '#' itself stands; `#<` is column 1 alone. A
 * caret behind the last word means the line's end. Notes stand under their own lines,
 * wherever these are. `# stops: TEXT` expects a failure that has no place. A line
 * `#---` ends the model, without the line break before it; expectations may follow. */
#include "base/arena.h"
#include "base/text.h"

#include <detente/space.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LINES = 400 };

#define ENDS "#---"

/* Lines of text that belong to somebody else. */
typedef struct lines {
    const char *at[MOST_LINES];
    size_t n;
} lines;

/* One thing that is said, or expected: "LINE:COLUMN+WIDTH KIND: TEXT", and its help. */
typedef struct remark {
    unsigned line, column, width; /* 0: no place */
    char text[700];               /* with its kind */
    char help[700];               /* empty: none */
} remark;

typedef struct remarks {
    remark at[MOST_LINES];
    size_t n;
} remarks;

/* A model, the expectations in it, and what the library says. */
typedef struct trial {
    dt_text file;
    remarks wanted, said;
    dt_text findings, kinds; /* what the library wrote: for people, and as JSON */
    dt_error err;
} trial;

static void stop(const char *what, const char *name)
{
    fprintf(stderr, "carets: %s: %s\n", name, what);
    exit(4);
}

static void read_file(const char *path, dt_text *text)
{
    char buffer[4096];
    FILE *const file = fopen(path, "rb");
    if (!file)
        stop("cannot open", path);
    dt_text_add(text, "");
    for (size_t n; (n = fread(buffer, 1, sizeof buffer, file)) > 0;)
        dt_text_add_n(text, buffer, n);
    fclose(file);
    if (text->failed)
        stop("out of memory", path);
}

/* ---- remarks ------------------------------------------------------------------ */

static remark *add_remark(remarks *all)
{
    if (all->n == MOST_LINES)
        stop("too many", "remarks");
    remark *const r = &all->at[all->n++];
    memset(r, 0, sizeof *r);
    return r;
}

static void set_text(char *to, size_t room, const char *from, size_t n)
{
    while (n && (from[n - 1] == '\r' || from[n - 1] == ' '))
        n--;
    if (n >= room)
        stop("too long", "a remark");
    memcpy(to, from, n);
    to[n] = '\0';
}

static int compare(const void *a, const void *b)
{
    const remark *const x = a, *const y = b;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    if (x->width != y->width)
        return x->width < y->width ? -1 : 1;
    const int order = strcmp(x->text, y->text);
    return order ? order : strcmp(x->help, y->help);
}

static void show_remark(char sign, const remark *r)
{
    if (r->line)
        printf("  %c %u:%u, %u wide: %s\n", sign, r->line, r->column, r->width,
               r->text);
    else
        printf("  %c %s\n", sign, r->text);
    if (r->help[0])
        printf("  %c     help: %s\n", sign, r->help);
}

/* ---- what is expected --------------------------------------------------------- */

static bool begins(const char *text, size_t n, const char *with)
{
    return n >= strlen(with) && memcmp(text, with, strlen(with)) == 0;
}

static size_t span_of(const char *text, size_t n, char c)
{
    size_t k = 0;
    while (k < n && text[k] == c)
        k++;
    return k;
}

/* "error: ..." and such. */
static bool is_said(const char *text, size_t n)
{
    return begins(text, n, "error: ") || begins(text, n, "warning: ") ||
           begins(text, n, "note: ");
}

/* "3 more errors are not shown" */
static bool is_count(const char *text, size_t n)
{
    const size_t digits = strspn(text, "0123456789");
    return digits && digits < n && begins(text + digits, n - digits, " more ");
}

/* An expectation without a caret: help, a count of the rest, a failure. */
static bool read_plain(const char *text, size_t n, remarks *wanted)
{
    if (begins(text, n, "help: ")) {
        if (wanted->n == 0)
            stop("help that nothing precedes", "expectation");
        remark *const owner = &wanted->at[wanted->n - 1];
        set_text(owner->help, sizeof owner->help, text + 6, n - 6);
    } else if (is_count(text, n) || begins(text, n, "stops: ")) {
        remark *const r = add_remark(wanted);
        set_text(r->text, sizeof r->text, text, n);
    } else
        return false;
    return true;
}

/* Read an expectation about line `line`; false when the text ([n]) is none. */
static bool read_expectation(const char *text, size_t n, unsigned line, remarks *wanted)
{
    const size_t indent = span_of(text, n, ' ');
    if (indent == n || text[indent] != '#')
        return false;
    const size_t blanks = span_of(text + indent + 1, n - indent - 1, ' ');
    size_t at = indent + 1 + blanks;
    size_t column = at;
    size_t width = span_of(text + at, n - at, '^');
    at += width;
    if (blanks == 0 && at < n && text[at] == '<')
        at += width = 1;
    else if (blanks == 0 && width)
        width++;
    if (width == 0)
        return read_plain(text + at, n - at, wanted);
    column += blanks != 0;
    at += span_of(text + at, n - at, ' ');
    if (!is_said(text + at, n - at))
        return false;
    remark *const r = add_remark(wanted);
    r->line = line;
    r->column = (unsigned)column;
    r->width = (unsigned)width;
    set_text(r->text, sizeof r->text, text + at, n - at);
    return true;
}

/* Calls `each` for every line of the model, then for what follows it. */
typedef void line_user(const char *text, size_t n, unsigned number, bool is_model,
                       void *context);

static void for_lines(const dt_text *file, line_user *each, void *context)
{
    bool in_model = true;
    unsigned number = 0;
    for (size_t at = 0; at < file->n;) {
        const char *const text = file->bytes + at;
        const char *const nl = memchr(text, '\n', file->n - at);
        const size_t n = nl ? (size_t)(nl - text) : file->n - at;
        in_model = in_model && !begins(text, n, ENDS);
        each(text, n, ++number, in_model, context);
        at += n + (nl ? 1 : 0);
    }
}

typedef struct reader {
    remarks *wanted;
    unsigned about; /* the last line that was no expectation */
} reader;

static void read_line(const char *text, size_t n, unsigned number, bool is_model,
                      void *context)
{
    reader *const r = context;
    if (!read_expectation(text, n, r->about, r->wanted) && is_model)
        r->about = number;
}

/* The bytes of the file that are the model. */
static size_t model_size(const dt_text *file)
{
    if (begins(file->bytes, file->n, ENDS))
        return 0;
    for (size_t k = 0; k < file->n; k++)
        if (file->bytes[k] == '\n' &&
            begins(file->bytes + k + 1, file->n - k - 1, ENDS))
            return k;
    return file->n;
}

/* ---- what is said ------------------------------------------------------------- */

static dt_status add_to_text(void *context, const char *bytes, size_t n)
{
    dt_text_add_n(context, bytes, n);
    return DT_OK;
}

/* The model, read again in its canonical layout, must give the same messages. */
static void say(const char *text, size_t n, trial *t)
{
    const dt_sink people = {add_to_text, &t->findings},
                  programs = {add_to_text, &t->kinds};
    dt_diags *const diags = dt_diags_new();
    dt_model *model = NULL;
    dt_space *space = NULL;
    dt_ranks *ranks = NULL;
    dt_status status = dt_model_parse(&(dt_input){"model", text, n, DT_FORMAT_CONFLICT},
                                      diags, &model, &t->err);
    if (status == DT_OK)
        status = dt_space_new(model, NULL, diags, &space, &t->err);
    if (status == DT_OK)
        status = dt_ranks_new(space, NULL, diags, &ranks, &t->err);
    if (status == DT_OK)
        status = dt_ranks_check_types(ranks, diags, &t->err);
    t->err.status = status;
    if (dt_diags_write(diags, &people, false) != DT_OK ||
        dt_diags_write_json(diags, &programs) != DT_OK)
        stop("out of memory", "findings");
    dt_ranks_free(ranks);
    dt_space_free(space);
    dt_model_free(model);
    dt_diags_free(diags);
}

/* "model:LINE:COLUMN: KIND: TEXT" */
static void read_message(const char *line, size_t n, remarks *said)
{
    remark *const r = add_remark(said);
    if (begins(line, n, "model:")) {
        char *end;
        r->line = (unsigned)strtoul(line + 6, &end, 10);
        r->column = (unsigned)strtoul(end + 1, &end, 10);
        n -= (size_t)(end + 2 - line);
        line = end + 2;
    }
    set_text(r->text, sizeof r->text, line, n);
}

/* "      |    ^~~~": the width of what was said last. */
static void read_carets(const char *line, size_t n, remarks *said)
{
    if (!begins(line, n, "      | "))
        return;
    while (n && *line != '^')
        line++, n--;
    if (n && said->n)
        said->at[said->n - 1].width = (unsigned)n;
}

static void read_findings(trial *t)
{
    remark *owner = NULL; /* the finding to which help belongs */
    const char *at = dt_text_string(&t->findings);
    while (*at) {
        const size_t n = strcspn(at, "\n");
        if (begins(at, n, "help: ") && owner)
            set_text(owner->help, sizeof owner->help, at + 6, n - 6);
        else if (*at != ' ' || n < 6 || at[6] != '|') {
            read_message(at, n, &t->said);
            if (!begins(t->said.at[t->said.n - 1].text, 6, "note: "))
                owner = &t->said.at[t->said.n - 1];
        } else
            read_carets(at, n, &t->said);
        at += n + (at[n] == '\n');
    }
    if (t->err.status != DT_OK && t->err.status != DT_EMODEL)
        snprintf(add_remark(&t->said)->text, sizeof t->said.at->text, "stops: %s",
                 t->err.text);
}

/* ---- comparing ---------------------------------------------------------------- */

static trial *new_trial(void)
{
    trial *const t = calloc(1, sizeof *t);
    if (!t)
        stop("out of memory", "a trial");
    return t;
}

static void free_trial(trial *t)
{
    dt_text_release(&t->file);
    dt_text_release(&t->findings);
    dt_text_release(&t->kinds);
    free(t);
}

static trial *start(const char *path)
{
    trial *const t = new_trial();
    reader r = {&t->wanted, 1};
    read_file(path, &t->file);
    for_lines(&t->file, read_line, &r);
    say(t->file.bytes, model_size(&t->file), t);
    read_findings(t);
    return t;
}

/* Findings come in the order of the text. */
static bool are_in_order(const remarks *said)
{
    const remark *before = NULL;
    for (size_t k = 0; k < said->n; k++) {
        const remark *const r = &said->at[k];
        if (begins(r->text, strlen(r->text), "note: ") || r->line == 0)
            continue;
        if (before && (before->line > r->line ||
                       (before->line == r->line && before->column > r->column)))
            return false;
        before = r;
    }
    return true;
}

static bool is_sound(const remarks *said)
{
    for (size_t k = 0; k < said->n; k++)
        if (begins(said->at[k].text, strlen(said->at[k].text), "error: "))
            return false;
    return true;
}

/* Two sorted lists: how many entries only one of them has. */
static size_t tell_differences(const remarks *wanted, const remarks *said)
{
    size_t w = 0, s = 0, n = 0;
    while (w < wanted->n || s < said->n) {
        const int order = w == wanted->n ? 1
                          : s == said->n ? -1
                                         : compare(&wanted->at[w], &said->at[s]);
        if (order < 0)
            show_remark('-', &wanted->at[w]);
        if (order > 0)
            show_remark('+', &said->at[s]);
        n += order != 0;
        w += order <= 0;
        s += order >= 0;
    }
    return n;
}

static bool check(const char *path)
{
    trial *const t = start(path);
    const bool ordered = are_in_order(&t->said);
    const bool told = is_sound(&t->said) == (t->err.status != DT_EMODEL);
    qsort(t->wanted.at, t->wanted.n, sizeof *t->wanted.at, compare);
    qsort(t->said.at, t->said.n, sizeof *t->said.at, compare);
    printf("%s (- expected, + said)\n", path);
    const size_t differences = tell_differences(&t->wanted, &t->said);
    const bool silent = t->wanted.n == 0;
    if (!ordered)
        printf("  the findings do not come in the order of the text\n");
    if (!told)
        printf("  the status is not that of the findings\n");
    if (silent)
        printf("  the file expects nothing\n");
    free_trial(t);
    return differences == 0 && ordered && told && !silent;
}

/* ---- showing ------------------------------------------------------------------ */

typedef struct stripper {
    dt_text *text;
    remarks scratch;
    bool ended;
} stripper;

/* Keeps what is no expectation. */
static void strip_line(const char *text, size_t n, unsigned number, bool is_model,
                       void *context)
{
    stripper *const s = context;
    (void)number;
    if (!is_model && !s->ended)
        dt_text_add(s->text, ENDS "\n");
    s->ended = !is_model;
    if (!is_model || read_expectation(text, n, 0, &s->scratch))
        return;
    dt_text_add_n(s->text, text, n);
    dt_text_add(s->text, "\n");
}

static void show_expectation(const remark *r)
{
    if (r->line == 0)
        printf("# %s\n", r->text);
    else if (r->column == 1 && r->width == 1)
        printf("#< %s\n", r->text);
    else {
        printf("#%*s", r->column > 1 ? (int)r->column - 2 : 0, "");
        for (unsigned k = r->column == 1 ? 1 : 0; k < r->width; k++)
            putchar('^');
        printf(" %s\n", r->text);
    }
    if (r->help[0])
        printf("# help: %s\n", r->help);
}

static void show_about(const trial *t, unsigned line)
{
    for (size_t k = 0; k < t->said.n; k++)
        if (t->said.at[k].line == line)
            show_expectation(&t->said.at[k]);
}

/* Expectations stand under their line; those of the model's last line behind its end.
 */
typedef struct shower {
    const trial *trial;
    unsigned pending; /* a line whose expectations are not shown yet */
} shower;

static void show_line(const char *text, size_t n, unsigned number, bool is_model,
                      void *context)
{
    shower *const s = context;
    if (is_model && number > 1)
        show_about(s->trial, s->pending);
    fwrite(text, 1, n, stdout);
    putchar('\n');
    if (is_model)
        s->pending = number;
}

static void show(const char *path)
{
    trial *const t = new_trial();
    shower last = {t, 1};
    static stripper s;
    dt_text file = {0};
    read_file(path, &file);
    s.text = &t->file;
    dt_text_add(&t->file, "");
    for_lines(&file, strip_line, &s);
    say(t->file.bytes, model_size(&t->file), t);
    read_findings(t);
    for_lines(&t->file, show_line, &last);
    show_about(t, last.pending);
    show_about(t, 0);
    dt_text_release(&file);
    free_trial(t);
}

/* ---- every kind --------------------------------------------------------------- */

static const char *const rows[] = {
#define DT_FINDING(id, severity) #id,
#include "base/findings.def"
#undef DT_FINDING
};

enum { N_ROWS = sizeof rows / sizeof *rows };

/* Those that only other formats have. */
static bool is_foreign(const char *row)
{
    return strcmp(row, "json") == 0 || strcmp(row, "xml") == 0 ||
           strcmp(row, "efg") == 0 || strcmp(row, "lax") == 0 ||
           strcmp(row, "not_carried") == 0;
}

static bool check_rows(int n_files, char **files)
{
    bool seen[N_ROWS] = {false}, all = true;
    for (int k = 0; k < n_files; k++) {
        trial *const t = start(files[k]);
        for (size_t r = 0; r < N_ROWS; r++) {
            char id[64];
            snprintf(id, sizeof id, "\"id\": \"%s\"", rows[r]);
            seen[r] = seen[r] || strstr(dt_text_string(&t->kinds), id);
        }
        free_trial(t);
    }
    for (size_t r = 0; r < N_ROWS; r++)
        if (!seen[r] && !is_foreign(rows[r])) {
            printf("no model of tests/lang has a finding '%s'\n", rows[r]);
            all = false;
        }
    return all;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "--show") == 0) {
        show(argv[2]);
        return 0;
    }
    if (argc > 2 && strcmp(argv[1], "--rows") == 0)
        return !check_rows(argc - 2, argv + 2);
    bool all = argc > 1;
    for (int k = 1; k < argc; k++)
        all = check(argv[k]) && all;
    return !all;
}
