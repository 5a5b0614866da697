/* Writing the language. What comes out has its line ends where they belong and no other
 * layout; dt_lang_layout() gives it that. */
#ifndef DT_FORMATS_SCRIPT_H
#define DT_FORMATS_SCRIPT_H

#include "base/text.h"

#include <detente/model.h>

/* The string between quotes. It holds no control characters. */
void dt_script_string(dt_text *text, const char *string);

/* A blank and the label between quotes; nothing when it is NULL. */
void dt_script_label(dt_text *text, const char *label);

/* A blank and the words for a one-way choice; nothing for DT_WAY_BOTH. */
void dt_script_way(dt_text *text, bool is_option, dt_way way);

/* Cut what was written from `begin` on into lines that can be read: at commas, and
 * before words that join formulas. */
void dt_script_fold(dt_text *text, size_t begin);

/* testimony.c: what is said about intentions, but for the priors of single types. */
void dt_script_intentions(dt_text *text, const dt_model *model);

/* The whole model. */
void dt_script_model(dt_text *text, const dt_model *model);

#endif
