//! `string_enum!`, the macro for enums whose variants are written as lower-case words in forms, URLs, JSON and the
//! database.

/// The word does not name a variant of the enum it was parsed as.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not one of the choices: {0:?}")]
pub struct UnknownVariant(pub String);

/// Declares an enum with one lower-case word per variant, and derives `as_str`, `ALL`, `FromStr`, `TryFrom<String>`,
/// `Display` and serde from the words.
macro_rules! string_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every variant, in order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word that is stored and sent for this variant.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::string_enum::UnknownVariant;
            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word { $($word => Ok(Self::$variant),)+ other => Err($crate::string_enum::UnknownVariant(other.to_owned())) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::string_enum::UnknownVariant;
            fn try_from(word: String) -> Result<Self, Self::Error> {
                word.parse()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

pub(crate) use string_enum;
