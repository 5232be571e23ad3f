//! Compiles the tests, and the program that they start, and lints them in the same pass: clippy is a compiler with more lints, so
//! it stands in for the compiler of this workspace's crates. A separate `cargo clippy` would analyse every dependency again.
//!
//! Warnings do not fail the compilation; `cargo xtask ci` fails where there are any.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use serde_json::Value;

use crate::sh;
use crate::workspace::{BuildProfile, HOST_CRATES, Workspace};

/// Compiles all tests and examples for this machine, those of xtask included (in the profile that xtask itself was compiled in). The site
/// must be built before: the server embeds it. Returns the number of warnings, which are printed.
///
/// # Errors
/// Where something does not compile.
pub fn tests(workspace: &Workspace) -> Result<usize> {
    workspace.toolchain.ensure_formatter_and_lints()?;
    let host = [&["--profile", BuildProfile::Ci.name()], &HOST_CRATES[..]].concat();
    Ok(compile(workspace, &["--package", "xtask"])? + compile(workspace, &host)?)
}

fn compile(workspace: &Workspace, selection: &[&str]) -> Result<usize> {
    let mut cargo = workspace.linting_cargo(["build", "--bins", "--tests", "--examples"]);
    cargo.args(selection).arg("--message-format=json-diagnostic-rendered-ansi");
    // a library is compiled with and without its tests, and warns twice
    let mut warnings = BTreeSet::new();
    let status = sh::run_with_lines(&mut cargo, |line| {
        let Some(diagnostic) = parse_diagnostic(line) else { return };
        if warnings.contains(&diagnostic.text) {
            return;
        }
        print!("{}", diagnostic.text);
        if diagnostic.is_warning {
            warnings.insert(diagnostic.text);
        }
    })?;
    if !status.success() {
        bail!("the tests do not compile");
    }
    Ok(warnings.len())
}

#[derive(Debug, PartialEq, Eq)]
struct Diagnostic {
    text: String,
    is_warning: bool,
}

/// Parses one of cargo's JSON messages. `None` for all but warnings and errors with a place in the code.
fn parse_diagnostic(line: &str) -> Option<Diagnostic> {
    let json: Value = serde_json::from_str(line).ok()?;
    let message = json.get("message").filter(|_| json["reason"] == "compiler-message")?;
    let has_place = message["spans"].as_array().is_some_and(|spans| !spans.is_empty());
    let is_warning = message["level"] == "warning";
    // the compiler ends with a count of its warnings, which has no place
    if is_warning && !has_place && message["code"].is_null() {
        return None;
    }
    Some(Diagnostic { text: message["rendered"].as_str()?.to_owned(), is_warning })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_are_counted_and_the_compilers_own_count_is_not() {
        let message = |level: &str, code: Value, spans: Value| {
            let message =
                serde_json::json!({ "level": level, "code": code, "spans": spans, "rendered": "text\n" });
            serde_json::json!({ "reason": "compiler-message", "message": message }).to_string()
        };
        let lint = serde_json::json!({ "code": "clippy::unwrap_used" });
        let place = serde_json::json!([{ "file_name": "lib.rs" }]);
        let diagnostic = |is_warning| Some(Diagnostic { text: "text\n".into(), is_warning });
        assert_eq!(parse_diagnostic(&message("warning", lint, place.clone())), diagnostic(true));
        assert_eq!(parse_diagnostic(&message("error", Value::Null, place)), diagnostic(false));
        assert_eq!(parse_diagnostic(&message("warning", Value::Null, serde_json::json!([]))), None);
        assert_eq!(parse_diagnostic(r#"{"reason":"compiler-artifact"}"#), None);
        assert_eq!(parse_diagnostic("running 3 tests"), None);
    }
}
