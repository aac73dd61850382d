//! The OpenAPI description: the handlers say what they take and give, this says what holds for all of them.

use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, OpenApi, Ref, RefOr, Response, ResponseBuilder, Schema};

use super::problem::PROBLEM_JSON;

/// The name by which handlers ask for a token.
const BEARER: &str = "bearer";
const PROBLEM_SCHEMA: &str = "#/components/schemas/Problem";

/// The whole description, as JSON.
pub(super) fn text(mut api: OpenApi) -> String {
    let token = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some("The `accessToken` of any way to log in."));
    let components = api.components.get_or_insert_default();
    components.add_security_scheme(BEARER, SecurityScheme::Http(token.build()));
    for item in api.paths.paths.values_mut() {
        for operation in operations(item) {
            describe_problems(operation);
        }
    }
    api.to_pretty_json().unwrap_or_default()
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem {
        get,
        put,
        post,
        delete,
        options,
        head,
        patch,
        trace,
        ..
    } = item;
    let all = [get, put, post, delete, options, head, patch, trace];
    all.into_iter().filter_map(Option::as_mut)
}

/// Every refusal is a problem detail, those that the handler does not name too.
fn describe_problems(operation: &mut Operation) {
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(Response { content, .. }) = response {
            let is_problem = |content: &Content| matches!(&content.schema, Some(RefOr::Ref(schema)) if schema.ref_location == PROBLEM_SCHEMA);
            if content.values().any(is_problem) {
                let described = content.drain(..).map(|(_, content)| content);
                *content = described
                    .collect::<Vec<_>>()
                    .into_iter()
                    .map(|content| (PROBLEM_JSON.to_owned(), content))
                    .collect();
            }
        }
    }
    let problem: RefOr<Schema> = Ref::new(PROBLEM_SCHEMA).into();
    let refused = ResponseBuilder::new()
        .description("Refused: `code` says why, and `Retry-After` when to come again.")
        .content(PROBLEM_JSON, Content::new(Some(problem)))
        .build();
    let responses = &mut operation.responses.responses;
    responses.insert("default".to_owned(), refused.into());
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;

    fn description() -> Value {
        let (_, api) = super::super::described().split_for_parts();
        serde_json::from_str(&text(api)).unwrap()
    }

    /// Calls `look` for every value of every object, with its name.
    fn each<'a>(value: &'a Value, look: &mut impl FnMut(&'a str, &'a Value)) {
        match value {
            Value::Object(members) => members.iter().for_each(|(name, member)| {
                look(name, member);
                each(member, look);
            }),
            Value::Array(items) => items.iter().for_each(|item| each(item, look)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    #[test]
    fn every_name_that_is_used_is_described() {
        let description = description();
        assert_eq!(description["openapi"], "3.1.0");
        let mut references = BTreeSet::new();
        each(&description, &mut |name, value| {
            if name == "$ref" {
                references.insert(value.as_str().unwrap());
            }
        });
        assert!(references.contains(PROBLEM_SCHEMA));
        for reference in references {
            let path = reference.strip_prefix('#').unwrap();
            assert!(description.pointer(path).is_some(), "{reference}");
        }
        let mut asked = BTreeSet::new();
        each(&description["paths"], &mut |name, value| {
            if name == "security" {
                asked.extend(
                    value
                        .as_array()
                        .unwrap()
                        .iter()
                        .flat_map(|way| way.as_object().unwrap().keys().map(String::as_str)),
                );
            }
        });
        assert_eq!(asked, BTreeSet::from([BEARER]));
        let schemes = &description["components"]["securitySchemes"];
        assert_eq!(schemes[BEARER]["scheme"], "bearer");
    }

    #[test]
    fn parameters_are_where_they_are_said_to_be() {
        let description = description();
        let mut places = BTreeSet::new();
        for (path, item) in description["paths"].as_object().unwrap() {
            let named: BTreeSet<&str> = path
                .split('/')
                .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
                .collect();
            for operation in item.as_object().unwrap().values() {
                let parameters = operation["parameters"].as_array();
                let mut in_path = BTreeSet::new();
                for parameter in parameters.into_iter().flatten() {
                    let place = parameter["in"].as_str().unwrap();
                    places.insert(place);
                    if place == "path" {
                        in_path.insert(parameter["name"].as_str().unwrap());
                    }
                }
                assert_eq!(in_path, named, "{path}");
            }
        }
        assert_eq!(places, BTreeSet::from(["header", "path", "query"]));
    }

    #[test]
    fn every_operation_says_what_it_does_and_that_it_refuses_with_problem_details() {
        let description = description();
        let paths = description["paths"].as_object().unwrap();
        assert!(paths.contains_key("/api/execute/submit"));
        let operations = paths.values().flat_map(|item| item.as_object().unwrap());
        let mut ids = BTreeSet::new();
        for (_, operation) in operations {
            let id = operation["operationId"].as_str().unwrap();
            assert!(ids.insert(id), "{id} is there twice");
            assert!(operation["summary"].as_str().is_some(), "{id}");
            for (status, response) in operation["responses"].as_object().unwrap() {
                let content = response["content"].as_object();
                let is_refusal = status.starts_with(['4', '5']) || status == "default";
                if is_refusal {
                    let kinds: Vec<&String> = content.unwrap().keys().collect();
                    assert_eq!(kinds, [PROBLEM_JSON], "{id} {status}");
                }
            }
            assert!(operation["responses"]["default"].is_object(), "{id}");
        }
    }
}
