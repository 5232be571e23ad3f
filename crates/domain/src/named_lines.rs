//! Lists that are written as text, an entry in each line: `slug: Title`. The title is in the language of whoever writes; what an entry
//! has in other languages stays as it is.

use crate::{Lang, Localised, fields::Problem, text::is_slug};

/// The entries of a list as [`parse`] reads them, with titles in the language `lang`.
pub(crate) fn format<'a>(entries: impl Iterator<Item = (&'a str, &'a Localised)>, lang: Lang) -> String {
    entries.map(|(slug, title)| format!("{slug}: {}", title.text(lang))).collect::<Vec<_>>().join("\n")
}

/// Checks the entries of a list, each a slug with its title; `what` is one of them, for the operator.
///
/// # Errors
/// The first entry that cannot work, or that there are more than `max`.
pub(crate) fn validate<'a>(
    entries: impl Iterator<Item = (&'a str, &'a Localised)>,
    what: &str,
    max: usize,
) -> Result<(), String> {
    let mut known = Vec::new();
    for (slug, title) in entries {
        let is_blank = title.iter().all(|(_, title)| title.trim().is_empty());
        if !is_slug(slug) || is_blank || known.contains(&slug) {
            return Err(format!(
                "{what} {slug:?} needs a slug of its own of lower-case letters, digits and hyphens, and a title"
            ));
        }
        known.push(slug);
    }
    if known.len() > max {
        return Err(format!("there may be at most {max} of them"));
    }
    Ok(())
}

/// As [`parse`], of a list of at most `max` entries that all have a title.
///
/// # Errors
/// As [`parse`]; [`Problem::InvalidLine`] for the first line without a title, or above `max`.
pub(crate) fn parse_titled(
    text: &str,
    lang: Lang,
    max_title: usize,
    max: usize,
    known: impl Fn(&str) -> Option<Localised>,
) -> Result<Vec<(String, Localised)>, Problem> {
    let entries = parse(text, lang, max_title, known)?.into_iter().enumerate();
    let entry = |(index, (line, slug, title)): (usize, (usize, String, Localised))| {
        if title.is_empty() || index >= max { Err(Problem::InvalidLine { line }) } else { Ok((slug, title)) }
    };
    entries.map(entry).collect()
}

/// Reads the lines that are not blank; `known` gives the present texts of an entry.
///
/// # Errors
/// [`Problem::InvalidLine`] for the first line without a slug, with one that is there already, or with a title above `max_title`
/// characters.
pub(crate) fn parse(
    text: &str,
    lang: Lang,
    max_title: usize,
    known: impl Fn(&str) -> Option<Localised>,
) -> Result<Vec<(usize, String, Localised)>, Problem> {
    let mut entries: Vec<(usize, String, Localised)> = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let invalid = Problem::InvalidLine { line: index + 1 };
        let (slug, title) = line.split_once(':').ok_or(invalid.clone())?;
        let (slug, title) = (slug.trim(), title.trim());
        let is_repeated = entries.iter().any(|(_, earlier, _)| earlier == slug);
        if !is_slug(slug) || is_repeated || title.chars().count() > max_title {
            return Err(invalid);
        }
        let mut texts = known(slug).unwrap_or_default();
        texts.insert(lang, title);
        entries.push((index + 1, slug.to_owned(), texts));
    }
    Ok(entries)
}
