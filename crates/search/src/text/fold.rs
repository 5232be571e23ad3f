//! Case and accent folding: lower case, å ä ö æ ø preserved, other accents removed.

/// Appends the folded form of a character. A combining mark is composed with the letter before it, or dropped.
pub(super) fn push_folded(word: &mut String, c: char) {
    if c.is_ascii() {
        word.push(c.to_ascii_lowercase());
        return;
    }
    match c {
        // Decomposed text (NFD): compose å, ä and ö, drop other marks.
        '\u{300}'..='\u{36f}' => compose(word, c),
        _ => c.to_lowercase().for_each(|lower| push_base(word, lower)),
    }
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
    fn decomposed_letters_are_composed() {
        assert_eq!(words("lo\u{308}senord A\u{30a}r e\u{301}n"), ["lösenord", "år", "en"]);
    }
}
