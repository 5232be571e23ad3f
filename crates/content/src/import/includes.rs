//! `[!INCLUDE[name](includes/file.md)]`: small files that stand for a product's name or a repeated sentence.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use regex::{Captures, Regex};

use super::{front_matter, text};

static INCLUDE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\[!INCLUDE\s*\[([^\]\n]*)\]\s*\(([^)\n]*)\)\s*\]").expect("a valid expression")
});
/// A start without its end, left by a careless edit.
static TORN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\[!INCLUDE\s*\[?([^\]\n]*)\]?").expect("a valid expression"));

/// Includes may include, but not forever.
const DEEPEST: u8 = 4;
/// How many includes one article may have, nested ones counted.
const MOST: usize = 1000;
const LONGEST_FILE: u64 = 64 * 1024;

/// Puts the text of the included files into `text`. A file that is not there leaves the name in the brackets.
/// `path` is the including file's, relative to `root`; nothing outside `root` is read.
pub(super) fn resolve(root: &Path, path: &str, text: &str) -> String {
    let mut left = MOST;
    let resolved = insert(root, path, text, DEEPEST, &mut left);
    TORN.replace_all(&resolved, "$1").into_owned()
}

fn insert(root: &Path, path: &str, text: &str, depth: u8, left: &mut usize) -> String {
    let replaced = INCLUDE.replace_all(text, |found: &Captures<'_>| {
        let name = found[1].to_owned();
        if depth == 0 || *left == 0 {
            return name;
        }
        *left -= 1;
        match read(root, path, &found[2]) {
            Some((path, text)) if !text.is_empty() => insert(root, &path, &text, depth - 1, left),
            _ => name,
        }
    });
    replaced.into_owned()
}

fn read(root: &Path, from: &str, target: &str) -> Option<(String, String)> {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let path = join(folder, target.trim())?;
    let file: PathBuf = root.join(&path);
    // A symbolic link could lead out of the folder.
    let inside = fs::canonicalize(&file).ok()?.starts_with(fs::canonicalize(root).ok()?);
    let about = fs::metadata(&file).ok()?;
    if !inside || !about.is_file() || about.len() > LONGEST_FILE {
        return None;
    }
    let (decoded, _) = text::decode(&fs::read(&file).ok()?);
    let (_, body) = front_matter::split(&decoded);
    Some((path, body.trim().to_owned()))
}

/// A relative path from a folder, without `.` and `..`. `None` where it leads out.
pub(super) fn join(folder: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
