//! Removes the markup of other publishing tools (anchors, shortcodes, attribute lists). Visible text stays where possible, and
//! code is not changed.

use std::{collections::BTreeMap, sync::LazyLock};

use regex::{Captures, Regex};

use super::{
    code::{self, Indented},
    dedent, mdx,
};
use crate::slug::slugify;

/// The markup language of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Markdown,
    Mdx,
}

macro_rules! expressions {
    ($($name:ident = $pattern:literal;)*) => {
        $(static $name: LazyLock<Regex> = LazyLock::new(|| Regex::new($pattern).expect("a valid expression"));)*
    };
}

expressions! {
    ANCHOR = r#"(?i)<a\s+(?:name|id)\s*=\s*["']?([^"'>\s]*)["']?\s*/?>(?:[ \t]*</a>)?"#;
    HEADING_ID = r"(?m)^([ \t]{0,3}#{1,6}[ \t].*?)[ \t]*#*[ \t]*\{#([^}\s]+)[^}\n]*\}[ \t]*$";
    FRAGMENT_LINK = r"\]\(#([^)\s]+)\)";
    ATTRIBUTES = r"\{:[^}\n]*\}";
    HUGO_CALLOUT = r"(?s)\{\{[<%]\s*callout\b([^}]*?)[>%]\}\}(.*?)\{\{[<%]\s*/callout\s*[>%]\}\}";
    HUGO = r"(?s)\{\{[<%].*?[>%]\}\}";
    LIQUID_COMMENT = r"(?s)\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}";
    LIQUID_LINK = r"\{%-?\s*link\s+([^%\s]+)\s*-?%\}";
    LIQUID_TAG = r"(?s)\{%.*?%\}";
    LIQUID_VALUE = r"(?s)\{\{.*?\}\}";
    YELLOW = r"(?m)\[image[ \t]+[^\]\n]*\.[A-Za-z]{3,4}\b[^\]\n]*\]|^[ \t]*\[(?i:toc)\][ \t]*$|^![ \t]*\{[^}\n]*\}[ \t]*$|^!{1,3}[ \t]+";
    ALERT = r"(?im)^([ \t]*(?:(?:[-*+]|\d+[.)])[ \t]+)?(?:>[ \t]*)*>)[ \t]*\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*";
    DOCFX = r"(?im)\[!(?:div|video|code)\b[^\]\n]*\]";
    ATTRIBUTE = r#"(\w+)\s*=\s*"([^"]*)""#;
    GAP = r"\n(?:[ \t]*\n){3,}";
}

/// Converts a file to plain Markdown.
pub(super) fn clean(text: &str, dialect: Dialect) -> String {
    let text = match dialect {
        Dialect::Mdx => mdx::to_markdown(text),
        Dialect::Markdown => dedent::html_blocks(text),
    };
    let text = rewrite_anchors(&text);
    let text = replace(&text, &LIQUID_COMMENT, |_| String::new());
    let text = replace(&text, &HUGO_CALLOUT, callout);
    let text = replace(&text, &HUGO, |found| card(&found[0]));
    let text = replace(&text, &LIQUID_LINK, |found| format!("/{}", &found[1]));
    let text = replace(&text, &LIQUID_TAG, |_| String::new());
    let text = replace(&text, &LIQUID_VALUE, |_| String::new());
    let text = replace(&text, &ATTRIBUTES, |_| String::new());
    let text = replace(&text, &YELLOW, |_| String::new());
    let text = replace(&text, &ALERT, |found| alert(&text, found));
    let text = replace(&text, &DOCFX, |_| String::new());
    let text = replace(&text, &GAP, |_| "\n\n".to_owned());
    text.trim_matches('\n').trim_end().to_owned()
}

/// Replaces the matches that start outside of code.
fn replace(text: &str, pattern: &Regex, with: impl Fn(&Captures<'_>) -> String) -> String {
    if !pattern.is_match(text) {
        return text.to_owned();
    }
    let code = code::ranges(text, Indented::Code);
    let replaced = pattern.replace_all(text, |found: &Captures<'_>| {
        let whole = found.get(0);
        match whole {
            Some(whole) if code::contains(&code, whole.start()) => whole.as_str().to_owned(),
            _ => with(found),
        }
    });
    replaced.into_owned()
}

/// Removes anchors such as `<a name="x"></a>` or `## Heading {#x}`, and rewrites links to them: Fyr derives the ids of headings
/// from their text.
fn rewrite_anchors(text: &str) -> String {
    let mut anchors: BTreeMap<String, String> = BTreeMap::new();
    let code = code::ranges(text, Indented::Code);
    for found in ANCHOR.captures_iter(text) {
        let Some(whole) = found.get(0).filter(|whole| !code::contains(&code, whole.start())) else {
            continue;
        };
        if let Some(heading) = heading_at(text, whole.start()) {
            anchors.insert(found[1].to_owned(), slugify(&ANCHOR.replace_all(heading, "")));
        }
    }
    for found in HEADING_ID.captures_iter(text) {
        anchors.insert(found[2].to_owned(), slugify(&found[1]));
    }
    let text = replace(text, &ANCHOR, |_| String::new());
    let text = replace(&text, &HEADING_ID, |found| found[1].to_owned());
    if anchors.is_empty() {
        return text;
    }
    replace(&text, &FRAGMENT_LINK, |found| {
        let id = anchors.get(&found[1]).map_or(&found[1], String::as_str);
        format!("](#{id})")
    })
}

/// The heading on the same line, or on the next line that is not blank.
fn heading_at(text: &str, at: usize) -> Option<&str> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let is_heading = |line: &&str| line.trim_start().starts_with('#');
    let mut lines = text[start..].lines();
    let own = lines.next()?;
    if is_heading(&own) {
        return Some(own);
    }
    let alone = ANCHOR.replace_all(own, "").trim().is_empty();
    lines.find(|line| !line.trim().is_empty()).filter(|line| alone && is_heading(line))
}

/// Converts a card with a title and a link to a list item; other shortcodes are removed.
fn card(shortcode: &str) -> String {
    let attribute = |name: &str| {
        let mut attributes = ATTRIBUTE.captures_iter(shortcode);
        attributes.find(|found| &found[1] == name).map(|found| found[2].trim().to_owned())
    };
    match (attribute("title"), attribute("link")) {
        (Some(title), Some(link)) => {
            let subtitle = attribute("subtitle").map(|text| format!(": {text}")).unwrap_or_default();
            format!("\n- [{title}]({link}){subtitle}\n")
        }
        _ => String::new(),
    }
}

/// Normalises the spelling of an alert, and separates it from a preceding quote: Markdown would read two alerts in one quote as
/// one alert.
fn alert(text: &str, found: &Captures<'_>) -> String {
    let before = found.get(0).and_then(|whole| text[..whole.start()].trim_end_matches('\n').lines().last());
    let adjacent = found.get(0).is_some_and(|whole| !text[..whole.start()].ends_with("\n\n"));
    let gap =
        if adjacent && before.is_some_and(|line| line.trim_start().starts_with('>')) { "\n" } else { "" };
    format!("{gap}{} [!{}]", &found[1], found[2].to_uppercase())
}

fn callout(found: &Captures<'_>) -> String {
    let kind = match &found[1] {
        about if about.contains("warning") => "WARNING",
        about if about.contains("error") => "CAUTION",
        about if about.contains("important") => "IMPORTANT",
        _ => "NOTE",
    };
    let lines: Vec<String> = found[2].trim().lines().map(|line| format!("> {}", line.trim_end())).collect();
    format!("> [!{kind}]\n{}\n", lines.join("\n"))
}
