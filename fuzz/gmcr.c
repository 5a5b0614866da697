/* The bytes are a file of GMCR+ or gmcr-py. */
#include "harness.h"

/* As in language.c. */
enum { MOST_VECTORS = 1 << 12 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    dt_model *const model =
        read_model("text.gmcr", (const char *)bytes, n, DT_FORMAT_GMCR);
    if (!model)
        return 0;
    demand_exchange(model);
    analysis x;
    (void)analysis_start(&x, model, MOST_VECTORS, DT_STORE_AUTO);
    analysis_end(&x);
    dt_model_free(model);
    return 0;
}
