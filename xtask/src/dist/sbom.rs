//! The software bill of materials (SBOM): what is inside, as `CycloneDX` 1.5 in JSON, for programs that look for known weaknesses.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::contents::{Component, Contents};
use super::release::Release;

/// The SBOM as JSON.
pub fn json(release: &Release, contents: &Contents) -> Result<String> {
    let root = contents.components.get(&contents.root).context("the program is no component")?;
    let others: Vec<_> = contents
        .components
        .iter()
        .filter(|(purl, _)| **purl != contents.root)
        .map(|(purl, component)| entry(purl, component, "library"))
        .collect();
    let dependencies: Vec<_> = contents
        .components
        .iter()
        .map(|(purl, component)| json!({ "ref": purl, "dependsOn": component.dependencies }))
        .collect();
    let bill = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "timestamp": release.time,
            "tools": { "components": [{ "type": "application", "name": "cargo xtask dist", "version": release.version }] },
            "component": entry(&contents.root, root, "application"),
        },
        "components": others,
        "dependencies": dependencies,
    });
    Ok(serde_json::to_string_pretty(&bill)? + "\n")
}

fn entry(purl: &str, component: &Component, kind: &str) -> Value {
    let parts: Vec<_> =
        component.parts.iter().map(|part| json!({ "name": "fyr:part", "value": part.name() })).collect();
    let mut entry = json!({
        "type": kind,
        "bom-ref": purl,
        "name": component.name,
        "version": component.version,
        "purl": purl,
        "properties": parts,
    });
    if let Some(licence) = &component.licence {
        entry["licenses"] = json!([{ "expression": licence }]);
    }
    if let Some(checksum) = &component.checksum {
        entry["hashes"] = json!([{ "alg": checksum.algorithm, "content": checksum.hex }]);
    }
    entry
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::super::contents::{Checksum, Part};
    use super::*;

    fn component(name: &str, dependencies: &[&str]) -> Component {
        Component {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            licence: Some("MIT".to_owned()),
            checksum: Some(Checksum { algorithm: "SHA-256", hex: "00".to_owned() }),
            parts: BTreeSet::from([Part::Program]),
            dependencies: dependencies.iter().map(ToString::to_string).collect(),
            folder: "/".into(),
            is_foreign: true,
        }
    }

    #[test]
    fn the_program_is_the_subject_and_all_else_a_component() {
        let components = BTreeMap::from([
            ("pkg:cargo/fyr@1.0.0".to_owned(), component("fyr", &["pkg:cargo/serde@1.0.0"])),
            ("pkg:cargo/serde@1.0.0".to_owned(), component("serde", &[])),
        ]);
        let contents = Contents { root: "pkg:cargo/fyr@1.0.0".to_owned(), components };
        let release = Release {
            version: "1.0.0".into(),
            epoch: 0,
            time: "1970-01-01T00:00:00Z".into(),
            date: String::new(),
        };
        let bill: Value = serde_json::from_str(&json(&release, &contents).expect("made")).expect("JSON");
        assert_eq!(bill["metadata"]["component"]["name"], "fyr");
        assert_eq!(bill["components"].as_array().map(Vec::len), Some(1));
        assert_eq!(bill["components"][0]["purl"], "pkg:cargo/serde@1.0.0");
        assert_eq!(bill["components"][0]["licenses"][0]["expression"], "MIT");
        assert_eq!(bill["components"][0]["hashes"][0]["alg"], "SHA-256");
        assert_eq!(bill["dependencies"][0]["dependsOn"], json!(["pkg:cargo/serde@1.0.0"]));
    }
}
