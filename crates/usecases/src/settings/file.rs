//! All settings that a business decides as one TOML file: written, read, and compared with what there is.

use fyr_domain::{
    Actor,
    fields::{FieldErrors, Problem},
};
use serde_json::{Map, Value};

use super::{
    CurrentSetting, SettingChanges,
    desk::{parse_note, require_administrator},
    list_as_operator, versions,
};
use crate::{Backend, Error, tickets::DeadlinePreview, tickets::preview_deadlines};

/// The field with the file, or with its text once it was looked at.
pub const SETTINGS_FILE_FIELD: &str = "file";

/// A file of settings that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidSettingsFile(String);

/// Settings with their values as TOML, by name.
///
/// # Errors
/// [`Error::Internal`] where a value cannot be written.
pub fn to_toml<'a>(list: impl IntoIterator<Item = &'a CurrentSetting>) -> Result<String, Error> {
    let values: Map<String, Value> =
        list.into_iter().map(|setting| (setting.name.to_owned(), setting.value.clone())).collect();
    toml::to_string_pretty(&values).map_err(|error| Error::Internal(Box::new(error)))
}

/// Reads TOML: a table with values by name.
///
/// # Errors
/// What is wrong: the line, or the setting with what is valid there.
pub fn parse_toml(text: &str) -> Result<SettingChanges, InvalidSettingsFile> {
    SettingChanges::parse(&read_table(text)?).map_err(|invalid| InvalidSettingsFile(invalid.to_string()))
}

/// Reads a TOML file into a table; the error says in which line it is not one.
///
/// # Errors
/// The line, and what is wrong in it.
pub(crate) fn read_table(text: &str) -> Result<Map<String, Value>, InvalidSettingsFile> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| text[..span.start].lines().count().max(1));
        let line = line.map(|line| format!("line {line}: ")).unwrap_or_default();
        InvalidSettingsFile(format!("{line}{}", error.message()))
    })
}

/// What new values would change, a line for each value at a path of a setting. Changes nothing.
///
/// # Errors
/// [`Error::Unavailable`].
pub(crate) async fn diff(backend: &Backend, changes: &SettingChanges) -> Result<Vec<String>, Error> {
    let current = list_as_operator(backend).await?;
    let mut lines = Vec::new();
    for (name, value) in changes.values() {
        let before = current.iter().find(|setting: &&CurrentSetting| setting.name == name);
        lines.extend(compare(name, before.map_or(&Value::Null, |setting| &setting.value), value));
    }
    Ok(lines)
}

/// A line for each value that differs, with its path.
pub(super) fn compare(path: &str, before: &Value, after: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    add_differences(path, before, after, &mut lines);
    lines
}

fn add_differences(path: &str, before: &Value, after: &Value, lines: &mut Vec<String>) {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
            names.sort();
            names.dedup();
            for name in names {
                let value = |values: &Map<String, Value>| values.get(name).cloned().unwrap_or(Value::Null);
                add_differences(&format!("{path}.{name}"), &value(before), &value(after), lines);
            }
        }
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            for (place, (before, after)) in before.iter().zip(after).enumerate() {
                add_differences(&format!("{path}[{place}]"), before, after, lines);
            }
        }
        (Value::Array(before), Value::Array(after)) => {
            let removed = before.iter().filter(|entry| !after.contains(entry));
            let added = after.iter().filter(|entry| !before.contains(entry));
            let removed = removed.map(|entry| format!("{path}: − {entry}"));
            let mut entries: Vec<_> =
                removed.chain(added.map(|entry| format!("{path}: + {entry}"))).collect();
            if entries.is_empty() {
                // the same entries, of which some are repeated
                entries.push(format!(
                    "{path}: {} → {}",
                    Value::from(before.clone()),
                    Value::from(after.clone())
                ));
            }
            lines.append(&mut entries);
        }
        (before, after) if before == after => {}
        (before, after) => lines.push(format!("{path}: {before} → {after}")),
    }
}

/// All settings as a file, for whoever runs the portal.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who does not run the portal.
pub async fn export(backend: &Backend, actor: &Actor) -> Result<String, Error> {
    require_administrator(actor)?;
    to_toml(&list_as_operator(backend).await?)
}

/// What a file would change, and what that would do to the tickets that are open. Changes nothing.
#[derive(Clone, Debug)]
pub struct FilePreview {
    /// A line for each value that differs.
    pub lines: Vec<String>,
    /// What it would do to deadlines.
    pub deadlines: DeadlinePreview,
}

/// Says what a file would change.
///
/// # Errors
/// As [`export`]; [`Error::Invalid`] where the file cannot be used.
pub async fn preview_import(backend: &Backend, actor: &Actor, text: &str) -> Result<FilePreview, Error> {
    require_administrator(actor)?;
    let changes = parse(text)?;
    let lines = diff(backend, &changes).await?;
    let deadlines = preview_deadlines(backend, &changes.sla(backend).await).await?;
    Ok(FilePreview { lines, deadlines })
}

/// Makes what is in a file current: a new version of each setting that differs, all at once. Returns their number.
///
/// # Errors
/// As [`preview_import`].
pub async fn import(backend: &Backend, actor: &Actor, text: &str, note: &str) -> Result<usize, Error> {
    require_administrator(actor)?;
    let (changes, note) = (parse(text)?, parse_note(note)?);
    let changed = versions::write(backend, actor, changes, note).await;
    // a component that is in use is said where the file was chosen
    changed.map(|names| names.len()).map_err(|error| match error {
        Error::Invalid(errors) => {
            let problem = errors.0.into_iter().next().map_or(Problem::Required, |(_, problem)| problem);
            FieldErrors::single(SETTINGS_FILE_FIELD, problem).into()
        }
        error => error,
    })
}

fn parse(text: &str) -> Result<SettingChanges, Error> {
    let refused = |problem| FieldErrors::single(SETTINGS_FILE_FIELD, problem);
    if text.trim().is_empty() {
        return Err(refused(Problem::Required).into());
    }
    let parsed = parse_toml(text);
    parsed.map_err(|invalid| refused(Problem::InvalidSettingsFile { problem: invalid.to_string() }).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comparison_names_the_path_of_what_differs() {
        let before = serde_json::json!({ "p1": { "a": 1, "b": [1] }, "p2": 2, "gone": true });
        let after = serde_json::json!({ "p1": { "a": 2, "b": [1] }, "p2": 2, "new": "x" });
        let lines = compare("level", &before, &after);
        assert_eq!(lines, ["level.gone: true → null", "level.new: null → \"x\"", "level.p1.a: 1 → 2"]);
        let (one, two) = (serde_json::json!([1, 2]), serde_json::json!([1, 3]));
        assert_eq!(compare("list", &one, &two), ["list[1]: 2 → 3"]);
        assert_eq!(
            compare("list", &one, &serde_json::json!([1, 3, 4])),
            ["list: − 2", "list: + 3", "list: + 4"]
        );
        let (repeated, single) = (serde_json::json!([1, 1]), serde_json::json!([1]));
        assert_eq!(
            compare("list", &repeated, &single),
            ["list: [1,1] → [1]"],
            "a difference is never left out"
        );
    }

    #[test]
    fn what_is_wrong_in_a_file_is_said_with_its_line() {
        let refused = |text: &str| parse_toml(text).expect_err("must be refused").to_string();
        assert!(refused("phone = \"1\"\n[calendar\n").starts_with("line 2: "));
        assert!(refused("fone = \"1\"").contains("fone"));
    }
}
