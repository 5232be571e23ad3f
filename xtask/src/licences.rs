//! Licences: every crate that is part of the build must carry one that `deny.toml` allows. The same file serves
//! `cargo deny`; this check exists because it needs nothing installed and takes a second.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use spdx::{Expression, LicenseReq, ParseMode};

use crate::workshop::Workshop;

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Fails with one line per crate that may not come in.
pub fn check(workshop: &Workshop) -> Result<()> {
    let rules = Rules::read(&fs::read_to_string(workshop.path("deny.toml"))?)?;
    let platforms: Vec<_> = rules.targets.iter().flat_map(|target| ["--filter-platform", target]).collect();
    let metadata = workshop.metadata(&platforms)?;
    let packages = metadata["packages"].as_array().context("cargo metadata lists no packages")?;
    let objections: Vec<_> = packages.iter().filter_map(|package| rules.objection(package)).collect();
    for objection in &objections {
        println!("{objection}");
    }
    if !objections.is_empty() {
        bail!("{} of {} crates may not come in; deny.toml says what may", objections.len(), packages.len());
    }
    println!("The licences of {} crates are allowed.", packages.len());
    Ok(())
}

/// The part of `deny.toml` that we read.
struct Rules {
    /// Where Fyr runs; crates for other systems do not count.
    targets: BTreeSet<String>,
    allowed: BTreeSet<String>,
    exceptions: Vec<(String, BTreeSet<String>)>,
    /// Crates that name no licence but carry its text: what we read there.
    clarified: Vec<(String, String)>,
}

impl Rules {
    fn read(text: &str) -> Result<Self> {
        let file: toml::Table = text.parse().context("deny.toml cannot be read")?;
        let licences = file.get("licenses").context("deny.toml has no [licenses]")?;
        let list = |key| licences.get(key).and_then(toml::Value::as_array).into_iter().flatten();
        let name = |entry: &toml::Value| {
            text_of(entry, "crate").or_else(|| text_of(entry, "name")).unwrap_or_default()
        };
        Ok(Self {
            targets: texts(file.get("graph").and_then(|graph| graph.get("targets"))),
            allowed: texts(licences.get("allow")),
            exceptions: list("exceptions").map(|entry| (name(entry), texts(entry.get("allow")))).collect(),
            clarified: list("clarify")
                .map(|entry| (name(entry), text_of(entry, "expression").unwrap_or_default()))
                .collect(),
        })
    }

    /// Why a package may not come in.
    fn objection(&self, package: &Value) -> Option<String> {
        let name = package["name"].as_str().unwrap_or_default();
        match package["source"].as_str() {
            None => return None, // ours
            Some(CRATES_IO) => {}
            Some(other) => return Some(format!("{name} comes from {other}, not from crates.io")),
        }
        let clarified = self
            .clarified
            .iter()
            .find(|(crate_name, _)| crate_name == name)
            .map(|(_, licence)| licence.as_str());
        let Some(licence) = clarified.or_else(|| package["license"].as_str()) else {
            return Some(format!("{name} names no licence"));
        };
        let Ok(expression) = Expression::parse_mode(licence, ParseMode::LAX) else {
            return Some(format!("{name} names a licence that is none: {licence}"));
        };
        let more = self.exceptions.iter().filter(|(crate_name, _)| crate_name == name);
        let fits = |licence: &LicenseReq| {
            let id = licence.to_string();
            self.allowed.contains(&id) || more.clone().any(|(_, allowed)| allowed.contains(&id))
        };
        (!expression.evaluate(fits)).then(|| format!("{name} is under {licence}, which is not allowed"))
    }
}

fn text_of(entry: &toml::Value, key: &str) -> Option<String> {
    Some(entry.get(key)?.as_str()?.to_owned())
}

fn texts(list: Option<&toml::Value>) -> BTreeSet<String> {
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

    fn objection(name: &str, licence: &str) -> Option<String> {
        let package = json!({ "name": name, "license": licence, "source": CRATES_IO });
        Rules::read(DENY).expect("valid").objection(&package)
    }

    #[test]
    fn one_allowed_choice_is_enough() {
        assert_eq!(objection("a", "MIT OR GPL-3.0-only"), None);
        assert_eq!(objection("a", "MIT/Apache-2.0"), None);
    }

    #[test]
    fn every_licence_that_must_hold_must_be_allowed() {
        assert!(objection("a", "MIT AND GPL-3.0-only").is_some());
        assert!(objection("a", "AGPL-3.0-only").is_some());
    }

    #[test]
    fn an_exception_holds_for_its_crate_only() {
        assert_eq!(objection("roots", "CDLA-Permissive-2.0"), None);
        assert!(objection("other", "CDLA-Permissive-2.0").is_some());
    }

    #[test]
    fn a_crate_from_elsewhere_is_refused() {
        let package = json!({ "name": "a", "license": "MIT", "source": "git+https://example.org/a" });
        assert!(Rules::read(DENY).expect("valid").objection(&package).is_some());
    }
}
