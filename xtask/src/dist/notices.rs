//! The licences that go with a built program: Fyr's own, and of everything inside the texts that its authors put beside it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::contents::{Component, Contents};
use crate::workspace::Workspace;

/// How the names of files begin that hold a licence or name the authors.
const FILE_NAMES: [&str; 6] = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"];
const RULE: &str = "================================================================================";

/// The text: first Fyr's licences, then a list of all components, then each text once with the components that it belongs to.
pub fn text(workspace: &Workspace, contents: &Contents) -> Result<String> {
    let read = |name: &str| {
        fs::read_to_string(workspace.path(name)).with_context(|| format!("{name} cannot be read"))
    };
    let mut text = format!(
        "Fyr, a self-service support portal\n\n\
         Fyr is under the MIT licence or the Apache License 2.0, as you prefer. Both follow, and then the works of others\n\
         that are inside the program.\n\n{RULE}\nFyr: MIT\n{RULE}\n\n{}\n{RULE}\nFyr: Apache-2.0\n{RULE}\n\n{}\n",
        read("LICENSE-MIT")?,
        read("LICENSE-APACHE")?
    );
    write!(text, "{RULE}\nWhat the browser loads\n{RULE}\n\n{}\n", read("style/static/licences.txt")?)?;
    let foreign: Vec<_> = contents.components.values().filter(|component| component.is_foreign).collect();
    write!(text, "{RULE}\nWhat is inside\n{RULE}\n\n")?;
    for component in &foreign {
        let licence = component.licence.as_deref().unwrap_or("see the text below");
        writeln!(text, "{} {}: {licence}", component.name, component.version)?;
    }
    writeln!(text)?;
    for (notice, users) in by_text(&foreign)? {
        write!(text, "{RULE}\n{}\n{RULE}\n\n{notice}\n\n", users.join(", "))?;
    }
    Ok(text)
}

/// Each text with the components that bring it, in the order of the first of them.
fn by_text(components: &[&Component]) -> Result<Vec<(String, Vec<String>)>> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut texts: Vec<(String, Vec<String>)> = Vec::new();
    for component in components {
        let user = format!("{} {}", component.name, component.version);
        for notice in files(&component.folder)? {
            let words = notice.split_whitespace().collect::<Vec<_>>().join(" ");
            let place = *places.entry(words).or_insert_with(|| {
                texts.push((notice, Vec::new()));
                texts.len() - 1
            });
            if !texts[place].1.contains(&user) {
                texts[place].1.push(user.clone());
            }
        }
    }
    Ok(texts)
}

/// The texts beside a component's manifest.
fn files(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut paths: Vec<_> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    paths.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        path.is_file() && FILE_NAMES.iter().any(|known| name.starts_with(known))
    });
    paths.sort();
    let texts = paths.iter().map(|path| Ok(String::from_utf8_lossy(&fs::read(path)?).trim_end().to_owned()));
    texts.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_same_text_is_there_once_with_all_that_bring_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let component = |name: &str, file: &str, notice: &str| {
            let own = folder.path().join(name);
            fs::create_dir(&own).expect("made");
            fs::write(own.join(file), notice).expect("written");
            fs::write(own.join("README.md"), "not a licence").expect("written");
            Component {
                name: name.to_owned(),
                version: "1.0.0".to_owned(),
                licence: None,
                checksum: None,
                parts: BTreeSet::new(),
                dependencies: BTreeSet::new(),
                folder: own,
                is_foreign: true,
            }
        };
        let (a, b) = (
            component("a", "LICENSE-MIT", "Free\n for all"),
            component("b", "license.txt", "Free for\nall\n"),
        );
        let c = component("c", "COPYING", "Otherwise");
        let texts = by_text(&[&a, &b, &c]).expect("read");
        let shown: Vec<_> = texts.iter().map(|(text, users)| (text.as_str(), users.join(", "))).collect();
        assert_eq!(
            shown,
            [("Free\n for all", "a 1.0.0, b 1.0.0".into()), ("Otherwise", "c 1.0.0".to_string())]
        );
    }
}
