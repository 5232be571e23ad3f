//! The form that corrects what was published.

use super::{RawTexts, StatusFormContext};
use crate::{
    Localised,
    fields::{FieldErrors, Problem},
};

/// Which text of an incident or a maintenance is corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextCorrection {
    /// Its title.
    Title,
    /// The text of one of its updates.
    Update,
}

impl TextCorrection {
    /// The name of its fields, without the language.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Update => "text",
        }
    }

    /// Validates the new wording in all languages at once.
    ///
    /// # Errors
    /// Every problem, in the order of the fields; [`Problem::Unchanged`] where it is the published wording.
    pub fn parse(
        self,
        raw: &RawTexts,
        context: StatusFormContext<'_>,
        published: &Localised,
    ) -> Result<Localised, FieldErrors> {
        let mut errors = FieldErrors::default();
        let text = match self {
            Self::Title => raw.parse_title(&mut errors, context.default_lang),
            Self::Update => raw.parse_text(&mut errors, context.default_lang),
        };
        if errors.is_empty() && text == *published {
            errors.push(&format!("{}_{}", self.field(), context.default_lang), Problem::Unchanged);
        }
        if errors.is_empty() { Ok(text) } else { Err(errors) }
    }
}
