//! A look at the tree of a program before anything walks it: what is not done with it, and why.

use oxc_ast::ast::{
    ArrowFunctionExpression, AssignmentTarget, AwaitExpression, BinaryOperator, BindingPattern,
    Expression, ForOfStatement, Function, ImportMeta, PropertyDefinition, Statement, StaticBlock,
    TSEnumMember, TSNamespaceDeclarationBody, TSType, TSTypeName, VariableDeclaration,
    VariableDeclarationKind,
};
use oxc_ast_visit::{Visit, walk};
use oxc_span::{GetSpan, Span};
use oxc_syntax::scope::ScopeFlags;

use super::diagnostics::Diagnostic;

/// Deepest tree. What comes after the parser recurses with it, and takes time with its square.
pub(super) const MAX_DEPTH: u32 = 1500;

/// Longest texts that the values of enums may come to, in bytes.
const MAX_ENUM_BYTES: usize = 1 << 20;

/// What was found in a tree.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Why the program is refused.
    pub(super) refused: Vec<Diagnostic>,
    /// Whether it awaits something outside of all functions.
    pub(super) awaits: bool,
}

/// Inspects a program.
pub(super) fn inspect(program: &oxc_ast::ast::Program<'_>) -> Found {
    let mut inspector = Inspector {
        found: Found::default(),
        depth: 0,
        functions: 0,
        longest: 0,
        total: 0,
    };
    inspector.visit_program(program);
    inspector.found
}

struct Inspector {
    found: Found,
    depth: u32,
    /// Functions around the place.
    functions: u32,
    /// The longest that an enum's member so far can be, and all of them together.
    longest: usize,
    total: usize,
}

impl Inspector {
    fn refuse(&mut self, span: Span, reason: &str) {
        self.found.refused.push(Diagnostic {
            offset: span.start as usize,
            message: reason.to_owned(),
        });
    }

    /// Goes one level down, unless it is too deep.
    fn down(&mut self, span: impl FnOnce() -> Span, walk: impl FnOnce(&mut Self)) {
        if self.depth == MAX_DEPTH {
            let told = |found: &Diagnostic| found.message == TOO_DEEP;
            if !self.found.refused.iter().any(told) {
                self.refuse(span(), TOO_DEEP);
            }
            return;
        }
        self.depth += 1;
        walk(self);
        self.depth -= 1;
    }

    fn within_function(&mut self, walk: impl FnOnce(&mut Self)) {
        self.functions += 1;
        walk(self);
        self.functions -= 1;
    }

    fn awaits(&mut self) {
        self.found.awaits |= self.functions == 0;
    }

    /// The longest text that a constant expression can come to.
    fn text_bytes(&self, expression: &Expression<'_>, depth: u32) -> usize {
        if depth == 0 {
            return usize::MAX;
        }
        let inner = |expression| self.text_bytes(expression, depth - 1);
        match expression.without_parentheses() {
            Expression::StringLiteral(text) => text.value.len(),
            Expression::TemplateLiteral(template) => {
                let texts = template.quasis.iter().map(|text| text.value.raw.len());
                let values = template.expressions.iter().map(inner);
                texts.chain(values).fold(0, usize::saturating_add)
            }
            Expression::BinaryExpression(sum) if sum.operator == BinaryOperator::Addition => {
                inner(&sum.left).saturating_add(inner(&sum.right))
            }
            Expression::Identifier(_)
            | Expression::StaticMemberExpression(_)
            | Expression::ComputedMemberExpression(_) => self.longest.max(NUMBER_BYTES),
            _ => NUMBER_BYTES,
        }
    }
}

const TOO_DEEP: &str = "the program is nested too deeply here";

/// Longest number as text.
const NUMBER_BYTES: usize = 32;

/// Deepest sum of texts in an enum.
const MAX_ENUM_DEPTH: u32 = 100;

impl<'a> Visit<'a> for Inspector {
    fn visit_expression(&mut self, it: &Expression<'a>) {
        self.down(|| it.span(), |this| walk::walk_expression(this, it));
    }

    fn visit_statement(&mut self, it: &Statement<'a>) {
        self.down(|| it.span(), |this| walk::walk_statement(this, it));
    }

    fn visit_ts_type(&mut self, it: &TSType<'a>) {
        self.down(|| it.span(), |this| walk::walk_ts_type(this, it));
    }

    fn visit_ts_type_name(&mut self, it: &TSTypeName<'a>) {
        self.down(|| it.span(), |this| walk::walk_ts_type_name(this, it));
    }

    fn visit_binding_pattern(&mut self, it: &BindingPattern<'a>) {
        self.down(|| it.span(), |this| walk::walk_binding_pattern(this, it));
    }

    fn visit_assignment_target(&mut self, it: &AssignmentTarget<'a>) {
        self.down(|| it.span(), |this| walk::walk_assignment_target(this, it));
    }

    fn visit_ts_namespace_declaration_body(&mut self, it: &TSNamespaceDeclarationBody<'a>) {
        self.down(
            || it.span(),
            |this| walk::walk_ts_namespace_declaration_body(this, it),
        );
    }

    fn visit_function(&mut self, it: &Function<'a>, flags: ScopeFlags) {
        self.within_function(|this| walk::walk_function(this, it, flags));
    }

    fn visit_arrow_function_expression(&mut self, it: &ArrowFunctionExpression<'a>) {
        self.within_function(|this| walk::walk_arrow_function_expression(this, it));
    }

    fn visit_static_block(&mut self, it: &StaticBlock<'a>) {
        self.within_function(|this| walk::walk_static_block(this, it));
    }

    fn visit_property_definition(&mut self, it: &PropertyDefinition<'a>) {
        self.within_function(|this| walk::walk_property_definition(this, it));
    }

    fn visit_await_expression(&mut self, it: &AwaitExpression<'a>) {
        self.awaits();
        walk::walk_await_expression(self, it);
    }

    fn visit_for_of_statement(&mut self, it: &ForOfStatement<'a>) {
        if it.r#await {
            self.awaits();
        }
        walk::walk_for_of_statement(self, it);
    }

    fn visit_variable_declaration(&mut self, it: &VariableDeclaration<'a>) {
        if it.kind == VariableDeclarationKind::AwaitUsing {
            self.awaits();
        }
        walk::walk_variable_declaration(self, it);
    }

    fn visit_import_meta(&mut self, it: &ImportMeta) {
        self.refuse(it.span, "import.meta is not available here");
    }

    fn visit_ts_enum_member(&mut self, it: &TSEnumMember<'a>) {
        if let Some(value) = &it.initializer {
            let bytes = self.text_bytes(value, MAX_ENUM_DEPTH);
            self.longest = self.longest.max(bytes);
            self.total = self.total.saturating_add(bytes);
            if self.total > MAX_ENUM_BYTES {
                self.refuse(it.span, "the values of enums are too long");
                self.longest = 0;
                self.total = 0;
            }
        }
        walk::walk_ts_enum_member(self, it);
    }
}
