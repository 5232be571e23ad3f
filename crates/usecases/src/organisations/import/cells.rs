//! What people write into the cells of a file: roles, levels, languages.

use fyr_domain::{
    Lang, Level, Role,
    text::{is_invisible, plain_char},
};
use fyr_i18n::text_for;

use crate::csv_table::word_key;

/// What languages are called in files, besides their tags and their own names.
const fn language_names(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::Sv => &["swedish", "svensk", "sv-SE"],
        Lang::Nb => {
            &["norwegian", "norwegian bokmål", "norska", "norsk", "bokmål", "bokmal", "no", "nb-NO", "no-NO"]
        }
        Lang::Nn => &["norwegian nynorsk", "nynorska", "nynorsk", "nn-NO"],
        Lang::En => &["engelska", "engelsk", "en-GB", "en-US"],
    }
}

/// A role by its name in our files or in one of the languages.
pub(super) fn parse_role(written: &str) -> Option<Role> {
    let key = word_key(written);
    let is_named = |role: &Role| {
        let mut names = Lang::ALL.into_iter().map(|lang| text_for(lang, "role-", role.as_str()));
        word_key(role.as_str()) == key || names.any(|name| word_key(&name) == key)
    };
    Role::ALL.iter().copied().find(is_named)
}

/// A language by its tag or by a name that people call it; `default` where nothing is written.
pub(super) fn parse_language(written: &str, default: Lang) -> Option<Lang> {
    let key = word_key(written);
    if key.is_empty() && written.chars().all(|c| c.is_whitespace() || is_invisible(c)) {
        return Some(default);
    }
    let is_named = |lang: &Lang| {
        let names = language_names(*lang).iter().copied();
        names.chain([lang.tag(), lang.endonym()]).any(|name| word_key(name) == key)
    };
    Lang::ALL.into_iter().find(is_named)
}

/// A level from 1 to 3, perhaps as spreadsheet programs write numbers: `2.0`. The first where nothing is written.
pub(super) fn parse_level(written: &str) -> Option<Level> {
    let number: String = written.chars().map(plain_char).filter(|c| !is_invisible(*c)).collect();
    let whole = number.split_once(['.', ',']).filter(|(_, zeros)| zeros.bytes().all(|zero| zero == b'0'));
    match whole.map_or(number.as_str(), |(whole, _)| whole) {
        "" if number.is_empty() => Some(Level::default()),
        "1" => Some(Level::clamped(1)),
        "2" => Some(Level::clamped(2)),
        "3" => Some(Level::clamped(3)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_read_in_every_language_and_case() {
        for (written, role) in [
            ("participant", Role::Participant),
            ("PARTICIPANT", Role::Participant),
            ("Deltagare", Role::Participant),
            ("deltaker", Role::Participant),
            ("participant\u{200b}", Role::Participant),
            (" Handledare\u{a0}", Role::Counsellor),
            ("Veileder", Role::Counsellor),
            ("brukerstøtte", Role::Agent),
            ("chef", Role::Manager),
            ("Godkännare", Role::Approver),
            ("GODKJENNER", Role::Approver),
        ] {
            assert_eq!(parse_role(written), Some(role), "{written}");
        }
        for written in ["", "kung", "participants"] {
            assert_eq!(parse_role(written), None, "{written}");
        }
        for role in Role::ALL {
            assert_eq!(parse_role(role.as_str()), Some(*role));
        }
    }

    #[test]
    fn languages_are_read_by_tag_and_by_the_names_people_use() {
        for (written, lang) in [
            ("sv", Lang::Sv),
            ("Svenska", Lang::Sv),
            ("Swedish", Lang::Sv),
            ("NB", Lang::Nb),
            ("norsk", Lang::Nb),
            ("Norsk bokmål", Lang::Nb),
            ("bokmål", Lang::Nb),
            ("nb-NO", Lang::Nb),
            ("nynorsk", Lang::Nn),
            ("Norsk nynorsk", Lang::Nn),
            ("nn", Lang::Nn),
            ("English", Lang::En),
            ("engelska", Lang::En),
            ("en_GB", Lang::En),
            ("", Lang::Nb),
            (" \u{200b}", Lang::Nb),
        ] {
            assert_eq!(parse_language(written, Lang::Nb), Some(lang), "{written:?}");
        }
        for written in ["klingon", "s", "-", "?"] {
            assert_eq!(parse_language(written, Lang::Nb), None, "{written:?}");
        }
    }

    #[test]
    fn levels_are_read_as_spreadsheets_write_numbers() {
        for (written, level) in [("", 1), ("1", 1), ("2.0", 2), ("3,00", 3), ("２", 2), (" 3\u{a0}", 3)] {
            assert_eq!(parse_level(written), Some(Level::clamped(level)), "{written}");
        }
        for written in ["0", "4", "1.5", ".0", "x", "1.0.0"] {
            assert_eq!(parse_level(written), None, "{written}");
        }
    }
}
