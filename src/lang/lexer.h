/* From bytes to words: the tokens and comments of a source. */
#ifndef DT_LANG_LEXER_H
#define DT_LANG_LEXER_H

#include "base/arena.h"
#include "base/diags.h"

typedef enum dt_token_kind {
    DT_TOKEN_WORD,
    DT_TOKEN_NUMBER, /* 40, -20, +0.5 */
    DT_TOKEN_DAY,    /* 2013-09-19: three numbers, whatever their size */
    DT_TOKEN_STRING, /* with its quotes */
    DT_TOKEN_LBRACE,
    DT_TOKEN_RBRACE,
    DT_TOKEN_LPAREN,
    DT_TOKEN_RPAREN,
    DT_TOKEN_COMMA,
    DT_TOKEN_SEMICOLON,
    DT_TOKEN_COLON,
    DT_TOKEN_DOT,
    DT_TOKEN_EQ,
    DT_TOKEN_NE,
    DT_TOKEN_LT,
    DT_TOKEN_LE,
    DT_TOKEN_GT,
    DT_TOKEN_GE,
    DT_TOKEN_BAD, /* reported already; stands where some word was meant */
    DT_TOKEN_END, /* always the last token, empty */
} dt_token_kind;

typedef struct dt_token {
    dt_token_kind kind;
    uint32_t begin, end; /* bytes of the source */
    uint32_t line;       /* from 1 */
    bool first;          /* the first token of its line */
} dt_token;

typedef struct dt_comment {
    uint32_t begin, end; /* from the '#' to before the line's end, blanks cut off */
    uint32_t line;
    bool alone; /* nothing else stands on its line */
} dt_comment;

typedef struct dt_lexed {
    const dt_source *source;
    uint32_t n_tokens, n_comments;
    dt_token *tokens; /* [n_tokens], the last is DT_TOKEN_END */
    dt_comment *comments;
    bool not_utf8; /* reported; what the tokens say is not worth a word */
} dt_lexed;

/* Cut a source into tokens, in the arena. Bad bytes are reported and become
 * DT_TOKEN_BAD. False when there is no memory. */
bool dt_lex(const dt_source *source, dt_arena *arena, dt_diags *diags, dt_lexed *lexed);

/* Bytes of the word character that the text ([n]) begins with; 0 when it is none. */
uint32_t dt_word_character(const char *text, size_t n);

/* True when the text, standing alone, is one token of that kind. */
bool dt_is_word(const char *text, size_t n);
bool dt_is_number(const char *text, size_t n);

static inline dt_span dt_token_span(const dt_lexed *lexed, const dt_token *token)
{
    return (dt_span){lexed->source->index, token->begin, token->end};
}

#endif
