/* Three evaluators of one tree (formula.h), all of one shape: a switch over the
 * operator. Depth is bounded by the reader (nesting limit), so recursion is safe. */
#include "model/formula.h"

#include "base/decimal.h"
#include "model/conflict.h"

#include <assert.h>

uint64_t dt_compare_levels(dt_compare compare, uint32_t level, uint32_t n_levels)
{
    const uint64_t all = n_levels == 64 ? UINT64_MAX : (UINT64_C(1) << n_levels) - 1;
    const uint64_t here = UINT64_C(1) << level, below = here - 1;
    switch (compare) {
    case DT_COMPARE_NONE:
    case DT_COMPARE_EQ:
        return here;
    case DT_COMPARE_NE:
        return all & ~here;
    case DT_COMPARE_LT:
        return below;
    case DT_COMPARE_LE:
        return below | here;
    case DT_COMPARE_GT:
        return all & ~(below | here);
    case DT_COMPARE_GE:
        return all & ~below;
    }
    return 0;
}

/* An atom of a rule to ratify: a bit of the code says whether it holds. */
static bool is_of_rule(const dt_formula *f)
{
    return f->op == DT_OP_AGREES || f->op == DT_OP_WEIGHT;
}

/* ---- one state -------------------------------------------------------------- */

bool dt_formula_holds(const dt_model *model, const dt_formula *f, uint64_t code)
{
    uint32_t n_true = 0;
    if (f->op == DT_OP_IS)
        return f->levels >> dt_choice_level(&model->choices[f->choice], code) & 1;
    if (is_of_rule(f))
        return code >> f->level & 1;
    for (uint32_t k = 0; k < f->n; k++)
        n_true += dt_formula_holds(model, f->parts[k], code);
    switch (f->op) {
    case DT_OP_IS:
    case DT_OP_AGREES:
    case DT_OP_WEIGHT:
        break;
    case DT_OP_NOT:
        return n_true == 0;
    case DT_OP_AND:
        return n_true == f->n;
    case DT_OP_OR:
        return n_true > 0;
    case DT_OP_IMPLIES:
        return n_true != 1 || dt_formula_holds(model, f->parts[1], code);
    case DT_OP_IF:
        return n_true != 1 || dt_formula_holds(model, f->parts[0], code);
    case DT_OP_IFF:
        return n_true != 1;
    case DT_OP_COUNT:
        return f->least <= n_true && n_true <= f->most;
    }
    return false;
}

/* ---- 64 states -------------------------------------------------------------- */

static uint64_t slice_level(const dt_choice *choice, uint32_t level,
                            const uint64_t *bit)
{
    uint64_t equal = UINT64_MAX;
    for (uint32_t b = 0; b < choice->width; b++) {
        const uint64_t word = bit[choice->shift + b];
        equal &= level >> b & 1 ? word : ~word;
    }
    return equal;
}

static uint64_t slice_is(const dt_choice *choice, uint64_t levels, const uint64_t *bit)
{
    uint64_t any = 0;
    for (uint32_t l = 0; l < choice->n_levels; l++)
        if (levels >> l & 1)
            any |= slice_level(choice, l, bit);
    return any;
}

/* Where the number in the bit-sliced counter is at least `bound`. */
static uint64_t slice_at_least(const uint64_t *digit, uint32_t n_digits, uint32_t bound)
{
    uint64_t greater = 0, equal = UINT64_MAX;
    if (bound >> n_digits)
        return 0;
    for (uint32_t d = n_digits; d-- > 0;) {
        if (bound >> d & 1)
            equal &= digit[d];
        else {
            greater |= equal & digit[d];
            equal &= ~digit[d];
        }
    }
    return greater | equal;
}

/* Counters of the 64 states side by side: adding a word is a ripple of half adders. */
static uint64_t slice_count(const dt_model *model, const dt_formula *f,
                            const uint64_t *bit)
{
    enum { DIGITS = 32 };
    uint64_t digit[DIGITS] = {0};
    uint32_t n_digits = 0;
    for (uint32_t k = 0; k < f->n; k++) {
        uint64_t carry = dt_formula_slice(model, f->parts[k], bit);
        for (uint32_t d = 0; carry && d < DIGITS; d++) {
            const uint64_t sum = digit[d] ^ carry;
            carry &= digit[d];
            digit[d] = sum;
            if (d >= n_digits)
                n_digits = d + 1;
        }
    }
    const uint64_t enough = slice_at_least(digit, n_digits, f->least);
    return enough & ~slice_at_least(digit, n_digits, f->most + 1);
}

uint64_t dt_formula_slice(const dt_model *model, const dt_formula *f,
                          const uint64_t *bit)
{
    uint64_t word = 0;
    switch (f->op) {
    case DT_OP_IS:
        return slice_is(&model->choices[f->choice], f->levels, bit);
    case DT_OP_AGREES:
    case DT_OP_WEIGHT:
        return bit[f->level];
    case DT_OP_NOT:
        return ~dt_formula_slice(model, f->parts[0], bit);
    case DT_OP_AND:
        word = UINT64_MAX;
        for (uint32_t k = 0; k < f->n; k++)
            word &= dt_formula_slice(model, f->parts[k], bit);
        return word;
    case DT_OP_OR:
        for (uint32_t k = 0; k < f->n; k++)
            word |= dt_formula_slice(model, f->parts[k], bit);
        return word;
    case DT_OP_IMPLIES:
        return ~dt_formula_slice(model, f->parts[0], bit) |
               dt_formula_slice(model, f->parts[1], bit);
    case DT_OP_IF:
        return dt_formula_slice(model, f->parts[0], bit) |
               ~dt_formula_slice(model, f->parts[1], bit);
    case DT_OP_IFF:
        return ~(dt_formula_slice(model, f->parts[0], bit) ^
                 dt_formula_slice(model, f->parts[1], bit));
    case DT_OP_COUNT:
        return slice_count(model, f, bit);
    }
    return word;
}

/* ---- a state half chosen ---------------------------------------------------- */

static dt_verdict opposite(dt_verdict v)
{
    return v == DT_OPEN ? DT_OPEN : v == DT_TRUE ? DT_FALSE : DT_TRUE;
}

static dt_verdict either(dt_verdict a, dt_verdict b)
{
    if (a == DT_TRUE || b == DT_TRUE)
        return DT_TRUE;
    return a == DT_FALSE && b == DT_FALSE ? DT_FALSE : DT_OPEN;
}

/* From `least` to `most` of the parts hold, `sure` of them surely, `open` perhaps. */
static dt_verdict judge_count(uint32_t least, uint32_t most, uint32_t sure,
                              uint32_t open)
{
    if (sure > most || sure + open < least)
        return DT_FALSE;
    return sure >= least && sure + open <= most ? DT_TRUE : DT_OPEN;
}

static dt_verdict judge_is(const dt_choice *choice, uint64_t levels, uint64_t known,
                           uint64_t code)
{
    if ((known & dt_choice_mask(choice)) == 0)
        return DT_OPEN;
    return levels >> dt_choice_level(choice, code) & 1 ? DT_TRUE : DT_FALSE;
}

dt_verdict dt_formula_judge(const dt_model *model, const dt_formula *f, uint64_t known,
                            uint64_t code)
{
    if (f->op == DT_OP_IS)
        return judge_is(&model->choices[f->choice], f->levels, known, code);
    if (is_of_rule(f))
        return known >> f->level & 1 ? (dt_verdict)(code >> f->level & 1) : DT_OPEN;
    uint32_t sure = 0, open = 0;
    dt_verdict part = DT_OPEN, first = DT_OPEN;
    for (uint32_t k = 0; k < f->n; k++) {
        part = dt_formula_judge(model, f->parts[k], known, code);
        sure += part == DT_TRUE;
        open += part == DT_OPEN;
        if (k == 0)
            first = part;
    }
    switch (f->op) {
    case DT_OP_IS:
    case DT_OP_AGREES:
    case DT_OP_WEIGHT:
        break;
    case DT_OP_NOT:
        return opposite(part);
    case DT_OP_AND:
        return judge_count(f->n, f->n, sure, open);
    case DT_OP_OR:
        return judge_count(1, f->n, sure, open);
    case DT_OP_IMPLIES:
        return either(opposite(first), part);
    case DT_OP_IF:
        return either(first, opposite(part));
    case DT_OP_IFF:
        return open ? DT_OPEN : first == part ? DT_TRUE : DT_FALSE;
    case DT_OP_COUNT:
        return judge_count(f->least, f->most, sure, open);
    }
    return DT_OPEN;
}

uint64_t dt_formula_mask(const dt_model *model, const dt_formula *f)
{
    if (f->op == DT_OP_IS)
        return dt_choice_mask(&model->choices[f->choice]);
    if (is_of_rule(f))
        return UINT64_C(1) << f->level;
    uint64_t mask = 0;
    for (uint32_t k = 0; k < f->n; k++)
        mask |= dt_formula_mask(model, f->parts[k]);
    return mask;
}

/* ---- in words --------------------------------------------------------------- */

static const char *const compare_signs[] = {"", "=", "!=", "<", "<=", ">", ">="};

/* Binding strength, loosest first; a part that binds no tighter gets brackets. */
static int strength(dt_op op)
{
    switch (op) {
    case DT_OP_IMPLIES:
    case DT_OP_IF:
    case DT_OP_IFF:
        return 0;
    case DT_OP_OR:
        return 1;
    case DT_OP_AND:
        return 2;
    case DT_OP_NOT:
        return 3;
    case DT_OP_IS:
    case DT_OP_COUNT:
    case DT_OP_AGREES:
    case DT_OP_WEIGHT:
        return 4;
    }
    return 4;
}

static void write_is(const dt_model *model, const dt_formula *f, dt_text *text)
{
    const dt_choice *const choice = &model->choices[f->choice];
    dt_text_format(text, "%s.%s", model->actors[choice->actor].name.id,
                   choice->name.id);
    if (f->compare != DT_COMPARE_NONE)
        dt_text_format(text, " %s %s", compare_signs[f->compare],
                       choice->levels[f->level].id);
}

static void write_weight(const dt_formula *f, dt_text *text)
{
    char number[DT_DECIMAL_ROOM];
    dt_text_format(text, "weight %s %s", compare_signs[f->compare],
                   dt_decimal_write(f->units, number));
}

static void write_part(const dt_model *model, const dt_formula *part, int outer,
                       dt_text *text)
{
    const bool brackets = strength(part->op) <= outer;
    dt_text_add(text, brackets ? "(" : "");
    dt_formula_write(model, part, text);
    dt_text_add(text, brackets ? ")" : "");
}

static void write_joined(const dt_model *model, const dt_formula *f, const char *word,
                         dt_text *text)
{
    for (uint32_t k = 0; k < f->n; k++) {
        if (k)
            dt_text_format(text, " %s ", word);
        write_part(model, f->parts[k], strength(f->op), text);
    }
}

static void write_count(const dt_model *model, const dt_formula *f, dt_text *text)
{
    switch (f->quantifier) {
    case DT_AT_LEAST:
        dt_text_format(text, "at least %u of (", f->least);
        break;
    case DT_AT_MOST:
        dt_text_format(text, "at most %u of (", f->most);
        break;
    case DT_EXACTLY:
        dt_text_format(text, "exactly %u of (", f->least);
        break;
    case DT_ALL_OF:
        dt_text_add(text, "all of (");
        break;
    case DT_ANY_OF:
        dt_text_add(text, "any of (");
        break;
    case DT_NONE_OF:
        dt_text_add(text, "none of (");
        break;
    }
    for (uint32_t k = 0; k < f->n; k++) {
        dt_text_add(text, k ? ", " : "");
        dt_formula_write(model, f->parts[k], text);
    }
    dt_text_add(text, ")");
}

void dt_formula_write(const dt_model *model, const dt_formula *f, dt_text *text)
{
    switch (f->op) {
    case DT_OP_IS:
        write_is(model, f, text);
        break;
    case DT_OP_NOT:
        dt_text_add(text, "not ");
        write_part(model, f->parts[0], strength(DT_OP_NOT) - 1, text);
        break;
    case DT_OP_AND:
        write_joined(model, f, "and", text);
        break;
    case DT_OP_OR:
        write_joined(model, f, "or", text);
        break;
    case DT_OP_IMPLIES:
        write_joined(model, f, "implies", text);
        break;
    case DT_OP_IF:
        write_joined(model, f, "if", text);
        break;
    case DT_OP_IFF:
        write_joined(model, f, "iff", text);
        break;
    case DT_OP_COUNT:
        write_count(model, f, text);
        break;
    case DT_OP_AGREES:
        dt_text_add(text, f->name);
        break;
    case DT_OP_WEIGHT:
        write_weight(f, text);
        break;
    }
}
