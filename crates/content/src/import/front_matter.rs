//! Parses the front matter: the block between `---` lines at the top of a file.

use std::{collections::BTreeMap, fmt};

use chrono::NaiveDate;
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
};

/// The fields of the front matter, with lower-case keys.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    fields: BTreeMap<String, Field>,
    /// Whether it is not valid YAML and was parsed line by line.
    pub invalid_yaml: bool,
}

#[derive(Debug, PartialEq, Eq)]
enum Field {
    Text(String),
    /// A text that YAML takes for a boolean or a number: as YAML reads it. `title: No` is a title.
    Scalar(String),
    List(Vec<Self>),
    Other,
}

impl Field {
    /// The text of an entry of a list.
    fn as_entry(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Scalar(text) => Some(text),
            Self::List(_) | Self::Other => None,
        }
    }

    /// Replaces what YAML made of booleans and numbers by what is written in the source.
    fn restored(self, yaml: &str, key: &str) -> Self {
        match self {
            Self::Scalar(read) => Self::Text(written_value(yaml, key).map_or(read, str::to_owned)),
            Self::List(entries) if entries.iter().any(|entry| matches!(entry, Self::Scalar(_))) => {
                let written = written_entries(yaml, key);
                let known = written.len() == entries.len();
                let entry = |(entry, written): (Self, String)| match entry {
                    Self::Scalar(_) => Self::Text(written),
                    other => other,
                };
                if known {
                    Self::List(entries.into_iter().zip(written).map(entry).collect())
                } else {
                    Self::List(entries)
                }
            }
            other => other,
        }
    }
}

/// The text after `key:` in the first line that begins with it, without a comment.
fn written_value<'a>(yaml: &'a str, key: &str) -> Option<&'a str> {
    let value = yaml.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        (name.trim_matches(['"', '\'', ' ']) == key.trim()).then_some(value)
    })?;
    let value = value.find(" #").map_or(value, |comment| &value[..comment]);
    Some(value.trim()).filter(|value| !value.is_empty())
}

/// The entries of a list of plain texts: in brackets, or one in each line after `key:`.
fn written_entries(yaml: &str, key: &str) -> Vec<String> {
    let without_comment = |entry: &str| entry.split(" #").next().unwrap_or_default().trim().to_owned();
    if let Some(value) = written_value(yaml, key) {
        let inner = value.trim_start_matches('[').trim_end_matches(']');
        return inner.split(',').map(without_comment).collect();
    }
    let is_key = |line: &&str| {
        line.split_once(':').is_none_or(|(name, _)| name.trim_matches(['"', '\'', ' ']) != key.trim())
    };
    let lines = yaml.lines().skip_while(is_key).skip(1);
    lines
        .map(str::trim_start)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map_while(|line| line.strip_prefix("- "))
        .map(without_comment)
        .collect()
}

/// Splits a file with `\n` line ends into its front matter and the rest.
pub(super) fn split(text: &str) -> (FrontMatter, &str) {
    let text = text.trim_start();
    let Some(after) = text
        .strip_prefix("---")
        .and_then(|rest| rest.trim_start_matches([' ', '\t', '-']).strip_prefix('\n'))
    else {
        return (FrontMatter::default(), text);
    };
    let mut end = 0;
    for line in after.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return (FrontMatter::parse(&after[..end]), &after[end + line.len()..]);
        }
        end += line.len();
    }
    (FrontMatter::default(), text)
}

impl FrontMatter {
    fn parse(yaml: &str) -> Self {
        let fields = serde_saphyr::from_str::<BTreeMap<String, Field>>(yaml);
        match fields {
            Ok(fields) => {
                let fields = fields
                    .into_iter()
                    .map(|(key, field)| (key.trim().to_lowercase(), field.restored(yaml, &key)))
                    .collect();
                Self { fields, invalid_yaml: false }
            }
            Err(_) if yaml.trim().is_empty() => Self::default(),
            Err(_) => Self { fields: parse_lines(yaml), invalid_yaml: true },
        }
    }

    /// The first of these fields with a text.
    pub fn text(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| match self.fields.get(*key)? {
            Field::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            Field::Text(_) | Field::Scalar(_) | Field::List(_) | Field::Other => None,
        })
    }

    /// The entries of the first of these fields that has any: of a list, or of a text separated by commas or semicolons.
    pub fn list(&self, keys: &[&str]) -> Vec<String> {
        let entries = keys.iter().find_map(|key| {
            let entries: Vec<String> = match self.fields.get(*key)? {
                Field::Text(text) => text.split([',', ';']).map(clean_entry).collect(),
                Field::List(list) => list.iter().filter_map(Field::as_entry).map(clean_entry).collect(),
                Field::Scalar(_) | Field::Other => Vec::new(),
            };
            let entries: Vec<String> = entries.into_iter().filter(|entry| !entry.is_empty()).collect();
            (!entries.is_empty()).then_some(entries)
        });
        entries.unwrap_or_default()
    }

    /// The first of these fields that is a date: `2024-11-26` with or without a time, or `08/23/2017` (month first).
    pub fn date(&self, keys: &[&str]) -> Option<NaiveDate> {
        keys.iter().find_map(|key| date(&self.text(&[key])?))
    }

    /// Whether a field says yes (`true`) or no (`false`) in one of YAML's words for it; `None` where it says neither.
    pub fn flag(&self, key: &str) -> Option<bool> {
        match self.text(&[key])?.to_lowercase().as_str() {
            "true" | "yes" | "on" | "y" | "1" => Some(true),
            "false" | "no" | "off" | "n" | "0" => Some(false),
            _ => None,
        }
    }

    /// Whether a field has this value, ignoring case.
    pub fn has_value(&self, key: &str, value: &str) -> bool {
        self.text(&[key]).is_some_and(|text| text.eq_ignore_ascii_case(value))
    }
}

fn clean_entry(entry: &str) -> String {
    entry.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn date(text: &str) -> Option<NaiveDate> {
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    ["%Y-%m-%d", "%m/%d/%Y", "%Y/%m/%d"]
        .into_iter()
        .find_map(|format| NaiveDate::parse_from_str(day, format).ok())
}

/// Parses `key: value` line by line, for blocks that are not valid YAML.
fn parse_lines(yaml: &str) -> BTreeMap<String, Field> {
    let mut fields = BTreeMap::new();
    for line in yaml.lines().filter(|line| !line.starts_with([' ', '\t', '-', '#'])) {
        if let Some((key, value)) = line.split_once(':') {
            let value = value.trim().trim_matches(['"', '\'']).trim();
            fields.entry(key.trim().to_lowercase()).or_insert_with(|| Field::Text(value.to_owned()));
        }
    }
    fields
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FieldVisitor)
    }
}

struct FieldVisitor;

impl<'de> Visitor<'de> for FieldVisitor {
    type Value = Field;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text, a number or a list")
    }

    fn visit_str<E>(self, text: &str) -> Result<Field, E> {
        Ok(Field::Text(text.to_owned()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Field, E> {
        Ok(Field::Scalar(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Field, E> {
        Ok(Field::Scalar(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Field, E> {
        Ok(Field::Scalar(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Field, E> {
        Ok(Field::Scalar(value.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Field, E> {
        Ok(Field::Other)
    }

    fn visit_none<E>(self) -> Result<Field, E> {
        Ok(Field::Other)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Field, D::Error> {
        Field::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Field, A::Error> {
        let mut list = Vec::new();
        while let Some(entry) = entries.next_element::<Field>()? {
            list.push(entry);
        }
        Ok(Field::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Field, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Field::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_case_insensitive_and_lists_may_be_texts() {
        let (matter, body) =
            split("---\nTitle: Hej\ntags:\n- a\n- b c\nms.search.keywords: x, y ,\n---\nText\n");
        assert_eq!(matter.text(&["title"]).as_deref(), Some("Hej"));
        assert_eq!(matter.list(&["keywords", "tags"]), ["a", "b c"]);
        assert_eq!(matter.list(&["ms.search.keywords"]), ["x", "y"]);
        assert_eq!(body, "Text\n");
    }

    #[test]
    fn what_yaml_takes_for_a_boolean_or_a_number_stays_as_written() {
        for written in [
            "No", "on", "0123", "1.10", "true", "TRUE", "Yes", "off", "1e3", "0x1F", "1_000", "12:30", "007",
            ".5", "-0", "1.0.0", "2024", "y", "NaN", "~5", "+46",
        ] {
            for yaml in [
                format!("---\ntitle: {written}\n---\n"),
                format!("---\na: b\nTitle:   {written}  # so\nx: [1]\n---\n"),
            ] {
                assert_eq!(split(&yaml).0.text(&["title"]).as_deref(), Some(written), "{yaml}");
            }
        }
        let (matter, _) = split("---\ntags: [No, 1.10, kurs]\nkeywords:\n- on\n- 0123 # old\n- a b\n---\n");
        assert_eq!(matter.list(&["tags"]), ["No", "1.10", "kurs"]);
        assert_eq!(matter.list(&["keywords"]), ["on", "0123", "a b"]);
        let (matter, _) = split("---\ndraft: Yes\npublished: off\nodd: maybe\n---\n");
        assert_eq!(
            (matter.flag("draft"), matter.flag("published"), matter.flag("odd")),
            (Some(true), Some(false), None)
        );
    }

    #[test]
    fn dates_are_parsed_in_both_orders_and_with_times() {
        let (matter, _) = split("---\nms.date: 08/23/2017\ndate: 2024-11-26T10:00:00Z\nodd: soon\n---\n");
        assert_eq!(matter.date(&["ms.date"]), NaiveDate::from_ymd_opt(2017, 8, 23));
        assert_eq!(matter.date(&["odd", "date"]), NaiveDate::from_ymd_opt(2024, 11, 26));
        assert_eq!(matter.date(&["odd"]), None);
    }

    #[test]
    fn invalid_yaml_is_parsed_line_by_line() {
        let (matter, _) = split("---\ntitle: Så: här \"gör\" du\ndescription: \"a: b\"\nx: [\n---\n");
        assert!(matter.invalid_yaml);
        assert_eq!(matter.text(&["title"]).as_deref(), Some("Så: här \"gör\" du"));
        assert_eq!(matter.text(&["description"]).as_deref(), Some("a: b"));
    }

    #[test]
    fn a_block_without_an_end_is_text() {
        let (matter, body) = split("---\njust a line");
        assert_eq!((matter.text(&["title"]), body), (None, "---\njust a line"));
    }
}
