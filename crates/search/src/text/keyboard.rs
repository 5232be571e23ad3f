//! Words as people write them who lack a letter: `mote` or `moete` for `möte`, `sok` or `soek` or `sök` for `søk`. They are other ways
//! to write a word, not the word: å, ä, ö, æ and ø stay letters, and what is written exactly ranks higher.

use std::collections::BTreeSet;

use fyr_domain::Lang;

/// Largest number of spellings for one word.
const MAX_SPELLINGS: usize = 64;

/// A letter of ours, what people write for it, and in which language's words it stands.
struct Replacement {
    letter: char,
    written: &'static [&'static str],
    swedish: bool,
    norwegian: bool,
}

/// English words have none of the letters; names of places in English texts may have them all.
const REPLACEMENTS: [Replacement; 5] = [
    Replacement { letter: 'å', written: &["a", "aa"], swedish: true, norwegian: true },
    Replacement { letter: 'ä', written: &["a", "ae", "æ"], swedish: true, norwegian: false },
    Replacement { letter: 'ö', written: &["o", "oe", "ø"], swedish: true, norwegian: false },
    Replacement { letter: 'æ', written: &["ae", "a", "ä"], swedish: false, norwegian: true },
    Replacement { letter: 'ø', written: &["o", "oe", "ö"], swedish: false, norwegian: true },
];

fn replacements(lang: Lang) -> impl Iterator<Item = &'static Replacement> {
    REPLACEMENTS.iter().filter(move |replacement| match lang {
        Lang::Sv => replacement.swedish,
        Lang::Nb | Lang::Nn => replacement.norwegian,
        Lang::En => true,
    })
}

/// The words that someone without our letters can mean by a word, without the word itself.
pub(crate) fn meant_by(word: &str, lang: Lang) -> Vec<String> {
    let mut spellings: Vec<String> = Vec::new();
    let mut pending: Vec<(String, &str)> = vec![(String::new(), word)];
    while let Some((start, end)) = pending.pop() {
        let Some(next) = end.chars().next() else {
            if start != word && !spellings.contains(&start) {
                spellings.push(start);
            }
            continue;
        };
        for replacement in replacements(lang) {
            for written in replacement.written {
                let is_full = spellings.len() + pending.len() + 1 >= MAX_SPELLINGS;
                if let Some(after) = end.strip_prefix(written).filter(|_| !is_full) {
                    pending.push((format!("{start}{}", replacement.letter), after));
                }
            }
        }
        pending.push((format!("{start}{next}"), &end[next.len_utf8()..]));
    }
    spellings
}

/// The ways in which people without our letters write a word: all letters in the same way, without the word itself.
pub(crate) fn written_for(word: &str, lang: Lang) -> BTreeSet<String> {
    let write = |way: usize| -> String {
        let written = |c: char| {
            let found = replacements(lang).find(|replacement| replacement.letter == c);
            found.and_then(|replacement| replacement.written.get(way.min(replacement.written.len() - 1)))
        };
        word.chars().map(|c| written(c).map_or_else(|| c.to_string(), |text| (*text).to_owned())).collect()
    };
    (0..3).map(write).filter(|other| other != word).collect()
}

#[cfg(test)]
mod tests {
    use fyr_domain::Lang::{En, Nb, Sv};

    use super::*;

    #[test]
    fn what_is_typed_on_a_foreign_keyboard_can_mean_our_letters() {
        for (lang, typed, word) in [
            (Sv, "mote", "möte"),
            (Sv, "moete", "möte"),
            (Sv, "møte", "möte"),
            (Sv, "losenord", "lösenord"),
            (Sv, "larare", "lärare"),
            (Sv, "aatgaerd", "åtgärd"),
            (Nb, "sok", "søk"),
            (Nb, "sök", "søk"),
            (Nb, "soeknad", "søknad"),
            (Nb, "apne", "åpne"),
            (Nb, "aapne", "åpne"),
            (Nb, "laerer", "lærer"),
            (Nb, "lärer", "lærer"),
            (En, "orebro", "örebro"),
        ] {
            assert!(meant_by(typed, lang).contains(&word.to_owned()), "{typed}");
        }
        assert_eq!(meant_by("kurs", Sv), Vec::<String>::new());
        assert!(!meant_by("möte", Sv).contains(&"mote".to_owned()), "what has our letters means them");
        assert!(meant_by(&"ao".repeat(60), Sv).len() <= MAX_SPELLINGS);
    }

    #[test]
    fn a_word_is_written_in_each_way_of_doing_without() {
        let ways = |word, lang| written_for(word, lang).into_iter().collect::<Vec<_>>();
        assert_eq!(ways("möte", Sv), ["moete", "mote", "møte"]);
        assert_eq!(ways("åtgärd", Sv), ["aatgaerd", "aatgærd", "atgard"]);
        assert_eq!(ways("søknad", Nb), ["soeknad", "soknad", "söknad"]);
        assert_eq!(ways("kurs", Nb), Vec::<String>::new());
    }
}
