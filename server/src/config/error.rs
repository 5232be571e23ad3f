//! What is wrong with a setting, in one line for the operator.

use figment::error::{Actual, Kind};

/// An invalid setting, displayed in one line with its name, its variable and the problem.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("setting {name} ({}): {problem}", env_variable(.name))]
pub struct ConfigError {
    /// The setting's name in the file, such as `session_idle_minutes.agent`.
    pub name: String,
    /// What is wrong and which values are valid.
    pub problem: String,
}

impl ConfigError {
    pub(super) fn new(name: &str, problem: impl Into<String>) -> Self {
        Self { name: name.to_owned(), problem: problem.into() }
    }
}

impl From<figment::Error> for ConfigError {
    fn from(error: figment::Error) -> Self {
        let name = if error.path.is_empty() { "config".to_owned() } else { error.path.join(".") };
        Self { name, problem: describe_problem(&error.kind) }
    }
}

/// The environment variable of a setting; a whole list of tables is in one variable.
fn env_variable(name: &str) -> String {
    let of_list = ["providers", "webhooks"].into_iter().find(|list| name.split('.').next() == Some(list));
    let name = of_list.unwrap_or(name);
    format!("FYR_{}", name.to_uppercase().replace('.', "__"))
}

/// A multi-line parser message in one line: its first line (the place) and its last (the problem), without the source excerpt
/// between them.
fn single_line(text: &str) -> String {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    match (lines.next(), lines.next_back()) {
        (Some(place), Some(problem)) => format!("{place}: {problem}"),
        (only, _) => only.unwrap_or_default().to_owned(),
    }
}

/// `a, b or c`.
fn alternatives(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// Whether a text is what the parser of dates says, which names neither dates nor their form.
fn is_date_problem(text: &str) -> bool {
    let problems = [
        "input is out of range",
        "input contains invalid characters",
        "premature end of input",
        "trailing input",
    ];
    problems.iter().any(|problem| text.contains(problem)) || text.contains("no possible date")
}

/// What is wrong with a value and which values are valid, in the terms of TOML instead of Rust's types.
fn describe_problem(kind: &Kind) -> String {
    let (found, expected) = match kind {
        Kind::InvalidType(found, expected) | Kind::InvalidValue(found, expected) => (found, expected),
        Kind::UnknownVariant(_, words) => return format!("must be {}", alternatives(words)),
        Kind::Message(text) if is_date_problem(text) => {
            return "has a date that does not exist or is not written like 2026-05-15".to_owned();
        }
        other => return single_line(&other.to_string()),
    };
    let valid = match expected.as_str() {
        "u16" => format!("a whole number from 0 to {}", u16::MAX),
        "u32" => format!("a whole number from 0 to {}", u32::MAX),
        "u64" | "usize" => "a whole number from 0".to_owned(),
        "a boolean" => "true or false".to_owned(),
        "a string" => "text in quotation marks".to_owned(),
        "a sequence" => "a list, such as [\"one\", \"two\"]".to_owned(),
        "a map" => "a table of its own".to_owned(),
        other => return single_line(&format!("{found} is not {other}")),
    };
    format!("must be {valid}, not {found}")
}

/// Whether the value found is a number or a boolean.
pub(super) fn is_scalar_but_not_text(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::InvalidType(Actual::Bool(_) | Actual::Unsigned(_) | Actual::Signed(_) | Actual::Float(_), _)
    )
}
