/* A sketch in the words of the language. */
#ifndef DT_SUPPORT_SPELLING_H
#define DT_SUPPORT_SPELLING_H

#include "base/text.h"
#include "oracle/sketch.h"

/* Add the whole model, or one of its formulas, to the text. */
void spell_model(const sketch *k, dt_text *text);
void spell_formula(const sketch *k, size_t formula, dt_text *text);

/* The names that the text gives: "a3" for the actor of id 3, "c5" for the choice. */
enum { SPELLING_ROOM = 24 };
void spell_actor(const sketch *k, size_t a, char name[SPELLING_ROOM]);
void spell_choice(const sketch *k, size_t c, char name[SPELLING_ROOM]);

#endif
