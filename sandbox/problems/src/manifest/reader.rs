//! The fields of `problem.toml`, validated.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use arena_runtimes::Language;
use toml::Spanned;

use super::{
    DeclaredWrong, MAX_TECHNIQUE_LENGTH, MAX_TECHNIQUES, MAX_TITLE_LENGTH, MAX_WHY_BYTES,
    ManifestError, RawChecker, RawCheckerKind, RawForm, RawLimits, RawManifest, RawSignature,
    RawWrong,
};
use crate::checker::Checker;
use crate::error::line_of;
use crate::id::ProblemId;
use crate::limits::{
    FUEL_PER_MILLION, Limits, MAX_FUEL_MILLIONS, MAX_MEMORY_MIB, MAX_OUTPUT_KIB, MIN_MEMORY_MIB,
};
use crate::names::RequiredVerdict;
use crate::signature::{Form, MAX_PARAMETERS, Parameter, Signature, check_name};
use crate::types::Type;

/// Takes the fields one by one; knows the text for the lines of mistakes.
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
}

impl Reader<'_> {
    fn fail<T>(&self, span: Range<usize>, message: impl Into<String>) -> Result<T, ManifestError> {
        Err(ManifestError {
            line: line_of(self.text, span.start),
            message: message.into(),
        })
    }

    pub(super) fn id(
        &self,
        id: &Spanned<String>,
        folder: &str,
    ) -> Result<ProblemId, ManifestError> {
        match id.get_ref().parse::<ProblemId>() {
            Ok(parsed) if parsed.as_str() == folder => Ok(parsed),
            Ok(parsed) => self.fail(
                id.span(),
                format!("id {parsed} is not the folder's name, {folder:?}"),
            ),
            Err(e) => self.fail(id.span(), e.to_string()),
        }
    }

    pub(super) fn title(&self, title: &Spanned<String>) -> Result<String, ManifestError> {
        let text = title.get_ref();
        let length = text.chars().count();
        if length == 0 || length > MAX_TITLE_LENGTH {
            let message = format!("a title has 1 to {MAX_TITLE_LENGTH} characters, found {length}");
            return self.fail(title.span(), message);
        }
        if text.trim() != text || text.chars().any(char::is_control) {
            return self.fail(
                title.span(),
                "a title has no control characters or outer spaces",
            );
        }
        Ok(text.clone())
    }

    pub(super) fn techniques(
        &self,
        techniques: &Spanned<Vec<Spanned<String>>>,
    ) -> Result<Vec<String>, ManifestError> {
        let list = techniques.get_ref();
        if list.is_empty() || list.len() > MAX_TECHNIQUES {
            return self.fail(
                techniques.span(),
                format!(
                    "a problem has 1 to {MAX_TECHNIQUES} techniques, found {}",
                    list.len()
                ),
            );
        }
        let mut names = Vec::with_capacity(list.len());
        for technique in list {
            let name = technique.get_ref();
            let plain = name.chars().all(|c| c.is_ascii_graphic() || c == ' ')
                && !name.chars().any(|c| c.is_ascii_uppercase())
                && name.trim() == name;
            if !plain || name.is_empty() || name.len() > MAX_TECHNIQUE_LENGTH {
                let message = format!(
                    "technique {name:?} is not 1 to {MAX_TECHNIQUE_LENGTH} lower-case ASCII characters"
                );
                return self.fail(technique.span(), message);
            }
            if names.contains(name) {
                return self.fail(
                    technique.span(),
                    format!("technique {name:?} is given twice"),
                );
            }
            names.push(name.clone());
        }
        Ok(names)
    }

    pub(super) fn form(&self, raw: &RawManifest) -> Result<Form, ManifestError> {
        match (*raw.form.get_ref(), &raw.signature) {
            (RawForm::Function, Some(signature)) => {
                self.signature(signature.get_ref()).map(Form::Function)
            }
            (RawForm::Either, Some(signature)) => {
                self.signature(signature.get_ref()).map(Form::Either)
            }
            (RawForm::Function | RawForm::Either, None) => {
                let message = "the function form needs a [signature]";
                self.fail(raw.form.span(), message)
            }
            (RawForm::Stdin, None) => Ok(Form::Stdin),
            (RawForm::Stdin, Some(signature)) => {
                self.fail(signature.span(), "the stdin form has no [signature]")
            }
        }
    }

    fn signature(&self, raw: &RawSignature) -> Result<Signature, ManifestError> {
        let list = raw.parameters.get_ref();
        if list.is_empty() || list.len() > MAX_PARAMETERS {
            return self.fail(
                raw.parameters.span(),
                format!(
                    "a function has 1 to {MAX_PARAMETERS} parameters, found {}",
                    list.len()
                ),
            );
        }
        let mut seen = BTreeSet::new();
        let mut parameters = Vec::with_capacity(list.len());
        for parameter in list {
            let name = self.name(&parameter.name)?;
            if !seen.insert(name.clone()) {
                return self.fail(
                    parameter.name.span(),
                    format!("parameter {name:?} is given twice"),
                );
            }
            parameters.push(Parameter {
                name,
                ty: self.ty(&parameter.ty)?,
            });
        }
        let function = self.name(&raw.function)?;
        if seen.contains(&function) {
            return self.fail(raw.function.span(), "a parameter has the function's name");
        }
        Ok(Signature {
            function,
            parameters,
            returns: self.ty(&raw.returns)?,
        })
    }

    fn name(&self, name: &Spanned<String>) -> Result<String, ManifestError> {
        match check_name(name.get_ref()) {
            Ok(()) => Ok(name.get_ref().clone()),
            Err(message) => self.fail(name.span(), message),
        }
    }

    fn ty(&self, ty: &Spanned<String>) -> Result<Type, ManifestError> {
        ty.get_ref()
            .parse()
            .or_else(|e: crate::TypeParseError| self.fail(ty.span(), e.to_string()))
    }

    pub(super) fn limits(&self, raw: &RawLimits) -> Result<Limits, ManifestError> {
        let mut fuel = BTreeMap::new();
        let entries = raw.fuel_millions.get_ref();
        if !entries.contains_key(&Language::PYTHON) {
            let message = format!("no fuel for {}", Language::PYTHON);
            return self.fail(raw.fuel_millions.span(), message);
        }
        for (&language, millions) in entries {
            let millions = self.bounded("fuel_millions", millions, 1, MAX_FUEL_MILLIONS)?;
            fuel.insert(language, millions * FUEL_PER_MILLION);
        }
        let memory = self.bounded(
            "memory_mib",
            &raw.memory_mib,
            MIN_MEMORY_MIB,
            MAX_MEMORY_MIB,
        )?;
        let output = self.bounded("output_kib", &raw.output_kib, 1, MAX_OUTPUT_KIB)?;
        Ok(Limits {
            fuel,
            memory_bytes: memory << 20,
            output_bytes: output << 10,
        })
    }

    fn bounded(
        &self,
        name: &str,
        value: &Spanned<u64>,
        least: u64,
        most: u64,
    ) -> Result<u64, ManifestError> {
        let number = *value.get_ref();
        if (least..=most).contains(&number) {
            return Ok(number);
        }
        self.fail(
            value.span(),
            format!("{name} is {least} to {most}, found {number}"),
        )
    }

    pub(super) fn checker(
        &self,
        raw: &Spanned<RawChecker>,
        form: &Form,
    ) -> Result<Checker, ManifestError> {
        let fields = raw.get_ref();
        let kind = fields.kind.span();
        let checker = match fields.kind.get_ref() {
            RawCheckerKind::Exact => Checker::Exact,
            RawCheckerKind::Whitespace => Checker::Whitespace,
            RawCheckerKind::Unordered => Checker::Unordered,
            RawCheckerKind::Float => {
                let (absolute, relative) = (
                    self.tolerance(&fields.absolute)?,
                    self.tolerance(&fields.relative)?,
                );
                if absolute == 0.0 && relative == 0.0 {
                    return self.fail(kind, "the float checker needs absolute or relative");
                }
                return match form {
                    Form::Function(signature) | Form::Either(signature)
                        if !has_float(&signature.returns) =>
                    {
                        self.fail(
                            kind,
                            format!("float checker for a result of {}", signature.returns),
                        )
                    }
                    Form::Function(_) | Form::Either(_) | Form::Stdin => {
                        Ok(Checker::Float { absolute, relative })
                    }
                };
            }
        };
        if let Some(tolerance) = fields.absolute.as_ref().or(fields.relative.as_ref()) {
            return self.fail(tolerance.span(), "only the float checker has tolerances");
        }
        match (checker, form) {
            (Checker::Whitespace, Form::Function(_) | Form::Either(_)) => {
                self.fail(kind, "the whitespace checker is for the stdin form")
            }
            (
                Checker::Unordered,
                Form::Function(Signature { returns, .. }) | Form::Either(Signature { returns, .. }),
            ) if !matches!(returns, Type::List(_)) => {
                self.fail(kind, format!("unordered checker for a result of {returns}"))
            }
            (checker, _) => Ok(checker),
        }
    }

    fn tolerance(&self, tolerance: &Option<Spanned<f64>>) -> Result<f64, ManifestError> {
        match tolerance {
            None => Ok(0.0),
            Some(value) if *value.get_ref() > 0.0 && *value.get_ref() < 1.0 => Ok(*value.get_ref()),
            Some(value) => self.fail(value.span(), "a tolerance lies between 0 and 1"),
        }
    }

    pub(super) fn wrong(
        &self,
        raw: &[Spanned<RawWrong>],
    ) -> Result<Vec<DeclaredWrong>, ManifestError> {
        let mut seen = BTreeSet::new();
        let mut wrong = Vec::with_capacity(raw.len());
        for entry in raw {
            let RawWrong {
                file,
                verdict,
                why,
                naive,
            } = entry.get_ref();
            let path = file.get_ref();
            let inside = path
                .strip_prefix("solutions/")
                .filter(|name| !name.contains('/'));
            let (Some(name), Some(language)) = (inside, Language::of_path(path)) else {
                return self.fail(
                    file.span(),
                    format!("{path:?} is not solutions/<name> with the extension of a language"),
                );
            };
            if name.starts_with("reference.") {
                return self.fail(file.span(), "the reference is not a wrong solution");
            }
            if !seen.insert(path) {
                return self.fail(file.span(), format!("{path:?} is declared twice"));
            }
            if why.get_ref().trim().is_empty() || why.get_ref().len() > MAX_WHY_BYTES {
                return self.fail(why.span(), format!("why has 1 to {MAX_WHY_BYTES} bytes"));
            }
            if *naive && *verdict.get_ref() != RequiredVerdict::Tle {
                return self.fail(verdict.span(), "a naive solution must get TLE");
            }
            if name.starts_with("naive.") && !naive {
                return self.fail(file.span(), "this entry needs naive = true");
            }
            wrong.push(DeclaredWrong {
                file: path.clone(),
                language,
                verdict: *verdict.get_ref(),
                naive: *naive,
                why: why.get_ref().clone(),
                line: line_of(self.text, file.span().start),
            });
        }
        Ok(wrong)
    }
}

fn has_float(ty: &Type) -> bool {
    match ty {
        Type::Float => true,
        Type::List(element) => has_float(element),
        Type::Int | Type::Bool | Type::String => false,
    }
}
