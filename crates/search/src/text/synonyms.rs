//! Synonyms, as data: groups of words in their base form, for each language.
//!
//! A group contains words that are interchangeable in questions about work, training and IT; related words ("kurs", "lärare")
//! would make results worse. A word may be in one group only.

use std::{collections::HashMap, sync::LazyLock};

use fyr_domain::Lang;

use super::stem;

const SV: &[&[&str]] = &[
    &["lösenord", "kodord", "password"],
    &["inloggning", "logga", "inlogg"],
    &["mejl", "mail", "epost", "email"],
    &["mobil", "mobiltelefon", "telefon", "smartphone"],
    &["dator", "pc", "laptop"],
    &["skrivare", "printer"],
    &["faktura", "räkning"],
    &["ersättning", "bidrag"],
    &["frånvaro", "sjukfrånvaro", "ledighet"],
    &["närvaro", "deltagande"],
    &["kurs", "utbildning"],
    &["arbete", "jobb"],
    &["cv", "meritförteckning"],
    &["handläggare", "coach", "handledare"],
    &["ärende", "ticket"],
    &["avbrott", "driftstörning", "störning"],
    &["ändra", "byta"],
    &["fel", "problem"],
    &["bankid", "elegitimation"],
    &["wifi", "wlan"],
    &["möte", "träff"],
    &["glömt", "glömma", "glömde", "tappat"],
    &["ansökan", "ansökning"],
    &["boka", "bokning"],
    &["nummer", "numret"],
    &["kalender", "kalendrar"],
];
const NB: &[&[&str]] = &[
    &["passord", "kodeord", "password"],
    &["innlogging", "logge", "pålogging"],
    &["epost", "mail", "email"],
    &["mobil", "mobiltelefon", "telefon", "smarttelefon"],
    &["datamaskin", "pc", "laptop"],
    &["skriver", "printer"],
    &["faktura", "regning"],
    &["ytelse", "stønad"],
    &["fravær", "sykefravær", "permisjon"],
    &["oppmøte", "deltakelse"],
    &["kurs", "opplæring"],
    &["arbeid", "jobb"],
    &["veileder", "saksbehandler", "coach"],
    &["sak", "henvendelse", "ticket"],
    &["driftsstans", "driftsforstyrrelse", "nedetid"],
    &["endre", "bytte"],
    &["feil", "problem"],
    &["bankid", "eid"],
    &["wifi", "wlan"],
    &["møte", "samtale"],
    &["glemt", "glemme", "mistet"],
    &["slette", "fjerne"],
];
const NN: &[&[&str]] = &[
    &["passord", "kodeord", "password"],
    &["innlogging", "logge", "pålogging"],
    &["epost", "mail", "email"],
    &["mobil", "mobiltelefon", "telefon", "smarttelefon"],
    &["datamaskin", "pc", "laptop"],
    &["skrivar", "printer"],
    &["faktura", "rekning"],
    &["yting", "stønad"],
    &["fråvær", "sjukefråvær", "permisjon"],
    &["oppmøte", "deltaking"],
    &["kurs", "opplæring"],
    &["arbeid", "jobb"],
    &["rettleiar", "vegleiar", "saksbehandlar", "coach"],
    &["sak", "førespurnad", "ticket"],
    &["driftsstans", "driftsforstyrring", "nedetid"],
    &["endre", "byte"],
    &["feil", "problem"],
    &["bankid", "eid"],
    &["wifi", "wlan"],
    &["møte", "samtale"],
    &["gløymt", "gløyme", "mista"],
    &["slette", "fjerne"],
    &["bilde", "bilete"],
];
const EN: &[&[&str]] = &[
    &["password", "passcode", "passphrase"],
    &["login", "signin", "logon"],
    &["email", "mail"],
    &["mobile", "phone", "smartphone", "cellphone"],
    &["computer", "pc", "laptop"],
    &["invoice", "bill"],
    &["benefit", "allowance"],
    &["absence", "leave"],
    &["attendance", "participation"],
    &["course", "training"],
    &["job", "employment"],
    &["cv", "resume"],
    &["counsellor", "counselor", "caseworker", "coach"],
    &["ticket", "case"],
    &["outage", "downtime", "disruption"],
    &["change", "edit"],
    &["error", "problem", "issue"],
    &["wifi", "wlan"],
    &["meeting", "appointment"],
    &["delete", "remove", "erase"],
    &["forgot", "forgotten", "forget", "lost"],
];

/// Maps a stem to the stems of its synonyms.
type SynonymTable = HashMap<String, Vec<String>>;

static TABLES: LazyLock<[SynonymTable; Lang::ALL.len()]> = LazyLock::new(|| Lang::ALL.map(build_table));

/// All synonyms of a language: each stem with the other stems of its group.
pub(crate) fn synonym_groups(lang: Lang) -> &'static SynonymTable {
    &TABLES[lang as usize]
}

/// The stems of the synonyms of a stem.
pub(crate) fn synonyms(stem: &str, lang: Lang) -> &'static [String] {
    synonym_groups(lang).get(stem).map_or(&[], Vec::as_slice)
}

fn build_table(lang: Lang) -> SynonymTable {
    let data = match lang {
        Lang::Sv => SV,
        Lang::Nb => NB,
        Lang::Nn => NN,
        Lang::En => EN,
    };
    let mut table = SynonymTable::new();
    for group in data {
        let mut stems: Vec<String> = group.iter().map(|word| stem(word, lang).into_owned()).collect();
        stems.sort();
        stems.dedup();
        for stem in &stems {
            let others = stems.iter().filter(|other| *other != stem).cloned();
            table.entry(stem.clone()).or_default().extend(others);
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    #[test]
    fn every_word_is_folded_and_in_one_group() {
        for (lang, data) in [(Lang::Sv, SV), (Lang::Nb, NB), (Lang::Nn, NN), (Lang::En, EN)] {
            let mut seen = HashMap::new();
            for (group, words_of_group) in data.iter().enumerate() {
                for word in *words_of_group {
                    assert_eq!(words(word), [*word], "{lang}: {word}");
                    if let Some(other) = seen.insert(stem(word, lang).into_owned(), group) {
                        assert_eq!(other, group, "{lang}: {word} is in two groups");
                    }
                }
            }
        }
    }

    #[test]
    fn inflected_forms_have_the_synonyms_of_their_stem() {
        assert!(synonyms(&stem("lösenordet", Lang::Sv), Lang::Sv).contains(&"kodord".to_owned()));
        assert!(synonyms("xyzzy", Lang::Nb).is_empty());
    }
}
