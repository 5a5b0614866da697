/* Words, numbers and lists of `.efg` files. A label is compared with others of its list
 * by the bytes that stand in the file, through a hash of them and of the number of the
 * list, so that one table serves all lists. */
#include "games/efg.h"

#include <string.h>

/* ---- Words ----------------------------------------------------------------------- */

dt_finding_id dt_efg_lax(const dt_efg *r)
{
    return r->strict ? DT_FINDING_efg : DT_FINDING_lax;
}

bool dt_efg_expected(dt_efg *r, const char *what)
{
    dt_text found = {0};
    if (r->at.kind == DT_SCAN_BAD)
        return false;
    dt_scan_describe(&r->at, &found);
    dt_report(r->diags, DT_FINDING_efg, dt_scan_span(&r->at), "expected %s, found %s",
              what, dt_text_string(&found));
    dt_text_release(&found);
    if (r->at.kind == DT_SCAN_ATOM && r->at.begin > 0 &&
        r->at.source->text[r->at.begin - 1] == '"')
        dt_report_help(r->diags, "the quote before it may be one that opens a string");
    return false;
}

bool dt_efg_take(dt_efg *r, dt_scan_kind kind, const char *what, dt_scan *word)
{
    if (r->at.kind != kind)
        return dt_efg_expected(r, what);
    *word = r->at;
    dt_scan_next(&r->at);
    return true;
}

bool dt_efg_is_word(const dt_scan *word, const char *text)
{
    const size_t n = strlen(text);
    return word->kind == DT_SCAN_ATOM && word->end - word->begin == n &&
           memcmp(word->source->text + word->begin, text, n) == 0;
}

const char *dt_efg_text(dt_efg *r, const dt_scan *word)
{
    if (!dt_scan_string(word, &r->text) && !r->latin) {
        r->latin = true;
        dt_report(r->diags, dt_efg_lax(r), dt_scan_span(word),
                  "this is not UTF-8 text, and is taken for Latin-1");
        dt_report_help(r->diags, "save the file as UTF-8");
    }
    r->lost = r->lost || r->text.failed;
    return dt_text_string(&r->text);
}

static bool is_digits(const char *text, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (text[k] < '0' || text[k] > '9')
            return false;
    return n > 0;
}

bool dt_efg_take_whole(dt_efg *r, const char *what, uint32_t *number)
{
    const char *const text = r->at.source->text + r->at.begin;
    const uint32_t n = r->at.end - r->at.begin;
    if (r->at.kind != DT_SCAN_ATOM || !is_digits(text, n))
        return dt_efg_expected(r, what);
    uint64_t value = 0;
    for (uint32_t k = 0; k < n && value <= INT32_MAX; k++)
        value = value * 10 + (uint64_t)(text[k] - '0');
    if (value > INT32_MAX) {
        dt_report(r->diags, DT_FINDING_bad_number, dt_scan_span(&r->at),
                  "%s is at most %d", what, INT32_MAX);
        return false;
    }
    *number = (uint32_t)value;
    dt_scan_next(&r->at);
    return true;
}

/* ---- Numbers ----------------------------------------------------------------------
 */

static const char *fault_words(dt_ratio_fault fault)
{
    switch (fault) {
    case DT_RATIO_OK:
    case DT_RATIO_MISSPELT:
        break;
    case DT_RATIO_LONG:
        return "this number has too many digits";
    case DT_RATIO_FAR:
        return "the exponent of this number is too large";
    case DT_RATIO_BIG:
        return "this number is too large";
    case DT_RATIO_DIVIDED:
        return "this fraction has the denominator 0";
    }
    return "this is no number";
}

static const char *fault_help(dt_ratio_fault fault)
{
    switch (fault) {
    case DT_RATIO_LONG:
        return "300 digits are the limit";
    case DT_RATIO_FAR:
        return "exponents go from -300 to 300";
    case DT_RATIO_BIG:
        return "1e300 is the limit";
    case DT_RATIO_OK:
    case DT_RATIO_MISSPELT:
    case DT_RATIO_DIVIDED:
        break;
    }
    return "numbers are written like 3, -0.5, 1/3 or 2e-4";
}

bool dt_efg_read_number(dt_efg *r, const dt_scan *word, mpq_t q)
{
    const dt_ratio_fault fault =
        dt_ratio_read(word->source->text + word->begin, word->end - word->begin, q);
    if (fault == DT_RATIO_OK)
        return true;
    dt_report(r->diags, DT_FINDING_bad_number, dt_scan_span(word), "%s",
              fault_words(fault));
    dt_report_help(r->diags, "%s", fault_help(fault));
    mpq_set_ui(q, 0, 1);
    return false;
}

void dt_efg_add_number(dt_efg *r, const dt_scan *word)
{
    const char *const text = word->source->text + word->begin;
    const size_t n = word->end - word->begin;
    const bool sound = dt_ratio_read(text, n, r->one) == DT_RATIO_OK;
    dt_text_add_n(&r->numbers, sound ? text : "0", sound ? n : 1);
    dt_text_add_n(&r->numbers, "", 1);
}

bool dt_efg_is_number(dt_efg *r, const dt_scan *word, const dt_number *number)
{
    const size_t n = word->end - word->begin;
    if (strlen(number->text) == n &&
        memcmp(word->source->text + word->begin, number->text, n) == 0)
        return true;
    if (!dt_efg_read_number(r, word, r->one))
        return true;
    dt_ratio_set(r->sum, number->text);
    return mpq_equal(r->one, r->sum);
}

/* ---- Lists ------------------------------------------------------------------------
 */

static bool read_item(dt_efg *r, int what)
{
    dt_efg_words it = {r->at, r->at};
    if ((what & DT_EFG_NAMES) &&
        !dt_efg_take(r, DT_SCAN_STRING, "a label between quotes, or '}'", &it.name))
        return false;
    if ((what & DT_EFG_NUMBERS) &&
        !dt_efg_take(r, DT_SCAN_ATOM,
                     what & DT_EFG_NAMES ? "a probability" : "a payoff, or '}'",
                     &it.number))
        return false;
    dt_efg_words *const kept = dt_list_add(&r->items, &r->arena, sizeof *kept);
    if (kept)
        *kept = it;
    r->lost = r->lost || !kept;
    return kept;
}

bool dt_efg_read_list(dt_efg *r, int what, const char *begin)
{
    dt_scan brace;
    r->items.n = 0;
    r->n_lists++;
    r->list = dt_scan_span(&r->at);
    if (!dt_efg_take(r, DT_SCAN_LEFT, begin, &brace))
        return false;
    while (r->at.kind != DT_SCAN_RIGHT) {
        if (!read_item(r, what))
            return false;
        if (r->at.kind == DT_SCAN_COMMA)
            dt_scan_next(&r->at);
    }
    r->list.end = r->at.end;
    dt_scan_next(&r->at);
    return true;
}

const dt_efg_words *dt_efg_item(const dt_efg *r, size_t k)
{
    return (const dt_efg_words *)r->items.items + k;
}

/* A key for the bytes of a string in the list in hand. */
static uint64_t label_key(const dt_efg *r, const dt_scan *word)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ r->n_lists;
    for (uint32_t k = word->begin; k < word->end; k++)
        hash = (hash ^ (unsigned char)word->source->text[k]) * UINT64_C(0x100000001b3);
    return hash;
}

static bool is_same_word(const dt_scan *a, const dt_scan *b)
{
    return a->end - a->begin == b->end - b->begin &&
           memcmp(a->source->text + a->begin, b->source->text + b->begin,
                  a->end - a->begin) == 0;
}

/* Old files have labels that are empty or occur twice; `thing` is what they name. */
static bool check_label(dt_efg *r, uint32_t k, const char *thing)
{
    const dt_scan *const word = &dt_efg_item(r, k)->name;
    const uint64_t key = label_key(r, word);
    const uint32_t other = dt_lookup_find(&r->labels, key);
    if (word->end - word->begin == 2) {
        dt_report(r->diags, dt_efg_lax(r), dt_scan_span(word), "%s %u has no label",
                  thing, k + 1);
        return false;
    }
    if (other == UINT32_MAX) {
        r->lost = !dt_lookup_add(&r->labels, &r->arena, key, k) || r->lost;
        return !r->lost;
    }
    if (other >= k || !is_same_word(word, &dt_efg_item(r, other)->name))
        return true; /* two strings of one key: rare, and passed over */
    dt_report(r->diags, dt_efg_lax(r), dt_scan_span(word), "two %ss have this label",
              thing);
    dt_report_note(r->diags, dt_scan_span(&dt_efg_item(r, other)->name),
                   "the first is here");
    return false;
}

void dt_efg_check_labels(dt_efg *r, const char *thing)
{
    for (uint32_t k = 0; k < r->items.n; k++)
        if (!check_label(r, k, thing))
            return;
}
