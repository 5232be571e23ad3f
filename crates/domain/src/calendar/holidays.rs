//! The public holidays of Sweden and Norway, computed for any year of the Gregorian calendar.
//!
//! These are the holidays by law (Sweden: lag 1989:253 om allmänna helgdagar; Norway: lov om helligdager og
//! helligdagsfred, with 1 and 17 May) and the eves on which offices are closed by custom: in Sweden midsommarafton,
//! julafton and nyårsafton, in Norway julaften and nyttårsaften. Other eves, on which many offices close early, are an [`Eve`].

use chrono::{Datelike, NaiveDate, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::string_enum::string_enum;

/// A country with a supported holiday calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Country {
    /// Sweden.
    Se,
    /// Norway.
    No,
}

string_enum! {
    /// A public holiday. Its word is the key of its texts.
    Holiday {
        /// 1 January.
        NewYearsDay = "new_years_day",
        /// Trettondedag jul, 6 January (Sweden).
        Epiphany = "epiphany",
        /// Skjærtorsdag (Norway).
        MaundyThursday = "maundy_thursday",
        /// Långfredagen, langfredag.
        GoodFriday = "good_friday",
        /// Påskdagen, første påskedag.
        EasterSunday = "easter_sunday",
        /// Annandag påsk, andre påskedag.
        EasterMonday = "easter_monday",
        /// 1 May.
        LabourDay = "labour_day",
        /// Kristi himmelsfärdsdag, Kristi himmelfartsdag.
        AscensionDay = "ascension_day",
        /// Grunnlovsdagen, 17 May (Norway).
        ConstitutionDay = "constitution_day",
        /// Pingstdagen, første pinsedag.
        WhitSunday = "whit_sunday",
        /// Andre pinsedag (Norway).
        WhitMonday = "whit_monday",
        /// Sveriges nationaldag, 6 June (Sweden).
        NationalDay = "national_day",
        /// Midsommarafton (Sweden; by custom).
        MidsummerEve = "midsummer_eve",
        /// Midsommardagen (Sweden).
        MidsummerDay = "midsummer_day",
        /// Alla helgons dag (Sweden).
        AllSaintsDay = "all_saints_day",
        /// Julafton, julaften (by custom).
        ChristmasEve = "christmas_eve",
        /// Juldagen, første juledag.
        ChristmasDay = "christmas_day",
        /// Annandag jul, andre juledag.
        BoxingDay = "boxing_day",
        /// Nyårsafton, nyttårsaften (by custom).
        NewYearsEve = "new_years_eve",
    }
}

string_enum! {
    /// A working day before a holiday on which many offices close early.
    Eve {
        /// Trettondagsafton, 5 January (Sweden).
        TwelfthNight = "twelfth_night",
        /// Onsdag før skjærtorsdag (Norway).
        WednesdayBeforeEaster = "wednesday_before_easter",
        /// Skärtorsdagen (Sweden; a holiday in Norway).
        MaundyThursday = "maundy_thursday",
        /// Valborgsmässoafton, 30 April (Sweden).
        WalpurgisNight = "walpurgis_night",
        /// Fredagen före alla helgons dag (Sweden).
        AllSaintsEve = "all_saints_eve",
    }
}

impl Country {
    /// The eve on a date in this country, which may be a holiday or a weekend at the same time.
    pub fn eve_on(self, date: NaiveDate) -> Option<Eve> {
        let before_easter = easter_sunday(date.year()).map(|easter| (easter - date).num_days());
        match (self, date.weekday(), date.month(), date.day()) {
            (Self::Se, _, 1, 5) => Some(Eve::TwelfthNight),
            (Self::Se, _, 4, 30) => Some(Eve::WalpurgisNight),
            (Self::Se, Weekday::Fri, 10, 30 | 31) | (Self::Se, Weekday::Fri, 11, 1..=5) => {
                Some(Eve::AllSaintsEve)
            }
            (Self::Se, ..) if before_easter == Some(3) => Some(Eve::MaundyThursday),
            (Self::No, ..) if before_easter == Some(4) => Some(Eve::WednesdayBeforeEaster),
            _ => None,
        }
    }

    /// The code by which forms and files name the country.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Se => "se",
            Self::No => "no",
        }
    }

    /// The time zone of the country.
    pub const fn zone(self) -> Tz {
        match self {
            Self::Se => Tz::Europe__Stockholm,
            Self::No => Tz::Europe__Oslo,
        }
    }

    /// The public holiday on a date in this country. Where two coincide, the one with the fixed date.
    pub fn holiday_on(self, date: NaiveDate) -> Option<Holiday> {
        self.fixed(date).or_else(|| self.by_easter(date)).or_else(|| match self {
            Self::Se => swedish_by_weekday(date),
            Self::No => None,
        })
    }

    fn fixed(self, date: NaiveDate) -> Option<Holiday> {
        match (self, date.month(), date.day()) {
            (_, 1, 1) => Some(Holiday::NewYearsDay),
            (Self::Se, 1, 6) => Some(Holiday::Epiphany),
            (_, 5, 1) => Some(Holiday::LabourDay),
            (Self::No, 5, 17) => Some(Holiday::ConstitutionDay),
            (Self::Se, 6, 6) => Some(Holiday::NationalDay),
            (_, 12, 24) => Some(Holiday::ChristmasEve),
            (_, 12, 25) => Some(Holiday::ChristmasDay),
            (_, 12, 26) => Some(Holiday::BoxingDay),
            (_, 12, 31) => Some(Holiday::NewYearsEve),
            _ => None,
        }
    }

    fn by_easter(self, date: NaiveDate) -> Option<Holiday> {
        let days_after = (date - easter_sunday(date.year())?).num_days();
        match (self, days_after) {
            (Self::No, -3) => Some(Holiday::MaundyThursday),
            (_, -2) => Some(Holiday::GoodFriday),
            (_, 0) => Some(Holiday::EasterSunday),
            (_, 1) => Some(Holiday::EasterMonday),
            (_, 39) => Some(Holiday::AscensionDay),
            (_, 49) => Some(Holiday::WhitSunday),
            (Self::No, 50) => Some(Holiday::WhitMonday),
            _ => None,
        }
    }
}

fn swedish_by_weekday(date: NaiveDate) -> Option<Holiday> {
    match (date.weekday(), date.month(), date.day()) {
        (Weekday::Fri, 6, 19..=25) => Some(Holiday::MidsummerEve),
        (Weekday::Sat, 6, 20..=26) => Some(Holiday::MidsummerDay),
        (Weekday::Sat, 10, 31) | (Weekday::Sat, 11, 1..=6) => Some(Holiday::AllSaintsDay),
        _ => None,
    }
}

/// Easter Sunday by the Gregorian computus (Meeus, Jones and Butcher).
fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let golden = year % 19;
    let (century, in_century) = (year / 100, year % 100);
    let moon_correction = (century - (century + 8) / 25 + 1) / 3;
    let full_moon = (19 * golden + century - century / 4 - moon_correction + 15) % 30;
    let to_sunday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - full_moon - in_century % 4) % 7;
    let late = (golden + 11 * full_moon + 22 * to_sunday) / 451;
    let from_march = full_moon + to_sunday - 7 * late + 114;
    let month = u32::try_from(from_march / 31).ok()?;
    let day = u32::try_from(from_march % 31 + 1).ok()?;
    NaiveDate::from_ymd_opt(year, month, day)
}
