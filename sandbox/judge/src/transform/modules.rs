//! `import` and `export`, for a runtime that runs scripts and has `require`.

use oxc_allocator::{Allocator, ArenaVec, TakeIn};
use oxc_ast::ast::{
    AssignmentTarget, ClassType, ExportDefaultDeclarationKind, Expression, FunctionType,
    IdentifierName, ImportDeclaration, ImportDeclarationSpecifier, ModuleExportName, Program,
    SimpleAssignmentTarget, Statement,
};
use oxc_ast::builder::AstBuilder;
use oxc_span::{SPAN, Span};
use oxc_syntax::operator::AssignmentOperator;

use super::diagnostics::Diagnostic;

/// What a program imports and exports, as the script that does it.
#[derive(Debug, Default)]
pub(super) struct Modules {
    /// What comes before the program, in one line; piece by piece with its origin.
    pub(super) imports: Vec<(String, usize)>,
    /// What comes after it.
    pub(super) exports: String,
    /// What cannot be done.
    pub(super) refused: Vec<Diagnostic>,
}

/// Takes the module syntax out of a program.
pub(super) fn take<'a>(allocator: &'a Allocator, program: &mut Program<'a>) -> Modules {
    let builder = AstBuilder::new(allocator);
    let mut modules = Modules::default();
    let body = std::mem::replace(&mut program.body, ArenaVec::new_in(&builder));
    for statement in body {
        if let Some(kept) = modules.statement(statement, &builder) {
            program.body.push(kept);
        }
    }
    modules
}

/// A text as a literal of JavaScript.
fn literal(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn name_of(name: &ModuleExportName<'_>) -> String {
    match name {
        ModuleExportName::IdentifierName(name) => name.name.to_string(),
        ModuleExportName::IdentifierReference(name) => name.name.to_string(),
        ModuleExportName::StringLiteral(name) => literal(&name.value),
    }
}

impl Modules {
    fn refuse(&mut self, span: Span, reason: &str) {
        self.refused.push(Diagnostic {
            offset: span.start as usize,
            message: reason.to_owned(),
        });
    }

    fn statement<'a>(
        &mut self,
        statement: Statement<'a>,
        builder: &AstBuilder<'a>,
    ) -> Option<Statement<'a>> {
        match statement {
            Statement::ImportDeclaration(import) => {
                self.import(&import);
                None
            }
            Statement::ExportDeclaration(mut export) => {
                Some(export.declaration.take_in(builder).into())
            }
            Statement::ExportNamedDeclaration(export) => {
                for specifier in &export.specifiers {
                    let (local, exported) =
                        (name_of(&specifier.local), name_of(&specifier.exported));
                    let exported = match &specifier.exported {
                        ModuleExportName::StringLiteral(_) => exported,
                        ModuleExportName::IdentifierName(_)
                        | ModuleExportName::IdentifierReference(_) => literal(&exported),
                    };
                    self.exports
                        .push_str(&format!("module.exports[{exported}] = {local};"));
                }
                None
            }
            Statement::ExportDefaultDeclaration(mut export) => Some(default(
                export.declaration.take_in(builder),
                export.span,
                builder,
            )),
            Statement::ExportFromDeclaration(export) => {
                self.refuse(export.span, NOTHING_TO_EXPORT);
                None
            }
            Statement::ExportAllDeclaration(export) => {
                self.refuse(export.span, NOTHING_TO_EXPORT);
                None
            }
            statement => Some(statement),
        }
    }

    fn import(&mut self, import: &ImportDeclaration<'_>) {
        let required = format!("require({})", literal(&import.source.value));
        let mut names = Vec::new();
        let mut whole = Vec::new();
        for specifier in import.specifiers.iter().flatten() {
            match specifier {
                ImportDeclarationSpecifier::ImportSpecifier(one) => {
                    let (imported, local) = (name_of(&one.imported), &one.local.name);
                    // The modules here have no default of their own: they are it.
                    if imported == "default" {
                        whole.push(local.to_string());
                    } else {
                        names.push(format!("{imported}: {local}"));
                    }
                }
                ImportDeclarationSpecifier::ImportDefaultSpecifier(one) => {
                    whole.push(one.local.name.to_string());
                }
                ImportDeclarationSpecifier::ImportNamespaceSpecifier(one) => {
                    whole.push(one.local.name.to_string());
                }
            }
        }
        let named = (!names.is_empty()).then(|| format!("{{ {} }}", names.join(", ")));
        let bindings: Vec<String> = whole
            .into_iter()
            .chain(named)
            .map(|binding| format!("{binding} = {required}"))
            .collect();
        let script = if bindings.is_empty() {
            format!("{required};")
        } else {
            format!("const {};", bindings.join(", "))
        };
        self.imports.push((script, import.span.start as usize));
    }
}

const NOTHING_TO_EXPORT: &str = "there is no other module to export from";

/// What `export default` exports: named declarations stay, everything else is the module.
fn default<'a>(
    exported: ExportDefaultDeclarationKind<'a>,
    span: Span,
    builder: &AstBuilder<'a>,
) -> Statement<'a> {
    let value = match exported {
        ExportDefaultDeclarationKind::FunctionDeclaration(function) if function.id.is_some() => {
            return Statement::FunctionDeclaration(function);
        }
        ExportDefaultDeclarationKind::ClassDeclaration(class) if class.id.is_some() => {
            return Statement::ClassDeclaration(class);
        }
        ExportDefaultDeclarationKind::FunctionDeclaration(mut function) => {
            function.r#type = FunctionType::FunctionExpression;
            Expression::FunctionExpression(function)
        }
        ExportDefaultDeclarationKind::ClassDeclaration(mut class) => {
            class.r#type = ClassType::ClassExpression;
            Expression::ClassExpression(class)
        }
        ExportDefaultDeclarationKind::TSInterfaceDeclaration(_) => {
            return Statement::new_empty_statement(span, builder);
        }
        expression => expression.into_expression(),
    };
    let module = Expression::new_identifier(SPAN, "module", builder);
    let exports = IdentifierName::new(SPAN, "exports", builder);
    let target =
        SimpleAssignmentTarget::new_static_member_expression(SPAN, module, exports, false, builder);
    let assignment = Expression::new_assignment_expression(
        span,
        AssignmentOperator::Assign,
        AssignmentTarget::from(target),
        value,
        builder,
    );
    Statement::new_expression_statement(span, assignment, builder)
}
