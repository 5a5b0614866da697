/* detente deals: what each side can offer, and which deals would hold. */
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/session.h"

static dt_status write_deals(const session *s, const dt_deals *deals, dt_error *err)
{
    output out;
    dt_report_options options = session_report_options(s);
    options.deal = s->args->deal;
    dt_status status = output_open(&out, s->args, err);
    if (status != DT_OK)
        return status;
    status = dt_report_deals(deals, &options, &out.sink, err);
    return output_close(&out, status, err);
}

static dt_status find_deals(session *s, dt_error *err)
{
    const dt_deals_question question = {.cast = s->cast,
                                        .limits = s->args->limits,
                                        .deal = s->args->deal,
                                        .link = s->args->link};
    dt_deals *deals = NULL;
    dt_status status = dt_deals_new(s->model, &question, s->diags, &deals, err);
    if (status == DT_OK)
        status = write_deals(s, deals, err);
    dt_deals_free(deals);
    return status;
}

static dt_status write_points(const session *s, const dt_points *points, dt_error *err)
{
    output out;
    const dt_report_options options = session_report_options(s);
    dt_status status = output_open(&out, s->args, err);
    if (status != DT_OK)
        return status;
    status = dt_report_points(points, &options, &out.sink, err);
    return output_close(&out, status, err);
}

static dt_status divide(session *s, dt_error *err)
{
    dt_points *points = NULL;
    dt_status status = dt_points_new(s->model, &s->cast, &points, err);
    if (status == DT_OK)
        status = write_points(s, points, err);
    dt_points_free(points);
    return status;
}

dt_status command_deals(const arguments *args, dt_error *err)
{
    session s;
    if (args->points && (args->deal || args->link))
        return complain(err, DT_EUSAGE,
                        "--points divides all issues anew: it excludes --deal and "
                        "--link");
    if (args->link && args->form == DT_FORM_CSV)
        return complain(err, DT_EUSAGE,
                        "what linking adds is no table: --link excludes --format csv");
    dt_status status = session_open_model(&s, args, err);
    if (status == DT_OK)
        status = session_read_cast(&s, err);
    if (status == DT_OK)
        status = args->points ? divide(&s, err) : find_deals(&s, err);
    session_close(&s);
    return status;
}
