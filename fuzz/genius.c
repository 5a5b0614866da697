/* The bytes are a Genius profile, which is a domain, too. */
#include "harness.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    for (int scale = DT_SCALE_DEFAULT; scale <= DT_SCALE_RAW; scale++) {
        dt_model *const model =
            read_scenario("text.xml", (const char *)bytes, n, (dt_scale)scale);
        if (model)
            demand_exchange(model);
        dt_model_free(model);
    }
    return 0;
}
