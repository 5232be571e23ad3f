//! The main colour of a portal, with the tones that are made of it. Contrast is that of WCAG 2.2, 1.4.3: at least 4.5 to 1 for text.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The contrast that text needs.
const TEXT_CONTRAST: f64 = 4.5;
/// The contrast of links on the dark ground.
const DARK_CONTRAST: f64 = 7.0;
/// The ground of pages in the dark scheme, as in `style/base.css`.
const DARK_GROUND: Rgb = Rgb([0x14, 0x22, 0x2a]);
const WHITE: Rgb = Rgb([255; 3]);
const BLACK: Rgb = Rgb([0; 3]);

/// A colour on which white text can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BrandColor(Rgb);

/// Red, green and blue in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rgb([u8; 3]);

/// Why a colour cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidColor {
    /// Not written like `#0b5c7a`.
    #[error("write the colour like #0b5c7a")]
    Format,
    /// White text cannot be read on it.
    #[error("white text cannot be read on this colour; {nearest} is the nearest on which it can")]
    Contrast {
        /// The nearest darker tone that can be used.
        nearest: String,
    },
}

impl Rgb {
    /// The relative luminance, from 0 to 1.
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// A mixture with this share of another colour, in hundredths.
    fn mixed(self, other: Self, percent: u16) -> Self {
        let mut channels = self.0;
        for (channel, added) in channels.iter_mut().zip(other.0) {
            let sum = u16::from(*channel) * (100 - percent) + u16::from(added) * percent;
            *channel = u8::try_from((sum + 50) / 100).unwrap_or(u8::MAX);
        }
        Self(channels)
    }

    /// The first mixture with `other` that has this contrast to `ground`.
    fn towards(self, other: Self, ground: Self, contrast: f64) -> Self {
        let mixtures = (0..=100).map(|percent| self.mixed(other, percent));
        mixtures.into_iter().find(|tone| tone.contrast(ground) >= contrast).unwrap_or(other)
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl fmt::Display for BrandColor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl BrandColor {
    /// The tone for links and buttons on the dark ground.
    pub fn on_dark(self) -> String {
        self.0.towards(WHITE, DARK_GROUND, DARK_CONTRAST).to_string()
    }

    /// The six digits without the hash, as in addresses.
    pub fn digits(self) -> String {
        self.to_string().split_off(1)
    }
}

impl Default for BrandColor {
    /// The product's colour.
    fn default() -> Self {
        Self(Rgb([0x0b, 0x5c, 0x7a]))
    }
}

impl FromStr for BrandColor {
    type Err = InvalidColor;

    /// Reads `#0b5c7a`, with or without the hash, in either case.
    fn from_str(text: &str) -> Result<Self, InvalidColor> {
        let digits = text.trim().trim_start_matches('#');
        let is_hex = digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        let number = u32::from_str_radix(digits, 16).map_err(|_| InvalidColor::Format)?;
        if !is_hex {
            return Err(InvalidColor::Format);
        }
        let [_, red, green, blue] = number.to_be_bytes();
        let color = Rgb([red, green, blue]);
        if color.contrast(WHITE) < TEXT_CONTRAST {
            let nearest = color.towards(BLACK, WHITE, TEXT_CONTRAST).to_string();
            return Err(InvalidColor::Contrast { nearest });
        }
        Ok(Self(color))
    }
}

impl TryFrom<String> for BrandColor {
    type Error = InvalidColor;

    fn try_from(text: String) -> Result<Self, InvalidColor> {
        text.parse()
    }
}

impl From<BrandColor> for String {
    fn from(color: BrandColor) -> Self {
        color.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_color_on_which_white_text_is_hard_to_read_is_refused_with_the_nearest_that_works() {
        let color: BrandColor = "#0B5C7A".parse().expect("is dark enough");
        assert_eq!((color.to_string(), color.digits()), ("#0b5c7a".to_owned(), "0b5c7a".to_owned()));
        assert_eq!(color, BrandColor::default());
        for text in ["", "blue", "#12345", "#1234567", "#+12345", "##"] {
            assert_eq!(text.parse::<BrandColor>(), Err(InvalidColor::Format), "{text}");
        }
        for light in ["#ffd200", "#ffffff", "#777777", "#e4003a"] {
            match light.parse::<BrandColor>() {
                Ok(color) => assert!(color.0.contrast(WHITE) >= TEXT_CONTRAST, "{light}"),
                Err(InvalidColor::Contrast { nearest }) => {
                    assert!(nearest.parse::<BrandColor>().is_ok(), "{light} {nearest}");
                }
                Err(error) => panic!("{light}: {error}"),
            }
        }
        assert!("#ffd200".parse::<BrandColor>().is_err());
    }

    #[test]
    fn luminance_is_that_of_the_standard() {
        let contrast = |a: Rgb, b: Rgb| (a.contrast(b) * 100.0).round() / 100.0;
        assert!((contrast(BLACK, WHITE) - 21.0).abs() < f64::EPSILON);
        assert!((contrast(Rgb([0x77; 3]), WHITE) - 4.48).abs() < f64::EPSILON, "the known border case");
        assert!((contrast(Rgb([0x76; 3]), WHITE) - 4.54).abs() < f64::EPSILON);
    }

    #[test]
    fn every_color_has_a_tone_for_the_dark_ground() {
        for text in ["#000000", "#0b5c7a", "#8b0000", "#00529b", "#4b0082"] {
            let color: BrandColor = text.parse().expect("is dark enough");
            let tone = u32::from_str_radix(&color.on_dark()[1..], 16).expect("is a colour");
            let [_, red, green, blue] = tone.to_be_bytes();
            assert!(Rgb([red, green, blue]).contrast(DARK_GROUND) >= DARK_CONTRAST, "{text}");
        }
    }
}
