//! Whose portal it is: its name, colour, logo, languages and links, as every page and email shows them.

mod color;
mod form;

pub use color::{BrandColor, InvalidColor};
pub use form::{
    COLOR_FIELD, CREDIT_FIELD, LANGUAGE_FIELDS, LINKS_FIELD, NAME_FIELD, OPERATOR_FIELD, SENDER_FIELD,
};
use serde::{Deserialize, Serialize};

use crate::{Lang, Localised, text::is_url};

/// The name of a portal that has none of its own.
pub const PRODUCT_NAME: &str = "Fyr";

/// What a portal is called and looks like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Branding {
    /// What it is called, in the header, in titles and in emails; empty: [`PRODUCT_NAME`].
    pub name: Localised,
    /// Whose portal it is: the organisation that answers for it. Empty: its name.
    pub operator: String,
    /// The name of the sender of emails; empty: that of `mail_from` in the configuration.
    pub sender_name: String,
    /// The main colour; without one it is the product's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<BrandColor>,
    /// Whether the footer says which product it is.
    pub credit: bool,
    /// The languages on offer; without any, all.
    pub languages: Vec<Lang>,
    /// Links at the foot of every page.
    pub footer_links: Vec<FooterLink>,
    /// The picture beside the name; without one it is the product's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<Logo>,
}

/// A link at the foot of every page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FooterLink {
    /// The address, `https:`, `http:` or `mailto:`.
    pub url: String,
    /// What people read.
    pub title: Localised,
}

/// A picture of at most [`Logo::MAX_BYTES`] bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Logo {
    /// `image/png`, `image/jpeg` or `image/webp`.
    pub media_type: String,
    /// The beginning of the SHA-256 of its bytes in hexadecimal: the end of its address.
    pub id: String,
    /// Its bytes in Base64.
    pub data: String,
}

impl Logo {
    /// The largest picture.
    pub const MAX_BYTES: usize = 50_000;
    /// The kinds of pictures that browsers show everywhere and that hold no scripts.
    pub const MEDIA_TYPES: [&str; 3] = ["image/png", "image/jpeg", "image/webp"];
}

impl Default for Branding {
    fn default() -> Self {
        Self {
            name: Localised::default(),
            operator: String::new(),
            sender_name: String::new(),
            color: None,
            credit: true,
            languages: Vec::new(),
            footer_links: Vec::new(),
            logo: None,
        }
    }
}

impl Branding {
    /// The longest name, in characters.
    pub const MAX_NAME: usize = 60;
    /// The most links in the footer.
    pub const MAX_LINKS: usize = 8;

    /// What the portal is called.
    pub fn name(&self, lang: Lang) -> &str {
        Some(self.name.text(lang)).filter(|name| !name.is_empty()).unwrap_or(PRODUCT_NAME)
    }

    /// Who answers for the portal.
    pub fn operator(&self, lang: Lang) -> &str {
        Some(self.operator.as_str()).filter(|name| !name.is_empty()).unwrap_or_else(|| self.name(lang))
    }

    /// Whether it shows itself as its owner's: then nothing of the product's own pictures is shown.
    pub fn is_own(&self) -> bool {
        !self.name.is_empty() || self.color.is_some() || self.logo.is_some()
    }

    /// The languages on offer, in the order in which they are offered.
    pub fn languages(&self) -> Vec<Lang> {
        let offered = |lang: &Lang| self.languages.is_empty() || self.languages.contains(lang);
        Lang::ALL.into_iter().filter(offered).collect()
    }

    /// The language for someone who wants this one: itself, or the nearest on offer.
    pub fn nearest_language(&self, wanted: Lang) -> Lang {
        let languages = self.languages();
        wanted.fallback_order().into_iter().find(|lang| languages.contains(lang)).unwrap_or(wanted)
    }

    /// Checks what the type does not.
    ///
    /// # Errors
    /// The first thing that cannot be shown.
    pub fn validate(&self) -> Result<(), String> {
        let names = self.name.iter().map(|(_, name)| name).chain([self.operator.as_str(), &self.sender_name]);
        for name in names {
            if name.chars().count() > Self::MAX_NAME || name.contains(char::is_control) {
                return Err(format!("{name:?} must be one line of at most {} characters", Self::MAX_NAME));
            }
        }
        for link in &self.footer_links {
            if !is_link(&link.url) || link.title.is_empty() {
                return Err(format!("footer link {:?} needs a complete address and a title", link.url));
            }
        }
        if self.footer_links.len() > Self::MAX_LINKS {
            return Err(format!("there may be at most {} footer links", Self::MAX_LINKS));
        }
        if let Some(logo) = &self.logo {
            // Base64 has four characters for three bytes
            let is_small = logo.data.len() <= Logo::MAX_BYTES.div_ceil(3) * 4;
            let is_id = !logo.id.is_empty() && logo.id.bytes().all(|digit| digit.is_ascii_hexdigit());
            if !Logo::MEDIA_TYPES.contains(&logo.media_type.as_str()) || !is_small || !is_id {
                return Err(format!(
                    "the logo must be PNG, JPEG or WebP, with an id, and of at most {} bytes",
                    Logo::MAX_BYTES
                ));
            }
        }
        Ok(())
    }
}

/// Whether an address can be linked to from every page.
fn is_link(url: &str) -> bool {
    is_url(url, &["https", "http", "mailto"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_portal_without_a_name_has_that_of_the_product() {
        let mut branding = Branding::default();
        assert_eq!((branding.name(Lang::Sv), branding.operator(Lang::Sv)), ("Fyr", "Fyr"));
        branding.name = Localised::single(Lang::Sv, "Hjälpen");
        assert_eq!((branding.name(Lang::En), branding.operator(Lang::En)), ("Hjälpen", "Hjälpen"));
        branding.operator = "Norrköping".into();
        assert_eq!(branding.operator(Lang::Sv), "Norrköping");
    }

    #[test]
    fn a_language_that_is_not_offered_becomes_the_nearest() {
        let all = Branding::default();
        assert_eq!((all.languages(), all.nearest_language(Lang::Nn)), (Lang::ALL.to_vec(), Lang::Nn));
        let some = Branding { languages: vec![Lang::En, Lang::Nb], ..all };
        assert_eq!(some.languages(), [Lang::Nb, Lang::En]);
        assert_eq!(some.nearest_language(Lang::Nn), Lang::Nb);
        assert_eq!(some.nearest_language(Lang::En), Lang::En);
    }

    #[test]
    fn what_cannot_be_shown_is_refused() {
        let link = |url: &str| FooterLink { url: url.into(), title: Localised::single(Lang::Sv, "Mer") };
        let with = |url: &str| Branding { footer_links: vec![link(url)], ..Branding::default() };
        for url in ["https://example.org/a?b=c", "mailto:a@example.org"] {
            assert_eq!(with(url).validate(), Ok(()), "{url}");
        }
        for url in ["javascript:alert(1)", "example.org", "https://", "https:///x", "https://a b", "//a.b"] {
            assert!(with(url).validate().is_err(), "{url}");
        }
        let long = Branding { operator: "x".repeat(61), ..Branding::default() };
        assert!(long.validate().is_err());
        let logo = |media_type: &str, length: usize| Branding {
            logo: Some(Logo { media_type: media_type.into(), id: "0a".into(), data: "A".repeat(length) }),
            ..Branding::default()
        };
        assert_eq!(logo("image/png", 400).validate(), Ok(()));
        assert!(logo("image/svg+xml", 400).validate().is_err(), "may hold scripts");
        assert!(logo("image/png", 70_000).validate().is_err());
    }
}
