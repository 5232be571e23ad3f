//! What else the audit log knows of a line, in words: names in place of ids, the reader's language in place of keys, moments
//! in place of times. What has no words is shown as it is. The file for programs keeps everything as it was written.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use fyr_domain::Lang;
use fyr_i18n::{t, text_of};
use leptos::serde_json::Value;
use uuid::Uuid;

use crate::Cx;

/// `what: how · what: how`, broken after the dot; what is unknown or has not changed is left out.
pub(super) fn in_words(cx: &Cx, details: &Value, names: &HashMap<Uuid, String>) -> String {
    let Some(all) = details.as_object() else { return String::new() };
    let pairs = all.iter().filter_map(|(key, value)| {
        let value = said(cx, key, value, names)?;
        let key = known(cx.lang, &["audit-detail-", "retention-kind-"], key);
        Some(format!("{key}: {value}"))
    });
    pairs.collect::<Vec<_>>().join("\u{a0}· ")
}

/// A word in the reader's language, by the first of these prefixes that knows it.
fn known(lang: Lang, prefixes: &[&str], word: &str) -> String {
    let words = prefixes.iter().map(|prefix| (prefix, text_of(lang, prefix, word)));
    let missing = |prefix: &str| format!("{prefix}{}", word.replace('_', "-"));
    words
        .into_iter()
        .find(|(prefix, words)| *words != missing(prefix))
        .map_or_else(|| word.to_owned(), |(_, words)| words)
}

fn said(cx: &Cx, key: &str, value: &Value, names: &HashMap<Uuid, String>) -> Option<String> {
    let lang = cx.lang;
    match value {
        Value::Null => None,
        Value::Bool(true) => Some(t!(lang, "yes").to_owned()),
        Value::Bool(false) => Some(t!(lang, "no").to_owned()),
        Value::String(text) => Some(text_said(cx, key, text, names)),
        Value::Object(all) => {
            let (from, to) = (all.get("from")?, all.get("to")?);
            let (before, after) = (said(cx, key, from, names)?, said(cx, key, to, names)?);
            (from != to).then(|| format!("{before} → {after}"))
        }
        Value::Number(_) | Value::Array(_) => Some(value.to_string()),
    }
}

fn text_said(cx: &Cx, key: &str, text: &str, names: &HashMap<Uuid, String>) -> String {
    if let Ok(id) = Uuid::parse_str(text) {
        return names.get(&id).cloned().unwrap_or_else(|| text.to_owned());
    }
    if let Ok(at) = text.parse::<DateTime<Utc>>() {
        return cx.moment(at);
    }
    match key {
        "by" => known(cx.lang, &["audit-by-"], text),
        "role" | "from" => known(cx.lang, &["role-"], text),
        "scope" => known(cx.lang, &["scope-"], text),
        "sharing" => known(cx.lang, &["sharing-"], text),
        "reason" => known(cx.lang, &["audit-reason-"], text),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_words_are_in_the_readers_language_and_others_as_they_are() {
        assert_eq!(known(Lang::Sv, &["audit-detail-", "retention-kind-"], "new_device"), "Ny webbläsare");
        assert_eq!(
            known(Lang::Nb, &["audit-detail-", "retention-kind-"], "closed_tickets"),
            "Ferdige henvendelser, med konto"
        );
        assert_eq!(known(Lang::En, &["audit-by-"], "kommun"), "kommun");
    }
}
