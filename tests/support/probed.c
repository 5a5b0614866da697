/* See probed.h. */
#include "support/probed.h"

#include <string.h>

static void analyse(probed *p, const dt_probe_question *question)
{
    if (p->t.status == DT_OK)
        p->t.status =
            dt_probe_new(p->t.model, question, p->t.diags, &p->probe, &p->t.err);
    if (p->t.status == DT_OK)
        p->found = dt_probe_findings(p->probe);
}

probed probe_text(const char *text, const dt_probe_question *question)
{
    probed p = {.t.diags = dt_diags_new()};
    assert_non_null(p.t.diags);
    p.t.status = dt_model_parse(
        &(dt_input){"test.conflict", text, strlen(text), DT_FORMAT_CONFLICT}, p.t.diags,
        &p.t.model, &p.t.err);
    analyse(&p, question);
    return p;
}

probed probe_file(const char *path, const dt_probe_question *question)
{
    probed p = {.t.diags = dt_diags_new()};
    assert_non_null(p.t.diags);
    p.t.status = dt_model_load(path, p.t.diags, &p.t.model, &p.t.err);
    analyse(&p, question);
    return p;
}

void probe_release(probed *p)
{
    dt_probe_free(p->probe);
    p->probe = NULL;
    test_release(&p->t);
}

probed assert_probe(const char *text, const dt_probe_question *question)
{
    const probed p = probe_text(text, question);
    if (p.t.status != DT_OK) {
        dt_diags_write(p.t.diags, &(dt_sink){write_to_stderr, NULL}, false);
        fail_msg("%s", p.t.err.text);
    }
    return p;
}

double belief_in(const probed *p, uint32_t k, dt_actor_id a, uint32_t type)
{
    double sum = 0;
    for (uint32_t w = 0; w < p->found->n_worlds; w++)
        if (p->found->worlds[w].cast.type[a] == type)
            sum += p->found->beliefs[k].world[w];
    return sum;
}
