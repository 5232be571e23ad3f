//! The topics that requesters choose from.

use serde::{Deserialize, Serialize};

use crate::{Lang, Localised, fields::FieldErrors, named_lines};

/// The field with the topics.
pub const TOPICS_FIELD: &str = "topics";

/// A topic of tickets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Its name in forms, in tickets and in rules.
    pub slug: String,
    /// What people read.
    pub title: Localised,
}

/// The topics on offer, in their order. Without any, tickets have no topic.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Topics(pub Vec<Topic>);

impl Topics {
    /// The most topics.
    pub const MAX: usize = 100;
    /// The longest title, in characters.
    pub const MAX_TITLE: usize = 100;

    /// Reads the form; `value` gives what was entered in a field. A title is text in the language `lang`; what a topic has in other
    /// languages stays as it is in `before`.
    ///
    /// # Errors
    /// What is wrong in which line.
    pub fn from_fields(
        value: impl Fn(&str) -> String,
        lang: Lang,
        before: &Self,
    ) -> Result<Self, FieldErrors> {
        let known =
            |slug: &str| before.0.iter().find(|topic| topic.slug == slug).map(|topic| topic.title.clone());
        let parsed = named_lines::parse_titled(&value(TOPICS_FIELD), lang, Self::MAX_TITLE, Self::MAX, known);
        let topics = parsed.map_err(|problem| FieldErrors::single(TOPICS_FIELD, problem))?;
        Ok(Self(topics.into_iter().map(|(slug, title)| Topic { slug, title }).collect()))
    }

    /// What the fields of the form show, with titles in the language `lang`.
    pub fn to_fields(&self, lang: Lang) -> Vec<(&'static str, String)> {
        vec![(TOPICS_FIELD, named_lines::format(self.entries(), lang))]
    }

    fn entries(&self) -> impl Iterator<Item = (&str, &Localised)> {
        self.0.iter().map(|topic| (topic.slug.as_str(), &topic.title))
    }

    /// Checks what the type does not.
    ///
    /// # Errors
    /// The first topic that cannot work.
    pub fn validate(&self) -> Result<(), String> {
        named_lines::validate(self.entries(), "topic", Self::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::Problem;

    fn topics() -> Topics {
        let mut title = Localised::single(Lang::Sv, "Inloggning");
        title.insert(Lang::En, "Signing in");
        Topics(vec![Topic { slug: "sign-in".into(), title }])
    }

    #[test]
    fn a_list_is_changed_line_by_line_and_keeps_other_languages() {
        let parse = |text: &str| Topics::from_fields(|_| text.to_owned(), Lang::Sv, &topics());
        let shown = topics().to_fields(Lang::Sv).remove(0).1;
        assert_eq!(shown, "sign-in: Inloggning");
        assert_eq!(parse(&shown), Ok(topics()));
        let changed = parse("other: Annat\n\nsign-in: Logga in").expect("is valid");
        assert_eq!(changed.0[0].title.text(Lang::En), "Annat", "in the language it has");
        assert_eq!(
            (changed.0[1].title.text(Lang::Sv), changed.0[1].title.text(Lang::En)),
            ("Logga in", "Signing in")
        );
        assert_eq!(parse(""), Ok(Topics::default()));
        for (text, line) in [("a: A\na: B", 2), ("A: a", 1), ("new:", 1), ("just words", 1)] {
            let errors = parse(text).expect_err("must be refused");
            assert_eq!(errors.get(TOPICS_FIELD), Some(&Problem::InvalidLine { line }), "{text}");
        }
    }

    #[test]
    fn a_list_that_cannot_work_is_refused() {
        let topic =
            |slug: &str, title: &str| Topic { slug: slug.into(), title: Localised::single(Lang::Sv, title) };
        assert_eq!(topics().validate(), Ok(()));
        for wrong in [vec![topic("Å", "a")], vec![topic("a", " ")], vec![topic("a", "a"), topic("a", "b")]] {
            assert!(Topics(wrong).validate().is_err());
        }
    }
}
