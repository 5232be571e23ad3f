//! Stemming, so that "lösenordet" and "lösenord" are the same word: the Snowball algorithms, with additional rules.

use std::borrow::Cow;

use frostem::{Algorithm, Stemmer};
use fyr_domain::Lang;

/// The stem of a folded word: a prefix of one of its forms, not necessarily a word.
pub(crate) fn stem(word: &str, lang: Lang) -> Cow<'_, str> {
    match lang {
        Lang::Sv => stem_repeatedly(word, &Stemmer::new(Algorithm::Swedish), strip_swedish),
        Lang::Nb => stem_repeatedly(word, &Stemmer::new(Algorithm::Norwegian), strip_norwegian),
        Lang::Nn => stem_repeatedly(word, &Stemmer::new(Algorithm::Norwegian), strip_nynorsk),
        Lang::En => Stemmer::new(Algorithm::English).stem(word),
    }
}

/// Applies the stemmer until nothing changes: Snowball removes one ending, so "bruker" becomes "bruk", but "brukeren" becomes
/// "bruker".
fn stem_repeatedly<'a>(word: &'a str, snowball: &Stemmer, rule: fn(&str) -> &str) -> Cow<'a, str> {
    let mut stemmed = Cow::Borrowed(word);
    loop {
        let next = match &stemmed {
            Cow::Borrowed(word) => apply_rule(snowball.stem(word), rule),
            Cow::Owned(word) => Cow::Owned(apply_rule(snowball.stem(word), rule).into_owned()),
        };
        let done = next.len() >= stemmed.len();
        stemmed = next;
        if done {
            return apply_rule(stemmed, strip_doubled_consonant);
        }
    }
}

/// Swedish endings that Snowball leaves on frequent words: dokumentet, kontot, närvaron, fakturan, datorn.
fn strip_swedish(stem: &str) -> &str {
    let neuter =
        |rest: &str| rest.len() >= 3 && !rest.ends_with("rn") && rest.bytes().rev().take(2).all(is_consonant);
    let strip = |suffix: &str, kept: usize| {
        stem.strip_suffix(suffix).filter(|rest| rest.len() >= 3).map(|rest| &stem[..rest.len() + kept])
    };
    stem.strip_suffix("et")
        .filter(|rest| neuter(rest))
        .or_else(|| strip("an", 0))
        .or_else(|| strip("orn", 2))
        .or_else(|| strip("ot", 1))
        .or_else(|| strip("on", 1))
        .unwrap_or(stem)
}

/// Norwegian endings that Snowball leaves: brukerne.
fn strip_norwegian(stem: &str) -> &str {
    stem.strip_suffix('n').filter(|rest| rest.ends_with("er") && rest.len() > 4).unwrap_or(stem)
}

/// Norwegian endings that Snowball, which is made for Bokmål, leaves in Nynorsk: sakane, rettleiarar, passorda.
fn strip_nynorsk(stem: &str) -> &str {
    let strip = |suffix: &str| stem.strip_suffix(suffix).filter(|rest| rest.chars().count() >= 3);
    strip("ane").or_else(|| strip("ar")).or_else(|| strip("a")).unwrap_or_else(|| strip_norwegian(stem))
}

/// Removes one of two equal final consonants (programmet, bytt) and a final s: Snowball removes a genitive s from "kurs", so
/// it has to be removed from "kursen" too.
fn strip_doubled_consonant(stem: &str) -> &str {
    let &[.., before, last] = stem.as_bytes() else {
        return stem;
    };
    let doubled = last == before && is_consonant(last) && last != b's';
    let genitive = last == b's' && is_consonant(before) && before != b's';
    // Both bytes are ASCII, so the cut is on a character boundary.
    let stripped = if doubled || genitive { &stem[..stem.len() - 1] } else { stem };
    if stripped.chars().count() >= 3 { stripped } else { stem }
}

fn is_consonant(byte: u8) -> bool {
    byte.is_ascii_lowercase() && !b"aeiouy".contains(&byte)
}

fn apply_rule(stem: Cow<'_, str>, rule: fn(&str) -> &str) -> Cow<'_, str> {
    match stem {
        Cow::Borrowed(stem) => Cow::Borrowed(rule(stem)),
        Cow::Owned(mut stem) => {
            stem.truncate(rule(&stem).len());
            Cow::Owned(stem)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflected_words_share_a_stem() {
        for (lang, forms) in [
            (Lang::Sv, "lösenord lösenordet lösenorden"),
            (Lang::Sv, "rapport rapporten rapporterna rapportens"),
            (Lang::Sv, "kurs kursen kurser kurserna"),
            (Lang::Sv, "ärende ärendet ärenden"),
            (Lang::Sv, "dokument dokumentet dokumenten"),
            (Lang::Sv, "konto kontot"),
            (Lang::Sv, "närvaro närvaron"),
            (Lang::Sv, "byta byter byte bytt"),
            (Lang::Sv, "dator datorn datorer datorerna"),
            (Lang::Sv, "faktura fakturan fakturor fakturorna"),
            (Lang::Sv, "avbrott avbrottet"),
            (Lang::Sv, "enhet enheten enheter"),
            (Lang::Sv, "program programmet"),
            (Lang::Nb, "passord passordet passordene"),
            (Lang::Nb, "kurs kurset kursene"),
            (Lang::Nb, "bruker brukeren brukere brukerne"),
            (Lang::Nb, "søknad søknaden søknader søknadene"),
            (Lang::Nb, "program programmet"),
            (Lang::Nb, "veileder veilederen veiledere veilederne"),
            (Lang::Nb, "aktivitet aktiviteten aktiviteter"),
            (Lang::Nb, "skjema skjemaet skjemaer"),
            (Lang::Nn, "sak saka saker sakene"),
            (Lang::Nn, "rettleiar rettleiaren rettleiarar rettleiarane"),
            (Lang::Nn, "søknad søknaden søknader søknadene"),
            (Lang::Nn, "nettlesar nettlesaren nettlesarar nettlesarane"),
            (Lang::Nn, "passord passordet passorda"),
            (Lang::Nn, "kurs kurset kursa"),
            (Lang::Nn, "fil fila filer filene"),
            (Lang::En, "password passwords"),
            (Lang::En, "report reports reporting reported"),
        ] {
            let stems: Vec<_> = forms.split(' ').map(|form| stem(form, lang)).collect();
            assert!(stems.iter().all(|stem| *stem == stems[0]), "{forms}: {stems:?}");
        }
        assert_eq!(stem("datakurs", Lang::Sv), stem("datakursen", Lang::Sv));
    }

    #[test]
    fn different_words_have_different_stems() {
        for (lang, one, other) in
            [(Lang::Sv, "internet", "intern"), (Lang::Sv, "trä", "träd"), (Lang::En, "organ", "organize")]
        {
            assert_ne!(stem(one, lang), stem(other, lang));
        }
    }
}
