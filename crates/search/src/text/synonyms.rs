//! The synonyms that are built in, as data: groups of words in their base form, for each language.
//!
//! A group contains words that are interchangeable in questions about work, training and IT; related words ("kurs", "lärare")
//! would make results worse. A word may be in one group only.

use fyr_domain::Lang;

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

/// The groups that are built in for a language.
pub(super) const fn built_in_groups(lang: Lang) -> &'static [&'static [&'static str]] {
    match lang {
        Lang::Sv => SV,
        Lang::Nb => NB,
        Lang::Nn => NN,
        Lang::En => EN,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::text::{stem, words};

    #[test]
    fn every_word_is_folded_and_in_one_group() {
        for lang in Lang::ALL {
            let mut seen = HashMap::new();
            for (group, words_of_group) in built_in_groups(lang).iter().enumerate() {
                for word in *words_of_group {
                    assert_eq!(words(word), [*word], "{lang}: {word}");
                    if let Some(other) = seen.insert(stem(word, lang).into_owned(), group) {
                        assert_eq!(other, group, "{lang}: {word} is in two groups");
                    }
                }
            }
        }
    }
}
