//! The details of an audit line as text: names for ids, translations for keys and values, local times for timestamps. Values
//! without a translation are shown unchanged. The export contains the stored values.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use fyr_domain::Lang;
use fyr_i18n::{t, text_for};
use leptos::serde_json::Value;
use uuid::Uuid;

use crate::RequestContext;

/// `key: value · key: value`; null and unchanged values are left out. Lines break after the dot.
pub(super) fn format_details(cx: &RequestContext, details: &Value, names: &HashMap<Uuid, String>) -> String {
    let Some(entries) = details.as_object() else { return String::new() };
    let pairs = entries.iter().filter_map(|(key, value)| {
        // what changed is in two entries, `priority_from` and `priority_to`: said as one
        let (key, value) = match (key.strip_suffix("_from"), key.strip_suffix("_to")) {
            (_, Some(what)) if entries.contains_key(&format!("{what}_from")) => {
                let before = format_value(cx, what, &entries[&format!("{what}_from")], names);
                let after = format_value(cx, what, value, names);
                let nothing = || "–".to_owned();
                let change =
                    format!("{} → {}", before.unwrap_or_else(nothing), after.unwrap_or_else(nothing));
                (what, change)
            }
            (Some(what), _) if entries.contains_key(&format!("{what}_to")) => return None,
            _ => (key.as_str(), format_value(cx, key, value, names)?),
        };
        let key = translate(cx.lang, &["audit-detail-", "retention-kind-"], key);
        Some(format!("{key}: {value}"))
    });
    pairs.collect::<Vec<_>>().join("\u{a0}· ")
}

/// The translation of a word, with the first message prefix that has one; otherwise the word itself.
fn translate(lang: Lang, prefixes: &[&str], word: &str) -> String {
    let translations = prefixes.iter().map(|prefix| (prefix, text_for(lang, prefix, word)));
    let missing = |prefix: &str| format!("{prefix}{}", word.replace('_', "-"));
    translations
        .into_iter()
        .find(|(prefix, text)| *text != missing(prefix))
        .map_or_else(|| word.to_owned(), |(_, text)| text)
}

fn format_value(
    cx: &RequestContext,
    key: &str,
    value: &Value,
    names: &HashMap<Uuid, String>,
) -> Option<String> {
    let lang = cx.lang;
    match value {
        Value::Null => None,
        Value::Bool(true) => Some(t!(lang, "yes").to_owned()),
        Value::Bool(false) => Some(t!(lang, "no").to_owned()),
        Value::String(text) => Some(format_text(cx, key, text, names)),
        Value::Object(change) => {
            let (from, to) = (change.get("from")?, change.get("to")?);
            let (before, after) = (format_value(cx, key, from, names)?, format_value(cx, key, to, names)?);
            (from != to).then(|| format!("{before} → {after}"))
        }
        Value::Number(_) | Value::Array(_) => Some(value.to_string()),
    }
}

fn format_text(cx: &RequestContext, key: &str, text: &str, names: &HashMap<Uuid, String>) -> String {
    if let Ok(id) = Uuid::parse_str(text) {
        return names.get(&id).cloned().unwrap_or_else(|| text.to_owned());
    }
    if let Ok(at) = text.parse::<DateTime<Utc>>() {
        return cx.date_time(at);
    }
    match key {
        "by" => translate(cx.lang, &["audit-by-"], text),
        "role" | "from" => translate(cx.lang, &["role-"], text),
        "setting" => translate(cx.lang, &["setting-"], text),
        "priority" => translate(cx.lang, &["priority-"], text),
        "kind" => translate(cx.lang, &["kind-"], text),
        "level" => translate(cx.lang, &["level-"], text),
        "scope" => translate(cx.lang, &["scope-"], text),
        "sharing" => translate(cx.lang, &["sharing-"], text),
        "reason" => translate(cx.lang, &["audit-reason-"], text),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_a_translation_are_translated_and_others_unchanged() {
        assert_eq!(translate(Lang::Sv, &["audit-detail-", "retention-kind-"], "new_device"), "Ny webbläsare");
        assert_eq!(
            translate(Lang::Nb, &["audit-detail-", "retention-kind-"], "closed_tickets"),
            "Ferdige henvendelser, med konto"
        );
        assert_eq!(translate(Lang::En, &["audit-by-"], "kommun"), "kommun");
    }
}
