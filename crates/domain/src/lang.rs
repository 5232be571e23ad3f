//! The languages of the user interface. The texts are in `fyr-i18n`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A supported language, written as its BCP 47 tag (`sv`, `nb`, `en`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Swedish.
    #[default]
    Sv,
    /// Norwegian Bokmål.
    Nb,
    /// English.
    En,
}

impl Lang {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Sv, Self::Nb, Self::En];

    /// The BCP 47 tag: `sv`, `nb` or `en`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Sv => "sv",
            Self::Nb => "nb",
            Self::En => "en",
        }
    }

    /// The name of the language in the language itself, such as `Svenska`.
    pub const fn endonym(self) -> &'static str {
        match self {
            Self::Sv => "Svenska",
            Self::Nb => "Norsk bokmål",
            Self::En => "English",
        }
    }

    /// The language itself, then its fallbacks: Swedish and Norwegian fall back to each other before English.
    pub const fn fallback_order(self) -> [Self; 3] {
        match self {
            Self::Sv => [Self::Sv, Self::Nb, Self::En],
            Self::Nb => [Self::Nb, Self::Sv, Self::En],
            Self::En => [Self::En, Self::Sv, Self::Nb],
        }
    }

    /// The supported language with the highest quality in an `Accept-Language` header; any Norwegian (`no`, `nn`) counts
    /// as Bokmål.
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let mut supported: Vec<(f32, Self)> = header
            .split(',')
            .filter_map(|part| {
                let mut pieces = part.trim().split(";q=");
                let lang = pieces.next()?.parse().ok()?;
                let quality = pieces.next().map_or(Some(1.0), |q| q.trim().parse().ok())?;
                (quality > 0.0).then_some((quality, lang))
            })
            .collect();
        supported.sort_by(|a, b| b.0.total_cmp(&a.0));
        supported.first().map(|(_, lang)| *lang)
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// The tag names no supported language.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not a language of the portal: sv, nb or en")]
pub struct UnknownLang;

impl FromStr for Lang {
    type Err = UnknownLang;

    /// Parses the primary subtag of a tag, in any case: `sv`, `sv-SE`, `NB`, `no`, `en_GB`.
    fn from_str(tag: &str) -> Result<Self, UnknownLang> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        match primary.to_ascii_lowercase().as_str() {
            "sv" => Ok(Self::Sv),
            "nb" | "no" | "nn" => Ok(Self::Nb),
            "en" => Ok(Self::En),
            _ => Err(UnknownLang),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accept_language_follows_quality_and_skips_unsupported_languages() {
        assert_eq!(Lang::from_accept_language("de, en;q=0.5, nn-NO;q=0.8"), Some(Lang::Nb));
        assert_eq!(Lang::from_accept_language("fr"), None);
        assert_eq!(Lang::from_accept_language("sv;q=0, en;q=0.1"), Some(Lang::En));
        assert_eq!(Lang::from_accept_language(",;;q=x,"), None);
    }
}
