//! The components of the status page: what people depend on and what can fail.

use serde::{Deserialize, Serialize};

use crate::{Lang, Localised, fields::FieldErrors, named_lines};

/// The field with the components.
pub const COMPONENTS_FIELD: &str = "components";

/// A component of the status page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// Its name in forms and feeds.
    pub slug: String,
    /// What people read.
    pub title: Localised,
    /// What it is, in a sentence; may be empty.
    #[serde(default)]
    pub description: Localised,
}

/// The components, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Components(pub Vec<Component>);

impl Components {
    /// The most components.
    pub const MAX: usize = 100;
    /// The longest title, in characters.
    pub const MAX_TITLE: usize = 100;

    /// Reads the form; `value` gives what was entered in a field. A title is text in the language `lang`; what a component has in
    /// other languages, and its description, stay as they are in `before`.
    ///
    /// # Errors
    /// What is wrong in which line.
    pub fn from_fields(
        value: impl Fn(&str) -> String,
        lang: Lang,
        before: &Self,
    ) -> Result<Self, FieldErrors> {
        let known = |slug: &str| before.0.iter().find(|component| component.slug == slug);
        let title = |slug: &str| known(slug).map(|component| component.title.clone());
        let parsed =
            named_lines::parse_titled(&value(COMPONENTS_FIELD), lang, Self::MAX_TITLE, Self::MAX, title);
        let components = parsed.map_err(|problem| FieldErrors::single(COMPONENTS_FIELD, problem))?;
        let component = |(slug, title): (String, Localised)| {
            let description = known(&slug).map(|component| component.description.clone()).unwrap_or_default();
            Component { slug, title, description }
        };
        Ok(Self(components.into_iter().map(component).collect()))
    }

    /// What the fields of the form show, with titles in the language `lang`.
    pub fn to_fields(&self, lang: Lang) -> Vec<(&'static str, String)> {
        vec![(COMPONENTS_FIELD, named_lines::format(self.entries(), lang))]
    }

    fn entries(&self) -> impl Iterator<Item = (&str, &Localised)> {
        self.0.iter().map(|component| (component.slug.as_str(), &component.title))
    }

    /// Checks what the type does not.
    ///
    /// # Errors
    /// The first component that cannot work.
    pub fn validate(&self) -> Result<(), String> {
        named_lines::validate(self.entries(), "component", Self::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::Problem;

    #[test]
    fn a_list_is_changed_line_by_line_and_keeps_descriptions() {
        let before = Components(vec![Component {
            slug: "portal".into(),
            title: Localised::single(Lang::En, "Portal"),
            description: Localised::single(Lang::Sv, "Där du loggar in"),
        }]);
        let parse = |text: &str| Components::from_fields(|_| text.to_owned(), Lang::Sv, &before);
        let changed = parse("video: Videomöten\nportal: Portalen").expect("is valid");
        assert_eq!(changed.0[1].description, before.0[0].description);
        assert_eq!(changed.0[1].title.text(Lang::En), "Portal");
        assert_eq!(changed.to_fields(Lang::Sv)[0].1, "video: Videomöten\nportal: Portalen");
        let errors = parse("a: A\nB: B").expect_err("must be refused");
        assert_eq!(errors.get(COMPONENTS_FIELD), Some(&Problem::InvalidLine { line: 2 }));
        assert!(Components(vec![before.0[0].clone(), before.0[0].clone()]).validate().is_err());
    }
}
