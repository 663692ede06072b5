// Reads expressions by precedence climbing (Pratt 1973), Vega's operators with JavaScript's
// precedences. Every node knows the byte it began at, so that messages point into the text. Calls
// and operators on constants are computed at once; depth, height and length are bounded.
#include "table/expression_token.h"

#include <math.h>
#include <string.h>

typedef struct {
    Expression *expression;
    Arena *arena;
    Token token; // the next one
    guint depth;
    guint steps; // of all that was computed while reading
    bool failed;
} Parser;

static Node *parse_conditional(Parser *p);

// --- problems ---

static void G_GNUC_PRINTF(5, 6)
    fail(Parser *p, const Token *at, DiagId id, const char *hint, const char *format, ...) {
    if (p->failed)
        return;
    va_list args;
    va_start(args, format);
    g_autofree char *message = g_strdup_vprintf(format, args);
    va_end(args);
    Place place = expression_place(p->expression->node, at->start, MAX(at->end - at->start, 1));
    diag_report(p->expression->context.diags, DIAG_ERROR, id, &place, hint, message);
    p->failed = true;
}

static void fail_syntax(Parser *p, const Token *at, const char *message) {
    fail(p, at, DIAG_BAD_EXPRESSION, NULL, "%s", message);
}

// --- tokens ---

static void advance(Parser *p) {
    p->token = token_read(p->arena, p->expression->text, p->token.end);
    if (p->token.kind == TOKEN_BAD)
        fail_syntax(p, &p->token, p->token.text);
}

static bool at_sign(const Parser *p, char sign) {
    return p->token.kind == TOKEN_SIGN && p->token.end == p->token.start + 1 &&
           p->expression->text[p->token.start] == sign;
}

static bool accept(Parser *p, char sign) {
    if (!at_sign(p, sign))
        return false;
    advance(p);
    return true;
}

static bool expect(Parser *p, char sign) {
    if (accept(p, sign))
        return true;
    char message[] = "expected \"?\" here";
    message[10] = sign;
    fail_syntax(p, &p->token, message);
    return false;
}

// --- nodes ---

static Node *new_node(Parser *p, NodeKind kind, gsize start, Node *const *children, guint count) {
    Node *node = arena_new0(p->arena, Node);
    node->kind = kind;
    node->start = start;
    node->child_count = count;
    node->children = arena_memdup(p->arena, children, count * sizeof *children);
    for (guint i = 0; i < count; i++)
        node->height = MAX(node->height, children[i] ? children[i]->height + 1 : 0);
    if (node->height > EXPRESSION_HEIGHT_MAX)
        fail_syntax(p, &p->token, "the expression is too long a chain");
    return node;
}

static Node *literal_node(Parser *p, gsize start, Term term) {
    Node *node = new_node(p, NODE_LITERAL, start, NULL, 0);
    node->literal = term;
    return node;
}

// A node whose children are all constants is computed now.
static Node *fold(Parser *p, Node *node) {
    if (p->failed || node->kind == NODE_CALL_OUTSIDE)
        return node;
    for (guint i = 0; i < node->child_count; i++)
        if (node->children[i]->kind != NODE_LITERAL)
            return node;
    Evaluation e = {.context = &p->expression->context, .arena = p->arena, .steps = p->steps};
    Term term = expression_node_evaluate(&e, node);
    p->steps = e.steps;
    if (e.problem) {
        Token at = {.start = node->start, .end = p->token.start};
        fail_syntax(p, &at, e.problem);
    }
    return literal_node(p, node->start, term);
}

// --- names ---

static const struct {
    const char *name;
    double number;
} CONSTANTS[] = {
    {"NaN", NAN},
    {"Infinity", INFINITY},
    {"E", G_E},
    {"LN2", G_LN2},
    {"LN10", G_LN10},
    {"LOG2E", 1.4426950408889634},
    {"LOG10E", 0.4342944819032518},
    {"PI", G_PI},
    {"SQRT1_2", 0.7071067811865476},
    {"SQRT2", G_SQRT2},
    {"MIN_VALUE", 5e-324},
    {"MAX_VALUE", 1.7976931348623157e308},
};

static const struct {
    const char *name;
    ValueType type;
    bool boolean;
} WORDS[] = {
    {"true", VALUE_BOOL, true},
    {"false", VALUE_BOOL, false},
    {"null", VALUE_NULL, false},
    {"undefined", VALUE_UNDEFINED, false},
};

static bool find_constant(const char *name, Term *out) {
    for (gsize i = 0; i < G_N_ELEMENTS(CONSTANTS); i++)
        if (strcmp(CONSTANTS[i].name, name) == 0) {
            *out = term_number(CONSTANTS[i].number);
            return true;
        }
    for (gsize i = 0; i < G_N_ELEMENTS(WORDS); i++)
        if (strcmp(WORDS[i].name, name) == 0) {
            *out = term_of((Value){.type = WORDS[i].type, .as.boolean = WORDS[i].boolean});
            return true;
        }
    return false;
}

static bool find_param(const Parser *p, const char *name, Term *out) {
    const ExpressionContext *context = &p->expression->context;
    Value value;
    if (!context->find_param || !context->find_param(context->data, name, &value))
        return false;
    *out = term_of(value);
    return true;
}

static Node *name_node(Parser *p, const Token *name) {
    Term term;
    if (strcmp(name->text, "datum") == 0)
        return new_node(p, NODE_DATUM, name->start, NULL, 0);
    if (find_constant(name->text, &term) || find_param(p, name->text, &term))
        return literal_node(p, name->start, term);
    fail(p, name, DIAG_UNKNOWN_NAME, "fields of the data are written datum.name",
         "\"%s\" is no parameter", name->text);
    return literal_node(p, name->start, term_undefined());
}

// --- calls ---

static Node *list_node(Parser *p, NodeKind kind, gsize start, GPtrArray *children) {
    return new_node(p, kind, start, (Node *const *)children->pdata, children->len);
}

// The items up to the closing sign, which is taken too.
static GPtrArray *parse_items(Parser *p, char close) {
    GPtrArray *items = g_ptr_array_new();
    if (accept(p, close))
        return items;
    do {
        g_ptr_array_add(items, parse_conditional(p));
    } while (!p->failed && accept(p, ','));
    expect(p, close);
    return items;
}

static const struct {
    const char *name, *why;
} REFUSED[] = {
    {"now", "\"now\" is refused: a report must not depend on when it is printed"},
    {"random", "\"random\" is refused: the same input must give the same output"},
    {"sampleNormal", "\"sampleNormal\" is refused: the same input must give the same output"},
    {"sampleUniform", "\"sampleUniform\" is refused: the same input must give the same output"},
    {"sampleLogNormal", "\"sampleLogNormal\" is refused: the same input must give the same output"},
};

static Node *fail_call(Parser *p, const Token *name) {
    for (gsize i = 0; i < G_N_ELEMENTS(REFUSED); i++)
        if (strcmp(REFUSED[i].name, name->text) == 0)
            fail(p, name, DIAG_UNSUPPORTED, NULL, "%s", REFUSED[i].why);
    g_autofree char *hint = expression_suggest_function(name->text);
    fail(p, name, DIAG_UNSUPPORTED, hint, "there is no function \"%s\"", name->text);
    return literal_node(p, name->start, term_undefined());
}

static Node *outside_node(Parser *p, const Token *name, GPtrArray *args) {
    const ExpressionContext *context = &p->expression->context;
    if (!context->call || !context->call(context->data, name->text, NULL, 0, NULL))
        return fail_call(p, name);
    Node *node = list_node(p, NODE_CALL_OUTSIDE, name->start, args);
    node->name = name->text;
    return node;
}

static Node *call_node(Parser *p, const Token *name, GPtrArray *args) {
    bool is_if = strcmp(name->text, "if") == 0;
    const Function *function = expression_find_function(name->text);
    if (is_if && args->len == 3)
        return list_node(p, NODE_CONDITION, name->start, args);
    if (!function && !is_if)
        return outside_node(p, name, args);
    if (is_if || args->len < function->min_args) {
        fail(p, name, DIAG_BAD_EXPRESSION, NULL, "\"%s\" has too few arguments", name->text);
        return literal_node(p, name->start, term_undefined());
    }
    Node *node = list_node(p, NODE_CALL, name->start, args);
    node->function = function;
    return fold(p, node);
}

static Node *parse_name(Parser *p) {
    Token name = p->token;
    advance(p);
    if (!accept(p, '('))
        return name_node(p, &name);
    g_autoptr(GPtrArray) args = parse_items(p, ')');
    return p->failed ? literal_node(p, name.start, term_undefined()) : call_node(p, &name, args);
}

// --- primaries ---

static Node *parse_list(Parser *p) {
    gsize start = p->token.start;
    advance(p);
    g_autoptr(GPtrArray) items = parse_items(p, ']');
    Node *node = list_node(p, NODE_LIST, start, items);
    return p->failed ? node : fold(p, node);
}

static const char *parse_key(Parser *p) {
    Token token = p->token;
    if (token.kind != TOKEN_NAME && token.kind != TOKEN_TEXT && token.kind != TOKEN_NUMBER) {
        fail_syntax(p, &token, "expected the name of a member");
        return "";
    }
    advance(p);
    return token.kind == TOKEN_NUMBER ? value_to_string(value_number(token.number), p->arena)
                                      : token.text;
}

static Node *parse_record(Parser *p) {
    gsize start = p->token.start;
    g_autoptr(GPtrArray) keys = g_ptr_array_new(), values = g_ptr_array_new();
    advance(p);
    while (!p->failed && !at_sign(p, '}')) {
        g_ptr_array_add(keys, (gpointer)parse_key(p));
        expect(p, ':');
        g_ptr_array_add(values, parse_conditional(p));
        if (!accept(p, ','))
            break;
    }
    expect(p, '}');
    Node *node = list_node(p, NODE_RECORD, start, values);
    node->keys = arena_memdup(p->arena, keys->pdata, keys->len * sizeof(gpointer));
    return p->failed ? node : fold(p, node);
}

static Node *parse_group(Parser *p) {
    advance(p);
    Node *node = parse_conditional(p);
    expect(p, ')');
    return node;
}

static Node *parse_regexp(Parser *p) {
    Token pattern = p->token;
    const char *flags = "";
    if (!token_read_regexp(p->arena, p->expression->text, p->token.start, &pattern, &flags)) {
        fail_syntax(p, &p->token, "the regular expression is not closed");
        return literal_node(p, p->token.start, term_undefined());
    }
    p->token.end = pattern.end;
    advance(p);
    Evaluation e = {.context = &p->expression->context, .arena = p->arena};
    const TermRegexp *regexp = term_regexp_new(&e, pattern.text, flags);
    if (regexp)
        return literal_node(p, pattern.start, (Term){TERM_REGEXP, {.regexp = regexp}});
    fail_syntax(p, &pattern, e.problem);
    return literal_node(p, pattern.start, term_undefined());
}

static Node *parse_constant(Parser *p) {
    Token token = p->token;
    advance(p);
    return literal_node(p, token.start,
                        token.kind == TOKEN_TEXT ? term_text(token.text)
                                                 : term_number(token.number));
}

static Node *parse_primary(Parser *p) {
    if (p->token.kind == TOKEN_NUMBER || p->token.kind == TOKEN_TEXT)
        return parse_constant(p);
    if (p->token.kind == TOKEN_NAME)
        return parse_name(p);
    if (at_sign(p, '('))
        return parse_group(p);
    if (at_sign(p, '['))
        return parse_list(p);
    if (at_sign(p, '{'))
        return parse_record(p);
    if (at_sign(p, '/'))
        return parse_regexp(p);
    fail_syntax(p, &p->token,
                p->token.kind == TOKEN_END ? "the expression ends where a value is expected"
                                           : "expected a value here");
    return literal_node(p, p->token.start, term_undefined());
}

// --- members ---

static Node *member_node(Parser *p, Node *object, Node *key) {
    bool is_column = object->kind == NODE_DATUM && key->kind == NODE_LITERAL;
    if (is_column) {
        Evaluation e = {.context = &p->expression->context, .arena = p->arena};
        Node *node = new_node(p, NODE_COLUMN, object->start, NULL, 0);
        node->column.name = term_to_text(&e, key->literal);
        return node;
    }
    Node *node = new_node(p, NODE_MEMBER, object->start, (Node *[]){object, key}, 2);
    return fold(p, node);
}

static Node *parse_dot_name(Parser *p) {
    Token name = p->token;
    if (name.kind != TOKEN_NAME) {
        fail_syntax(p, &name, "expected the name of a member after \".\"");
        return literal_node(p, name.start, term_undefined());
    }
    advance(p);
    return literal_node(p, name.start, term_text(name.text));
}

static Node *parse_index(Parser *p) {
    Node *key = parse_conditional(p);
    expect(p, ']');
    return key;
}

static Node *parse_postfix(Parser *p) {
    Node *node = parse_primary(p);
    while (!p->failed) {
        if (accept(p, '.'))
            node = member_node(p, node, parse_dot_name(p));
        else if (accept(p, '['))
            node = member_node(p, node, parse_index(p));
        else if (at_sign(p, '('))
            fail_syntax(p, &p->token, "only named functions can be called");
        else
            break;
    }
    return node;
}

// --- operators ---

static bool enter(Parser *p) {
    if (++p->depth <= EXPRESSION_DEPTH_MAX)
        return true;
    fail_syntax(p, &p->token, "the expression is nested too deeply");
    return false;
}

static const Operator *at_unary(const Parser *p) {
    for (const Operator *op = UNARY_OPERATORS; op->text; op++)
        if (at_sign(p, op->text[0]))
            return op;
    return NULL;
}

static Node *parse_unary(Parser *p) {
    const Operator *op = at_unary(p);
    gsize start = p->token.start;
    Node *node = NULL;
    if (!op)
        return parse_postfix(p);
    advance(p);
    if (enter(p)) {
        node = new_node(p, NODE_UNARY, start, (Node *[]){parse_unary(p)}, 1);
        node->operator_ = op;
        node = fold(p, node);
    }
    p->depth--;
    return node ? node : literal_node(p, start, term_undefined());
}

static Node *binary_node(Parser *p, const Operator *op, Node *left, Node *right) {
    NodeKind kind = op->apply ? NODE_BINARY : op->text[0] == '&' ? NODE_AND : NODE_OR;
    Node *node = new_node(p, kind, left->start, (Node *[]){left, right}, 2);
    node->operator_ = op;
    return fold(p, node);
}

static Node *parse_binary(Parser *p, guint precedence) {
    Node *left = parse_unary(p);
    while (!p->failed && p->token.kind == TOKEN_SIGN && p->token.operator_ &&
           p->token.operator_->precedence > precedence) {
        const Operator *op = p->token.operator_;
        advance(p);
        left = binary_node(p, op, left, parse_binary(p, op->precedence));
    }
    return left;
}

static Node *parse_choice(Parser *p) {
    Node *test = parse_binary(p, 0);
    if (p->failed || !accept(p, '?'))
        return test;
    Node *yes = parse_conditional(p);
    expect(p, ':');
    Node *no = parse_conditional(p);
    return new_node(p, NODE_CONDITION, test->start, (Node *[]){test, yes, no}, 3);
}

static Node *parse_conditional(Parser *p) {
    Node *node = enter(p) ? parse_choice(p) : literal_node(p, p->token.start, term_undefined());
    p->depth--;
    return node;
}

// --- the public side ---

static void free_scratch(void *arena) {
    arena_free(arena);
}

Expression *expression_parse(const ExpressionContext *context, const char *text,
                             const JsonNode *node) {
    Expression *expression = arena_new0(context->arena, Expression);
    *expression = (Expression){.context = *context, .node = node, .text = text};
    Parser p = {.expression = expression, .arena = context->arena};
    if (strlen(text) > EXPRESSION_LENGTH_MAX) {
        fail(&p, &p.token, DIAG_TOO_LARGE, NULL, "the expression is longer than %d bytes",
             EXPRESSION_LENGTH_MAX);
        return NULL;
    }
    expression->text = arena_strdup(context->arena, text);
    advance(&p);
    expression->root = parse_conditional(&p);
    if (!p.failed && p.token.kind != TOKEN_END)
        fail_syntax(&p, &p.token, "expected an operator or the end here");
    if (p.failed)
        return NULL;
    expression->scratch = arena_new();
    arena_own(context->arena, expression->scratch, free_scratch);
    return expression;
}

static void collect_fields(const Node *node, GHashTable *seen, GPtrArray *names) {
    if (node->kind == NODE_COLUMN && g_hash_table_add(seen, (gpointer)node->column.name))
        g_ptr_array_add(names, (gpointer)node->column.name);
    for (guint i = 0; i < node->child_count; i++)
        collect_fields(node->children[i], seen, names);
}

const char *const *expression_fields(const Expression *expression, guint *count) {
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    collect_fields(expression->root, seen, names);
    *count = names->len;
    return arena_memdup(expression->context.arena, names->pdata, names->len * sizeof(gpointer));
}
