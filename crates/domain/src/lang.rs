//! The languages of the user interface. The texts are in `fyr-i18n`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Declares the languages: what each is, its variant, BCP 47 tag and name in itself, and the others from the nearest on.
macro_rules! languages {
    ($($(#[$what:meta])* $lang:ident, $tag:literal, $endonym:literal, [$($next:ident),+ $(,)?];)+) => {
        /// A supported language, written as its BCP 47 tag.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum Lang {
            $($(#[$what])* $lang,)+
        }

        impl Lang {
            /// Every language, in the order in which they are offered.
            pub const ALL: [Self; [$($tag),+].len()] = [$(Self::$lang),+];

            /// The BCP 47 tag, such as `sv`.
            pub const fn tag(self) -> &'static str {
                match self {
                    $(Self::$lang => $tag,)+
                }
            }

            /// The name of the language in the language itself, such as `Svenska`.
            pub const fn endonym(self) -> &'static str {
                match self {
                    $(Self::$lang => $endonym,)+
                }
            }

            /// The language itself, then the others for readers of it, from the nearest on.
            pub const fn fallback_order(self) -> [Self; Self::ALL.len()] {
                match self {
                    $(Self::$lang => [Self::$lang, $(Self::$next),+],)+
                }
            }
        }
    };
}

// A language is a line here, and a folder of texts in `fyr-i18n`; what a search engine has to know of it is in `fyr-search`.
languages! {
    /// Swedish.
    #[default]
    Sv, "sv", "Svenska", [Nb, Nn, En];
    /// Norwegian Bokmål.
    Nb, "nb", "Norsk bokmål", [Nn, Sv, En];
    /// Norwegian Nynorsk.
    Nn, "nn", "Norsk nynorsk", [Nb, Sv, En];
    /// English.
    En, "en", "English", [Sv, Nb, Nn];
}

impl Lang {
    /// The supported language with the highest quality in an `Accept-Language` header (RFC 9110, 12.5.4; spaces may stand around
    /// every separator); Norwegian without more (`no`) counts as Bokmål. Among equal ones the first. `None` where the header names no
    /// language of ours, or any would do.
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let ranges: Vec<(&str, f32)> = header.split(',').filter_map(parse_language_range).collect();
        // the highest of the ranges that name a language; `no;q=0` beside `nb` excludes nothing
        let quality = |lang: Self| {
            let named = ranges.iter().filter(|(tag, _)| tag.parse() == Ok(lang));
            named.map(|(_, quality)| *quality).max_by(f32::total_cmp)
        };
        let mut best: Option<(Self, f32)> = None;
        for lang in ranges.iter().filter_map(|(tag, _)| tag.parse().ok()) {
            let of_lang = quality(lang).unwrap_or_default();
            if of_lang > best.map_or(0.0, |(_, best)| best) {
                best = Some((lang, of_lang));
            }
        }
        let any = ranges.iter().any(|(tag, quality)| *tag == "*" && *quality > 0.0);
        let is_excluded = |lang: &Self| quality(*lang) == Some(0.0);
        match best {
            Some((lang, _)) => Some(lang),
            None if any && Self::ALL.iter().any(is_excluded) => {
                Self::ALL.into_iter().find(|lang| !is_excluded(lang))
            }
            None => None,
        }
    }
}

/// One element of an `Accept-Language` header: the language range and its quality from 0 to 1, which is 1 where none is given.
/// `None` where it is empty or malformed.
fn parse_language_range(element: &str) -> Option<(&str, f32)> {
    let mut parts = element.split(';').map(str::trim);
    let tag = parts.next().filter(|tag| !tag.is_empty())?;
    let mut quality = 1.0;
    for parameter in parts {
        let (name, value) = parameter.split_once('=')?;
        if name.trim().eq_ignore_ascii_case("q") {
            quality = value.trim().parse().ok().filter(|quality| (0.0..=1.0).contains(quality))?;
        }
    }
    Some((tag, quality))
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// The tag names no supported language.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not a language of the portal: {}", Lang::ALL.map(Lang::tag).join(", "))]
pub struct UnknownLang;

impl FromStr for Lang {
    type Err = UnknownLang;

    /// Parses the primary subtag of a tag, in any case: `sv`, `sv-SE`, `NB`, `no`, `en_GB`.
    fn from_str(tag: &str) -> Result<Self, UnknownLang> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        // Norwegian without more is mostly Bokmål
        let primary = if primary.eq_ignore_ascii_case("no") { "nb" } else { primary };
        Self::ALL.into_iter().find(|lang| primary.eq_ignore_ascii_case(lang.tag())).ok_or(UnknownLang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_falls_back_to_every_other_one() {
        for lang in Lang::ALL {
            let mut order = lang.fallback_order();
            assert_eq!(order[0], lang);
            order.sort_unstable();
            assert_eq!(order, Lang::ALL, "each once");
            assert_eq!(lang.tag().parse(), Ok(lang));
        }
        assert_eq!(Lang::Nn.fallback_order()[1], Lang::Nb);
        assert_eq!("no".parse(), Ok(Lang::Nb));
        assert_eq!(UnknownLang.to_string(), "not a language of the portal: sv, nb, nn, en");
    }

    #[test]
    fn accept_language_follows_quality_and_skips_unsupported_languages() {
        assert_eq!(Lang::from_accept_language("de, en;q=0.5, nn-NO;q=0.8"), Some(Lang::Nn));
        assert_eq!(Lang::from_accept_language("fr"), None);
        assert_eq!(Lang::from_accept_language("sv;q=0, en;q=0.1"), Some(Lang::En));
        assert_eq!(Lang::from_accept_language(",;;q=x,"), None);
    }

    #[test]
    fn accept_language_is_read_by_the_standard() {
        for (header, lang) in [
            ("en-GB; q=0.3, nb-NO; q=0.9", Some(Lang::Nb)),
            ("fi, en; q=0.5", Some(Lang::En)),
            ("sv ; q = 0.2 ,\ten\t;\tQ=0.30", Some(Lang::En)),
            ("NB-no,SV;q=1.000", Some(Lang::Nb)),
            ("en;q=0.5,sv;q=0.5", Some(Lang::En)),
            ("sv;q=2, en;q=0.1", Some(Lang::En)),
            ("sv;q=-1, en;q=0.1", Some(Lang::En)),
            ("sv;q=NaN, en;q=0.1", Some(Lang::En)),
            ("en;level=1;q=0.4, nn;q=0.5", Some(Lang::Nn)),
            ("nn-NO, nb-NO;q=0.9, no;q=0.8, en;q=0.5", Some(Lang::Nn)),
            ("no;q=0, nb", Some(Lang::Nb)),
            ("sv;q=0, sv-FI;q=0", None),
            ("*", None),
            ("fi, *;q=0.5", None),
            ("*;q=0.9, en;q=0.1", Some(Lang::En)),
            ("sv;q=0, *", Some(Lang::Nb)),
            ("*, sv;q=0, nb;q=0", Some(Lang::Nn)),
            ("", None),
            ("svenska", None),
        ] {
            assert_eq!(Lang::from_accept_language(header), lang, "{header:?}");
        }
    }
}
