//! Case and accent folding: lower case, å ä ö æ ø preserved, other accents removed, compatibility forms as plain letters.

use fyr_domain::text::nfkc;

/// Appends the folded form of a character. A combining mark is composed with the letter before it, or dropped.
pub(super) fn push_folded(word: &mut String, c: char) {
    if c.is_ascii() {
        word.push(c.to_ascii_lowercase());
        return;
    }
    match c {
        // Decomposed text (NFD): compose å, ä and ö, drop other marks.
        '\u{300}'..='\u{36f}' => compose(word, c),
        _ if is_compatibility_form(c) => {
            let letters = nfkc(c.encode_utf8(&mut [0; 4]));
            let letters = letters.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
            letters.for_each(|lower| push_base(word, lower));
        }
        _ => c.to_lowercase().for_each(|lower| push_base(word, lower)),
    }
}

/// Whether a character may stand for others, such as the ligatures that come with text out of a PDF, full-width and superscript
/// letters. The letters that texts are full of are below.
const fn is_compatibility_form(c: char) -> bool {
    matches!(c, 'ª' | 'º' | '²' | '³' | '¹' | '¼'..='¾' | '\u{132}'..='\u{133}' | '\u{149}' | '\u{17f}' | '\u{1c4}'..='\u{1cc}')
        || matches!(c, '\u{1d2c}'..='\u{1d6a}' | '\u{2070}'..='\u{218f}' | '\u{2460}'..='\u{24ff}')
        || matches!(c, '\u{fb00}'..='\u{ffef}' | '\u{1d400}'..='\u{1d7ff}')
}

fn compose(word: &mut String, mark: char) {
    let composed = match (word.chars().next_back(), mark) {
        (Some('a'), '\u{30a}') => 'å',
        (Some('a'), '\u{308}') => 'ä',
        (Some('o'), '\u{308}') => 'ö',
        _ => return,
    };
    word.pop();
    word.push(composed);
}

fn push_base(word: &mut String, c: char) {
    word.push(match c {
        'á' | 'à' | 'â' | 'ã' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' => 'd',
        'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => 'e',
        'í' | 'ì' | 'î' | 'ï' | 'ī' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ó' | 'ò' | 'ô' | 'õ' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'š' | 'ś' => 's',
        'ť' => 't',
        'ú' | 'ù' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ž' | 'ź' | 'ż' => 'z',
        'ß' => return word.push_str("ss"),
        '\u{300}'..='\u{36f}' => return,
        other => other,
    });
}

#[cfg(test)]
mod tests {
    use crate::text::words;

    #[test]
    fn nordic_letters_are_preserved_and_other_accents_removed() {
        assert_eq!(
            words("TRÄ Ærlig SÅ idé Müller Straße"),
            ["trä", "ærlig", "så", "ide", "muller", "strasse"]
        );
    }

    #[test]
    fn compatibility_forms_are_the_letters_they_stand_for() {
        assert_eq!(
            words("ﬁler ＢａｎｋＩＤ ﬂytta m² ＡＢＣ① Ångström ℌ 𝐟𝐞𝐭"),
            ["filer", "bankid", "flytta", "m2", "abc1", "ångström", "h", "fet"]
        );
    }

    #[test]
    fn decomposed_letters_are_composed() {
        assert_eq!(words("lo\u{308}senord A\u{30a}r e\u{301}n"), ["lösenord", "år", "en"]);
    }
}
