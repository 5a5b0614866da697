/* The bytes are a text of the language. */
#include "harness.h"

#include <string.h>

/* Vectors of choices. A few rules that exclude late can make the search for states as
 * long as the product of the choices; that is known, and not what is looked for here.
 */
enum { MOST_VECTORS = 1 << 12, MOST_STATES = 1 << 7 };

static dt_text laid_out(const char *text, size_t n)
{
    const dt_input input = {"text.conflict", text, n, DT_FORMAT_CONFLICT};
    dt_text tidy = {0};
    const dt_sink sink = {add_to_text, &tidy};
    dt_diags *const diags = dt_diags_new();
    dt_error err;
    const dt_status status = dt_format_text(&input, diags, &sink, &err);
    demand(status == DT_OK || status == DT_EMODEL, "a text is of the language or not");
    demand(status == DT_OK || tidy.n == 0, "what is refused is not half written");
    dt_diags_free(diags);
    return tidy;
}

/* Formatting twice is formatting once; the model stays the same. */
static void demand_layout(const char *text, size_t n)
{
    dt_text once = laid_out(text, n);
    if (once.n) {
        dt_text twice = laid_out(once.bytes, once.n);
        demand(twice.n == once.n && memcmp(twice.bytes, once.bytes, once.n) == 0,
               "formatting twice is formatting once");
        dt_text_release(&twice);
    }
    dt_model *const before = read_model("a", text, n, DT_FORMAT_CONFLICT);
    if (before) {
        dt_model *const after = read_model("a", once.bytes, once.n, DT_FORMAT_CONFLICT);
        demand(after != NULL, "formatting keeps a model sound");
        dt_model_free(after);
    }
    dt_model_free(before);
    dt_text_release(&once);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    const char *const text = (const char *)bytes;
    demand_layout(text, n);
    dt_model *const model = read_model("text.conflict", text, n, DT_FORMAT_CONFLICT);
    if (!model)
        return 0;
    demand_exchange(model);
    analysis x;
    if (analysis_start(&x, model, MOST_VECTORS, DT_STORE_AUTO) &&
        dt_space_n_states(x.space) <= MOST_STATES)
        demand_engines_agree(&x);
    if (x.space && dt_space_n_states(x.space) <= MOST_STATES)
        demand_deals(model);
    analysis_end(&x);
    dt_model_free(model);
    return 0;
}
