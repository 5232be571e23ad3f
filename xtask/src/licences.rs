//! The licence check: every crate of the build must have a licence that `deny.toml` allows. `cargo deny` reads the same file;
//! this check exists because it needs no installation and takes a second.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use spdx::{Expression, LicenseReq, ParseMode};

use crate::workspace::Workspace;

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Checks the licences of all crates of the build.
///
/// # Errors
/// Where a crate is not allowed; each is printed with the reason.
pub fn check(workspace: &Workspace) -> Result<()> {
    let rules = LicenceRules::parse(&fs::read_to_string(workspace.path("deny.toml"))?)?;
    let platforms: Vec<_> = rules.targets.iter().flat_map(|target| ["--filter-platform", target]).collect();
    let metadata = workspace.metadata(&platforms)?;
    let packages = metadata["packages"].as_array().context("cargo metadata lists no packages")?;
    let violations: Vec<_> = packages.iter().filter_map(|package| rules.violation(package)).collect();
    for violation in &violations {
        println!("{violation}");
    }
    if !violations.is_empty() {
        bail!(
            "{} of {} crates are not allowed; deny.toml lists the allowed licences",
            violations.len(),
            packages.len()
        );
    }
    println!("The licences of {} crates are allowed.", packages.len());
    Ok(())
}

/// The part of `deny.toml` that this check reads.
struct LicenceRules {
    /// The platforms that Fyr supports; crates for other platforms are ignored.
    targets: BTreeSet<String>,
    allowed: BTreeSet<String>,
    exceptions: Vec<(String, BTreeSet<String>)>,
    /// Crates without a licence expression in their manifest, with the expression to use.
    clarified: Vec<(String, String)>,
}

impl LicenceRules {
    fn parse(text: &str) -> Result<Self> {
        let file: toml::Table = text.parse().context("deny.toml cannot be read")?;
        let licences = file.get("licenses").context("deny.toml has no [licenses]")?;
        let list = |key| licences.get(key).and_then(toml::Value::as_array).into_iter().flatten();
        let name = |entry: &toml::Value| {
            get_text(entry, "crate").or_else(|| get_text(entry, "name")).unwrap_or_default()
        };
        Ok(Self {
            targets: text_set(file.get("graph").and_then(|graph| graph.get("targets"))),
            allowed: text_set(licences.get("allow")),
            exceptions: list("exceptions").map(|entry| (name(entry), text_set(entry.get("allow")))).collect(),
            clarified: list("clarify")
                .map(|entry| (name(entry), get_text(entry, "expression").unwrap_or_default()))
                .collect(),
        })
    }

    /// Why a package is not allowed; `None` where it is.
    fn violation(&self, package: &Value) -> Option<String> {
        let name = package["name"].as_str().unwrap_or_default();
        match package["source"].as_str() {
            None => return None, // a crate of the workspace
            Some(CRATES_IO) => {}
            Some(other) => return Some(format!("{name} comes from {other}, not from crates.io")),
        }
        let clarified = self
            .clarified
            .iter()
            .find(|(crate_name, _)| crate_name == name)
            .map(|(_, licence)| licence.as_str());
        let Some(licence) = clarified.or_else(|| package["license"].as_str()) else {
            return Some(format!("{name} has no licence"));
        };
        let Ok(expression) = Expression::parse_mode(licence, ParseMode::LAX) else {
            return Some(format!("{name} has an invalid licence expression: {licence}"));
        };
        let more = self.exceptions.iter().filter(|(crate_name, _)| crate_name == name);
        let fits = |licence: &LicenseReq| {
            let id = licence.to_string();
            self.allowed.contains(&id) || more.clone().any(|(_, allowed)| allowed.contains(&id))
        };
        (!expression.evaluate(fits)).then(|| format!("{name} is under {licence}, which is not allowed"))
    }
}

fn get_text(entry: &toml::Value, key: &str) -> Option<String> {
    Some(entry.get(key)?.as_str()?.to_owned())
}

fn text_set(list: Option<&toml::Value>) -> BTreeSet<String> {
    let list = list.and_then(toml::Value::as_array).into_iter().flatten();
    list.filter_map(|text| text.as_str().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const DENY: &str = r#"
        [licenses]
        allow = ["MIT", "Apache-2.0"]
        exceptions = [{ crate = "roots", allow = ["CDLA-Permissive-2.0"] }]
    "#;

    fn violation(name: &str, licence: &str) -> Option<String> {
        let package = json!({ "name": name, "license": licence, "source": CRATES_IO });
        LicenceRules::parse(DENY).expect("valid").violation(&package)
    }

    #[test]
    fn one_allowed_alternative_is_enough() {
        assert_eq!(violation("a", "MIT OR GPL-3.0-only"), None);
        assert_eq!(violation("a", "MIT/Apache-2.0"), None);
    }

    #[test]
    fn every_licence_of_a_conjunction_must_be_allowed() {
        assert!(violation("a", "MIT AND GPL-3.0-only").is_some());
        assert!(violation("a", "AGPL-3.0-only").is_some());
    }

    #[test]
    fn an_exception_applies_to_its_crate_only() {
        assert_eq!(violation("roots", "CDLA-Permissive-2.0"), None);
        assert!(violation("other", "CDLA-Permissive-2.0").is_some());
    }

    #[test]
    fn a_crate_from_another_source_is_not_allowed() {
        let package = json!({ "name": "a", "license": "MIT", "source": "git+https://example.org/a" });
        assert!(LicenceRules::parse(DENY).expect("valid").violation(&package).is_some());
    }
}
