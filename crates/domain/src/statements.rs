//! What a portal has to say about itself: how accessible it is, and what it does with personal data.
//!
//! What an accessibility statement contains follows Swedish law (lag 2018:1937 om tillgänglighet till digital offentlig service, with
//! MDFFS 2019:2) and Norwegian law (forskrift om universell utforming av IKT-løsninger), both after Directive (EU) 2016/2102.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    Lang, Localised,
    fields::{FieldErrors, Problem},
    string_enum::string_enum,
};

/// The field that says how far the portal conforms.
pub const CONFORMANCE_FIELD: &str = "conformance";
/// The field with the authority that supervises it.
pub const AUTHORITY_FIELD: &str = "authority";
/// The field with the day on which it was assessed.
pub const ASSESSED_FIELD: &str = "assessed_on";
/// The field with known shortcomings.
pub const SHORTCOMINGS_FIELD: &str = "shortcomings";
/// The field with what is said about personal data.
pub const PRIVACY_FIELD: &str = "privacy";

string_enum! {
    /// How far a portal conforms to WCAG 2.1 AA, as EN 301 549 demands.
    Conformance {
        /// Nobody has assessed it yet.
        NotAssessed = "not_assessed",
        /// In every respect.
        Full = "full",
        /// In most respects; the shortcomings are known.
        Partial = "partial",
        /// It does not.
        None = "none",
    }
}

string_enum! {
    /// Who supervises accessibility, to whom people can turn.
    Authority {
        /// Digg, the Swedish agency for digital government.
        Digg = "digg",
        /// Uutilsynet, the Norwegian authority for universal design of ICT.
        Uutilsynet = "uutilsynet",
        /// Nobody: the portal is none that the law concerns.
        None = "none",
    }
}

impl Authority {
    /// Where a complaint is made.
    pub const fn url(self) -> Option<&'static str> {
        match self {
            Self::Digg => Some("https://www.digg.se/tdosanmalan"),
            Self::Uutilsynet => Some("https://www.uutilsynet.no/"),
            Self::None => None,
        }
    }
}

/// What a portal says about itself, in as many languages as somebody has written it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Statements {
    /// How far it conforms.
    pub conformance: Conformance,
    /// Who supervises it.
    pub authority: Authority,
    /// When it was assessed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assessed_on: Option<NaiveDate>,
    /// What is known not to be accessible; blank lines separate paragraphs.
    pub shortcomings: Localised,
    /// What is said about personal data before what the program itself knows; blank lines separate paragraphs.
    pub privacy: Localised,
}

impl Default for Statements {
    fn default() -> Self {
        Self {
            conformance: Conformance::NotAssessed,
            authority: Authority::Digg,
            assessed_on: None,
            shortcomings: Localised::default(),
            privacy: Localised::default(),
        }
    }
}

impl Statements {
    /// The longest text, in characters.
    pub const MAX_TEXT: usize = 10_000;

    /// Reads the form; `value` gives what was entered in a field. Texts are in the language `lang`; those in other languages stay as
    /// in `before`.
    ///
    /// # Errors
    /// What is wrong in which field.
    pub fn from_fields(
        value: impl Fn(&str) -> String,
        lang: Lang,
        before: &Self,
    ) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let unknown = |_| Problem::UnknownChoice;
        let conformance = errors.check(CONFORMANCE_FIELD, value(CONFORMANCE_FIELD).parse().map_err(unknown));
        let authority = errors.check(AUTHORITY_FIELD, value(AUTHORITY_FIELD).parse().map_err(unknown));
        let assessed_on = match value(ASSESSED_FIELD).trim() {
            "" => Ok(None),
            day => day.parse().map(Some).map_err(|_| Problem::InvalidTime),
        };
        let assessed_on = errors.check(ASSESSED_FIELD, assessed_on).flatten();
        let is_claimed = matches!(conformance, Some(Conformance::Full | Conformance::Partial));
        if is_claimed && assessed_on.is_none() && errors.get(ASSESSED_FIELD).is_none() {
            errors.push(ASSESSED_FIELD, Problem::Required);
        }
        let mut text = |field: &str, before: &Localised| {
            let text = value(field);
            if text.chars().count() > Self::MAX_TEXT {
                errors.push(field, Problem::TooLong { max: Self::MAX_TEXT });
            }
            before.with(lang, &text)
        };
        let shortcomings = text(SHORTCOMINGS_FIELD, &before.shortcomings);
        let privacy = text(PRIVACY_FIELD, &before.privacy);
        match (conformance, authority) {
            (Some(conformance), Some(authority)) if errors.is_empty() => {
                Ok(Self { conformance, authority, assessed_on, shortcomings, privacy })
            }
            _ => Err(errors),
        }
    }

    /// What the fields of the form show, with texts in the language `lang`.
    pub fn to_fields(&self, lang: Lang) -> Vec<(&'static str, String)> {
        vec![
            (CONFORMANCE_FIELD, self.conformance.to_string()),
            (AUTHORITY_FIELD, self.authority.to_string()),
            (ASSESSED_FIELD, self.assessed_on.map(|day| day.to_string()).unwrap_or_default()),
            (SHORTCOMINGS_FIELD, self.shortcomings.text(lang).to_owned()),
            (PRIVACY_FIELD, self.privacy.text(lang).to_owned()),
        ]
    }

    /// Checks what the type does not.
    ///
    /// # Errors
    /// The text that is too long.
    pub fn validate(&self) -> Result<(), String> {
        let texts = self.shortcomings.iter().chain(self.privacy.iter());
        let long = texts.into_iter().find(|(_, text)| text.chars().count() > Self::MAX_TEXT);
        match long {
            Some((lang, _)) => Err(format!("a text in {lang} has more than {} characters", Self::MAX_TEXT)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::changed_form;

    fn read(before: &Statements, changes: &[(&str, &str)]) -> Result<Statements, FieldErrors> {
        Statements::from_fields(changed_form(before.to_fields(Lang::Nb), changes), Lang::Nb, before)
    }

    #[test]
    fn the_form_gives_back_what_it_shows_and_keeps_other_languages() {
        let default = Statements::default();
        assert_eq!(read(&default, &[]), Ok(default.clone()));
        let before = Statements { privacy: Localised::single(Lang::En, "We keep little."), ..default };
        let changes = [
            (CONFORMANCE_FIELD, "partial"),
            (AUTHORITY_FIELD, "uutilsynet"),
            (ASSESSED_FIELD, "2026-11-01"),
            (PRIVACY_FIELD, "Vi lagrer lite."),
        ];
        let changed = read(&before, &changes).expect("is valid");
        assert_eq!((changed.conformance, changed.authority), (Conformance::Partial, Authority::Uutilsynet));
        assert_eq!(changed.assessed_on, NaiveDate::from_ymd_opt(2026, 11, 1));
        let texts = [Lang::Nb, Lang::En].map(|lang| changed.privacy.text(lang));
        assert_eq!(texts, ["Vi lagrer lite.", "We keep little."]);
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        let long = "x".repeat(Statements::MAX_TEXT + 1);
        for (field, value, problem) in [
            (CONFORMANCE_FIELD, "perfect", Problem::UnknownChoice),
            (AUTHORITY_FIELD, "police", Problem::UnknownChoice),
            (ASSESSED_FIELD, "in May", Problem::InvalidTime),
            (SHORTCOMINGS_FIELD, long.as_str(), Problem::TooLong { max: Statements::MAX_TEXT }),
        ] {
            let errors = read(&Statements::default(), &[(field, value)]).expect_err("must be refused");
            assert_eq!(errors.get(field), Some(&problem), "{value}");
        }
        let errors = read(&Statements::default(), &[(CONFORMANCE_FIELD, "full")]).expect_err("says no day");
        assert_eq!(errors.get(ASSESSED_FIELD), Some(&Problem::Required));
    }
}
