/* The bytes are a GeniusWeb profile, which contains its domain. */
#include "harness.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    dt_model *const model =
        read_scenario("text.json", (const char *)bytes, n, DT_SCALE_DEFAULT);
    if (model)
        demand_exchange(model);
    dt_model_free(model);
    return 0;
}
