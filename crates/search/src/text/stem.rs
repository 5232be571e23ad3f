//! Stems: "lösenordet" and "lösenord" are one word. Snowball's algorithms, as tantivy uses them.

use std::borrow::Cow;

use frostem::{Algorithm, Stemmer};
use fyr_domain::Lang;

/// The stem of a folded word: always the beginning of a form of it, not always a word.
pub(crate) fn stem(word: &str, lang: Lang) -> Cow<'_, str> {
    match lang {
        Lang::Sv => repeated(word, &Stemmer::new(Algorithm::Swedish), swedish),
        Lang::Nb => repeated(word, &Stemmer::new(Algorithm::Norwegian), norwegian),
        Lang::En => Stemmer::new(Algorithm::English).stem(word),
    }
}

/// Snowball takes one ending off, which leaves "bruk" of "bruker" and "bruker" of "brukeren". Until nothing changes any
/// more, all forms meet.
fn repeated<'a>(word: &'a str, snowball: &Stemmer, rule: fn(&str) -> &str) -> Cow<'a, str> {
    let mut stemmed = Cow::Borrowed(word);
    loop {
        let next = match &stemmed {
            Cow::Borrowed(word) => shortened(snowball.stem(word), rule),
            Cow::Owned(word) => Cow::Owned(shortened(snowball.stem(word), rule).into_owned()),
        };
        let done = next.len() >= stemmed.len();
        stemmed = next;
        if done {
            return shortened(stemmed, undoubled);
        }
    }
}

/// What Snowball leaves on words that matter here: dokumentet, kontot, närvaron, fakturan, datorn.
fn swedish(stem: &str) -> &str {
    let neuter =
        |rest: &str| rest.len() >= 3 && !rest.ends_with("rn") && rest.bytes().rev().take(2).all(is_consonant);
    let cut = |end: &str, keep: usize| {
        stem.strip_suffix(end).filter(|rest| rest.len() >= 3).map(|rest| &stem[..rest.len() + keep])
    };
    stem.strip_suffix("et")
        .filter(|rest| neuter(rest))
        .or_else(|| cut("an", 0))
        .or_else(|| cut("orn", 2))
        .or_else(|| cut("ot", 1))
        .or_else(|| cut("on", 1))
        .unwrap_or(stem)
}

/// The same for Norwegian: brukerne.
fn norwegian(stem: &str) -> &str {
    stem.strip_suffix('n').filter(|rest| rest.ends_with("er") && rest.len() > 4).unwrap_or(stem)
}

/// One of two equal last consonants (programmet, bytt), and no last s: Snowball takes the genitive's off "kurs", and so
/// must we off "kursen".
fn undoubled(stem: &str) -> &str {
    let &[.., before, last] = stem.as_bytes() else {
        return stem;
    };
    let doubled = last == before && is_consonant(last) && last != b's';
    let genitive = last == b's' && is_consonant(before) && before != b's';
    // Both are ASCII, so the cut is between letters.
    let shorter = if doubled || genitive { &stem[..stem.len() - 1] } else { stem };
    if shorter.chars().count() >= 3 { shorter } else { stem }
}

fn is_consonant(byte: u8) -> bool {
    byte.is_ascii_lowercase() && !b"aeiouy".contains(&byte)
}

fn shortened(stem: Cow<'_, str>, rule: fn(&str) -> &str) -> Cow<'_, str> {
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
            (Lang::En, "password passwords"),
            (Lang::En, "report reports reporting reported"),
        ] {
            let stems: Vec<_> = forms.split(' ').map(|form| stem(form, lang)).collect();
            assert!(stems.iter().all(|stem| *stem == stems[0]), "{forms}: {stems:?}");
        }
        assert_eq!(stem("datakurs", Lang::Sv), stem("datakursen", Lang::Sv));
    }

    #[test]
    fn different_words_stay_different() {
        for (lang, one, other) in
            [(Lang::Sv, "internet", "intern"), (Lang::Sv, "trä", "träd"), (Lang::En, "organ", "organize")]
        {
            assert_ne!(stem(one, lang), stem(other, lang));
        }
    }
}
