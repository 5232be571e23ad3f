//! What is inside of the program and of the module for the browser: crates and npm packages, and which needs which.
//!
//! `cargo metadata` knows everything about a crate, but resolves the features of the whole workspace at once, tests and tools included. `cargo
//! tree` resolves those of one build, so a crate is inside only where both say so. Macros and build scripts run in the compiler
//! and are not inside.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;

use crate::sh;
use crate::workspace::{HOST_CRATES, Workspace};

/// The npm packages of which parts are served to the browser. All others are tools.
const NPM_PACKAGES: [&str; 2] = ["@digdir/designsystemet-css", "@fontsource-variable/inter"];

/// A part of the product that is built by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// `fyr`, which runs on the server.
    Program,
    /// What the program serves to the browser.
    Browser,
}

impl Part {
    /// Its name in the SBOM.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::Browser => "browser",
        }
    }

    const fn root(self) -> &'static str {
        match self {
            Self::Program => "fyr",
            Self::Browser => "fyr-frontend",
        }
    }
}

/// A checksum of the archive that a component was taken from.
pub struct Checksum {
    /// By the names of `CycloneDX`: `SHA-256`.
    pub algorithm: &'static str,
    pub hex: String,
}

/// A crate or an npm package.
pub struct Component {
    pub name: String,
    pub version: String,
    /// An SPDX expression.
    pub licence: Option<String>,
    /// `None` for crates of this workspace.
    pub checksum: Option<Checksum>,
    pub parts: BTreeSet<Part>,
    /// The package URLs of what it uses.
    pub dependencies: BTreeSet<String>,
    /// Where its sources lie; with its licence in them.
    pub folder: PathBuf,
    /// Whether it comes from a registry, and not from this workspace.
    pub is_foreign: bool,
}

/// Everything that is inside, by package URL. The program is the component [`Contents::root`].
pub struct Contents {
    pub root: String,
    pub components: BTreeMap<String, Component>,
}

/// Reads what a release of this checkout contains.
pub fn of_release(workspace: &Workspace) -> Result<Contents> {
    let host = host_target(workspace)?;
    let lock: toml::Table = fs::read_to_string(workspace.path("Cargo.lock"))?.parse()?;
    let checksums = crate_checksums(&lock);
    let mut components = BTreeMap::new();
    let program = add_crates(workspace, Part::Program, &host, &HOST_CRATES, &checksums, &mut components)?;
    let selection = ["--package", "fyr-frontend"];
    let browser = add_crates(
        workspace,
        Part::Browser,
        "wasm32-unknown-unknown",
        &selection,
        &checksums,
        &mut components,
    )?;
    let npm = add_npm_packages(workspace, &mut components)?;
    // the program carries the module, the style sheet and the typeface
    let root = components.get_mut(&program).context("the program is no component")?;
    root.dependencies.insert(browser);
    root.dependencies.extend(npm);
    Ok(Contents { root: program, components })
}

fn host_target(workspace: &Workspace) -> Result<String> {
    let version = sh::capture(workspace.toolchain.command("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not say which system it is for")?.to_owned())
}

/// The SHA-256 checksums in `Cargo.lock`, by name and version.
fn crate_checksums(lock: &toml::Table) -> BTreeMap<(String, String), String> {
    let packages = lock.get("package").and_then(toml::Value::as_array).into_iter().flatten();
    packages
        .filter_map(|package| {
            let text = |key| package.get(key).and_then(toml::Value::as_str).map(str::to_owned);
            Some(((text("name")?, text("version")?), text("checksum")?))
        })
        .collect()
}

/// Adds the crates of one part, and returns the package URL of its root.
fn add_crates(
    workspace: &Workspace,
    part: Part,
    target: &str,
    selection: &[&str],
    checksums: &BTreeMap<(String, String), String>,
    components: &mut BTreeMap<String, Component>,
) -> Result<String> {
    let metadata = workspace.metadata(&["--locked", "--filter-platform", target])?;
    let tree = sh::capture(
        workspace
            .cargo(["tree", "--locked", "--prefix", "none", "--format", "{p}", "--target", target])
            .args(["--edges", "normal,no-proc-macro"])
            .args(selection),
    )?;
    let graph = Graph::new(&metadata, &built_crates(&tree))?;
    let root = graph.find(part.root())?;
    for (id, dependencies) in graph.reachable(root) {
        let package = graph.packages[id];
        let (name, version) = name_and_version(package);
        let checksum = checksums
            .get(&(name.to_owned(), version.to_owned()))
            .map(|hex| Checksum { algorithm: "SHA-256", hex: hex.clone() });
        let manifest = PathBuf::from(package["manifest_path"].as_str().unwrap_or_default());
        let component = components.entry(graph.purl(id)).or_insert_with(|| Component {
            name: name.to_owned(),
            version: version.to_owned(),
            licence: package["license"].as_str().map(spdx_expression),
            checksum,
            parts: BTreeSet::new(),
            dependencies: BTreeSet::new(),
            folder: manifest.parent().map(Into::into).unwrap_or_default(),
            is_foreign: !package["source"].is_null(),
        });
        component.parts.insert(part);
        component.dependencies.extend(dependencies.into_iter().map(|id| graph.purl(id)));
    }
    Ok(graph.purl(root))
}

/// The names and versions in the output of `cargo tree`: `serde v1.0.0 (*)`.
fn built_crates(tree: &str) -> BTreeSet<(&str, &str)> {
    let lines = tree.lines().filter_map(|line| {
        let mut words = line.split(' ');
        Some((words.next()?, words.next()?.strip_prefix('v')?))
    });
    lines.collect()
}

/// The licence of a manifest as an SPDX expression; old ones write `MIT/Apache-2.0`.
fn spdx_expression(licence: &str) -> String {
    licence.split('/').map(str::trim).collect::<Vec<_>>().join(" OR ")
}

fn name_and_version(package: &Value) -> (&str, &str) {
    (package["name"].as_str().unwrap_or_default(), package["version"].as_str().unwrap_or_default())
}

/// The crates of `cargo metadata` that are linked, and which uses which, by package id.
struct Graph<'a> {
    packages: BTreeMap<&'a str, &'a Value>,
    edges: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Graph<'a> {
    fn new(metadata: &'a Value, built: &BTreeSet<(&str, &str)>) -> Result<Self> {
        let array = |value: &'a Value| value.as_array().into_iter().flatten();
        let packages: BTreeMap<_, _> = array(&metadata["packages"])
            .filter(|package| built.contains(&name_and_version(package)))
            .filter_map(|package| Some((package["id"].as_str()?, package)))
            .collect();
        let nodes = metadata["resolve"]["nodes"].as_array().context("cargo metadata resolves nothing")?;
        let edges = nodes
            .iter()
            .filter_map(|node| {
                let normal = array(&node["deps"])
                    .filter(|dependency| array(&dependency["dep_kinds"]).any(|kind| kind["kind"].is_null()))
                    .filter_map(|dependency| dependency["pkg"].as_str())
                    .filter(|id| packages.get(id).is_some_and(|package| !is_macro(package)));
                Some((node["id"].as_str()?, normal.collect()))
            })
            .collect();
        Ok(Self { packages, edges })
    }

    fn find(&self, name: &str) -> Result<&'a str> {
        let package = self.packages.iter().find(|(_, package)| package["name"] == name);
        Ok(package.with_context(|| format!("there is no crate {name}"))?.0)
    }

    /// A crate with all that it uses, directly or not; each with what it uses directly.
    fn reachable(&self, root: &'a str) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
        let mut reached = BTreeMap::new();
        let mut waiting = vec![root];
        while let Some(id) = waiting.pop() {
            if !reached.contains_key(id) {
                let used = self.edges.get(id).cloned().unwrap_or_default();
                waiting.extend(&used);
                reached.insert(id, used);
            }
        }
        reached
    }

    fn purl(&self, id: &str) -> String {
        let (name, version) =
            self.packages.get(id).map(|package| name_and_version(package)).unwrap_or_default();
        purl("cargo", name, version)
    }
}

fn is_macro(package: &Value) -> bool {
    let targets = package["targets"].as_array().into_iter().flatten();
    targets
        .flat_map(|target| target["kind"].as_array().into_iter().flatten())
        .any(|kind| kind == "proc-macro")
}

/// Adds the npm packages that are served, and returns their package URLs.
fn add_npm_packages(
    workspace: &Workspace,
    components: &mut BTreeMap<String, Component>,
) -> Result<Vec<String>> {
    let lock: Value = serde_json::from_str(&fs::read_to_string(workspace.path("style/package-lock.json"))?)?;
    NPM_PACKAGES
        .iter()
        .map(|name| {
            let entry = &lock["packages"][format!("node_modules/{name}")];
            let text = |key: &str| {
                entry[key].as_str().with_context(|| format!("style/package-lock.json has no {key} of {name}"))
            };
            let integrity = text("integrity")?;
            let digest = integrity.strip_prefix("sha512-").context("another checksum than SHA-512")?;
            let hex = BASE64_STANDARD.decode(digest)?.iter().map(|byte| format!("{byte:02x}")).collect();
            let component = Component {
                name: (*name).to_owned(),
                version: text("version")?.to_owned(),
                licence: entry["license"].as_str().map(str::to_owned),
                checksum: Some(Checksum { algorithm: "SHA-512", hex }),
                parts: [Part::Browser].into(),
                dependencies: BTreeSet::new(),
                folder: workspace.path("style/node_modules").join(name),
                is_foreign: true,
            };
            let purl = purl("npm", name, &component.version);
            components.insert(purl.clone(), component);
            Ok(purl)
        })
        .collect()
}

/// A package URL: `pkg:cargo/serde@1.0.0`. Characters with a meaning of their own are encoded.
fn purl(kind: &str, name: &str, version: &str) -> String {
    let encode = |text: &str| text.replace('@', "%40").replace('+', "%2B");
    format!("pkg:{kind}/{}@{}", encode(name), encode(version))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn package(name: &str, kind: &str) -> Value {
        json!({ "id": name, "name": name, "version": "1.0.0", "targets": [{ "kind": [kind] }] })
    }

    fn dependency(name: &str, kind: Value) -> Value {
        json!({ "pkg": name, "dep_kinds": [{ "kind": kind }] })
    }

    #[test]
    fn only_what_is_linked_is_inside() {
        let metadata = json!({
            "packages": [package("root", "bin"), package("used", "lib"), package("below", "lib"), package("optional", "lib"),
                package("derive", "proc-macro"), package("builder", "lib"), package("tester", "lib")],
            "resolve": { "nodes": [
                { "id": "root", "deps": [dependency("used", Value::Null), dependency("optional", Value::Null),
                    dependency("derive", Value::Null), dependency("builder", json!("build")), dependency("tester", json!("dev"))] },
                { "id": "used", "deps": [dependency("below", Value::Null)] },
                { "id": "derive", "deps": [dependency("builder", Value::Null)] },
                { "id": "below", "deps": [] },
            ] },
        });
        let tree = "root v1.0.0 (/somewhere)\nused v1.0.0\nbelow v1.0.0\nused v1.0.0 (*)\nbuilder v1.0.0\ntester v1.0.0\nderive v1.0.0";
        let graph = Graph::new(&metadata, &built_crates(tree)).expect("a graph");
        let reached = graph.reachable(graph.find("root").expect("the root"));
        let expected: BTreeMap<_, BTreeSet<&str>> =
            [("root", ["used"].into()), ("used", ["below"].into()), ("below", BTreeSet::new())].into();
        assert_eq!(reached, expected);
    }

    #[test]
    fn old_licences_become_expressions() {
        assert_eq!(spdx_expression("Apache-2.0 / MIT"), "Apache-2.0 OR MIT");
        assert_eq!(spdx_expression("MIT OR Apache-2.0"), "MIT OR Apache-2.0");
    }

    #[test]
    fn package_urls_are_encoded() {
        assert_eq!(purl("cargo", "toml", "0.9.12+spec-1.1.0"), "pkg:cargo/toml@0.9.12%2Bspec-1.1.0");
        assert_eq!(purl("npm", "@a/b", "1.0.0"), "pkg:npm/%40a/b@1.0.0");
    }
}
