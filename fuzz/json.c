/* The bytes are the project's JSON form of a model. */
#include "harness.h"

/* As in language.c. */
enum { MOST_VECTORS = 1 << 12 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    dt_model *const model =
        read_model("text.json", (const char *)bytes, n, DT_FORMAT_JSON);
    if (!model)
        return 0;
    demand_exchange(model);
    analysis x;
    (void)analysis_start(&x, model, MOST_VECTORS, DT_STORE_AUTO);
    analysis_end(&x);
    dt_model_free(model);
    return 0;
}
