//! Templates of replies: texts with placeholders that agents insert and then change. How placeholders are filled in is not in here.

use serde::{Deserialize, Serialize};

use crate::{
    Lang, Localised,
    fields::{FieldErrors, Problem},
    named_lines,
    string_enum::string_enum,
    text::is_slug,
};

string_enum! {
    /// What a template can say of the ticket that is answered. The word is the name in the text: `{{ name }}`.
    Placeholder {
        /// The requester's first name.
        Name = "name",
        /// The number of the ticket.
        Reference = "reference",
        /// What the ticket is about.
        Subject = "subject",
        /// The name of the agent who writes.
        Agent = "agent",
        /// What the portal is called.
        Portal = "portal",
        /// When an answer is due.
        Due = "due",
        /// The level that the ticket is on.
        Level = "level",
    }
}

impl Placeholder {
    /// What stands in a text for a value that a ticket does not have. A reply with it is not sent.
    pub fn missing(self) -> String {
        format!("[[{self}]]")
    }

    /// Whether a text has what stands for a missing value.
    pub fn is_missing_in(text: &str) -> bool {
        Self::ALL.iter().any(|placeholder| text.contains(&placeholder.missing()))
    }
}

/// A template of a reply.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyTemplate {
    /// Its name in addresses and files.
    pub slug: String,
    /// What agents read.
    pub title: Localised,
    /// What requesters get, in their language.
    pub text: Localised,
    /// What counsellors who write for others get instead; empty where it is the same.
    #[serde(default, skip_serializing_if = "Localised::is_empty")]
    pub counsellor_text: Localised,
}

/// The templates of replies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReplyTemplates {
    /// All templates, in the order in which they are offered.
    pub list: Vec<ReplyTemplate>,
}

/// The names of the fields of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplyTemplateFields;

impl ReplyTemplateFields {
    /// Its name in addresses and files.
    pub const SLUG: &'static str = "slug";
    /// The title, in the language of the page.
    pub const TITLE: &'static str = "title";
    /// The text, in the language of the page.
    pub const TEXT: &'static str = "text";
    /// The text for counsellors, in the language of the page.
    pub const COUNSELLOR_TEXT: &'static str = "counsellor_text";
}

impl ReplyTemplate {
    /// The text for a reader, with the language it is in: that of counsellors where there is one for them.
    pub fn text_for(&self, is_counsellor: bool, lang: Lang) -> (&str, Lang) {
        if is_counsellor && !self.counsellor_text.is_empty() {
            self.counsellor_text.get(lang)
        } else {
            self.text.get(lang)
        }
    }

    /// What the fields of the form show, with texts in the language `lang`.
    pub fn to_fields(&self, lang: Lang) -> Vec<(&'static str, String)> {
        let in_lang = |text: &Localised| {
            let found = text.iter().find(|(other, _)| *other == lang);
            found.map(|(_, text)| text.to_owned()).unwrap_or_default()
        };
        vec![
            (ReplyTemplateFields::SLUG, self.slug.clone()),
            (ReplyTemplateFields::TITLE, in_lang(&self.title)),
            (ReplyTemplateFields::TEXT, in_lang(&self.text)),
            (ReplyTemplateFields::COUNSELLOR_TEXT, in_lang(&self.counsellor_text)),
        ]
    }
}

impl ReplyTemplates {
    /// The most templates.
    pub const MAX: usize = 200;
    /// The longest title, in characters.
    pub const MAX_TITLE: usize = 80;
    /// The longest text, in characters.
    pub const MAX_TEXT: usize = 5_000;

    /// The template with this slug.
    pub fn find(&self, slug: &str) -> Option<&ReplyTemplate> {
        self.list.iter().find(|template| template.slug == slug)
    }

    /// These templates with the one in the form, which takes the place of the one with this former slug, or is new. Texts are in the
    /// language `lang`; what there is in other languages stays.
    ///
    /// # Errors
    /// What is wrong in which field.
    pub fn with_template(
        &self,
        former: &str,
        value: impl Fn(&str) -> String,
        lang: Lang,
    ) -> Result<Self, FieldErrors> {
        use ReplyTemplateFields as F;
        let mut errors = FieldErrors::default();
        let before = self.find(former).cloned().unwrap_or_default();
        let slug = value(F::SLUG).trim().to_owned();
        if slug.is_empty() {
            errors.push(F::SLUG, Problem::Required);
        } else if !is_slug(&slug) {
            errors.push(F::SLUG, Problem::InvalidSlug);
        } else if slug != former && self.find(&slug).is_some() {
            errors.push(F::SLUG, Problem::NameTaken);
        } else if former.is_empty() && self.list.len() >= Self::MAX {
            errors.push(F::SLUG, Problem::TooManyRules { max: Self::MAX });
        }
        let template = ReplyTemplate {
            slug,
            title: before.title.with(lang, &value(F::TITLE)),
            text: before.text.with(lang, &value(F::TEXT)),
            counsellor_text: before.counsellor_text.with(lang, &value(F::COUNSELLOR_TEXT)),
        };
        let texts = [(F::TITLE, &template.title, Self::MAX_TITLE), (F::TEXT, &template.text, Self::MAX_TEXT)];
        for (field, text, max) in texts {
            if text.is_empty() {
                errors.push(field, Problem::Required);
            } else if value(field).chars().count() > max {
                errors.push(field, Problem::TooLong { max });
            }
        }
        if value(F::COUNSELLOR_TEXT).chars().count() > Self::MAX_TEXT {
            errors.push(F::COUNSELLOR_TEXT, Problem::TooLong { max: Self::MAX_TEXT });
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut templates = self.clone();
        match templates.list.iter().position(|other| other.slug == former) {
            Some(place) => templates.list[place] = template,
            None => templates.list.push(template),
        }
        Ok(templates)
    }

    /// These templates without the one with this slug.
    #[must_use]
    pub fn without_template(&self, slug: &str) -> Self {
        let mut templates = self.clone();
        templates.list.retain(|template| template.slug != slug);
        templates
    }

    /// Checks what the type does not. Whether the placeholders in the texts can be filled in is not looked at.
    ///
    /// # Errors
    /// What is wrong and which values are valid.
    pub fn validate(&self) -> Result<(), String> {
        let entries = self.list.iter().map(|template| (template.slug.as_str(), &template.title));
        named_lines::validate(entries, "reply template", Self::MAX)?;
        match self.list.iter().find(|template| template.text.is_empty()) {
            Some(template) => Err(format!("reply template {:?} has no text", template.slug)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::changed_form;

    fn templates() -> ReplyTemplates {
        let template = |slug: &str| ReplyTemplate {
            slug: slug.into(),
            title: Localised::single(Lang::Sv, slug),
            text: Localised::single(Lang::Sv, "Hej {{ name }}!"),
            ..ReplyTemplate::default()
        };
        ReplyTemplates { list: vec![template("general"), template("technical")] }
    }

    fn read(former: &str, changes: &[(&str, &str)], lang: Lang) -> Result<ReplyTemplates, FieldErrors> {
        let before = templates().find(former).cloned().unwrap_or_default();
        templates().with_template(former, changed_form(before.to_fields(lang), changes), lang)
    }

    #[test]
    fn a_template_keeps_its_other_languages() {
        assert_eq!(read("general", &[], Lang::Sv), Ok(templates()));
        let both = read("general", &[("title", "Generelt"), ("text", "Hei!")], Lang::Nb).expect("is valid");
        assert_eq!(both.list[0].text.text(Lang::Sv), "Hej {{ name }}!");
        assert_eq!(both.list[0].text_for(true, Lang::Nb), ("Hei!", Lang::Nb));
        let for_counsellors =
            read("general", &[("counsellor_text", "Till dig som handledare")], Lang::Sv).expect("is valid");
        assert_eq!(for_counsellors.list[0].text_for(true, Lang::En).0, "Till dig som handledare");
        assert_eq!(for_counsellors.list[0].text_for(false, Lang::En).0, "Hej {{ name }}!");
        assert_eq!(templates().without_template("general").list.len(), 1);
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        let long = "x".repeat(5_001);
        for (former, field, value, problem) in [
            ("", "slug", "", Problem::Required),
            ("general", "slug", "General answer", Problem::InvalidSlug),
            ("general", "slug", "technical", Problem::NameTaken),
            ("general", "title", " ", Problem::Required),
            ("general", "text", "", Problem::Required),
            ("general", "text", &long, Problem::TooLong { max: 5_000 }),
            ("general", "counsellor_text", &long, Problem::TooLong { max: 5_000 }),
        ] {
            let errors = read(former, &[(field, value)], Lang::Sv).expect_err("must be refused");
            assert_eq!(errors.get(field), Some(&problem), "{field}");
        }
        let blank = ReplyTemplate { text: Localised::default(), ..templates().list[0].clone() };
        assert!(ReplyTemplates { list: vec![blank] }.validate().is_err());
        assert_eq!(templates().validate(), Ok(()));
    }

    #[test]
    fn a_missing_value_is_found() {
        assert!(Placeholder::is_missing_in("Svar senast [[due]]."));
        assert!(!Placeholder::is_missing_in("Svar senast [[i morgon]] {{ due }}"));
    }
}
