//! Slugs of articles and ids of headings: plain ASCII, so that URLs survive email, chat and being read aloud.

/// The maximum length of a slug in bytes. Longer ones are cut between words.
const MAX_LENGTH: usize = 80;

/// Turns a text into lower-case ASCII words joined by hyphens. Letters with diacritics are transliterated (å and ä to `a`, ö
/// and ø to `o`, æ to `ae`): "Så här söker du" becomes `sa-har-soker-du`. Empty when the text has no letter or digit that can
/// be transliterated.
pub fn slugify(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'a'..='z' | '0'..='9' => slug.push(letter),
            // An apostrophe or combining accent does not separate words.
            '\'' | '’' | '\u{ad}' | '\u{300}'..='\u{36f}' => {}
            _ => match transliterate(letter) {
                Some(letters) => slug.push_str(letters),
                None if slug.is_empty() || slug.ends_with('-') => {}
                None => slug.push('-'),
            },
        }
    }
    shorten(&mut slug);
    slug
}

/// A slug reduced to letters and digits, for comparing headings regardless of case, punctuation and spelling.
pub(crate) fn fold(text: &str) -> String {
    slugify(text).replace('-', "")
}

fn shorten(slug: &mut String) {
    if slug.len() > MAX_LENGTH {
        let cut = slug[..=MAX_LENGTH].rfind('-').unwrap_or(MAX_LENGTH);
        slug.truncate(cut);
    }
    slug.truncate(slug.trim_end_matches('-').len());
}

fn transliterate(letter: char) -> Option<&'static str> {
    Some(match letter {
        'å' | 'ä' | 'á' | 'à' | 'â' | 'ã' | 'ā' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'č' | 'ć' => "c",
        'ð' | 'đ' => "d",
        'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => "e",
        'í' | 'ì' | 'î' | 'ï' | 'ī' => "i",
        'ł' => "l",
        'ñ' | 'ń' | 'ŋ' => "n",
        'ö' | 'ø' | 'ó' | 'ò' | 'ô' | 'õ' | 'ō' => "o",
        'œ' => "oe",
        'ř' => "r",
        'š' | 'ś' => "s",
        'ß' => "ss",
        'þ' | 'ŧ' => "t",
        'ú' | 'ù' | 'û' | 'ü' | 'ū' | 'ů' => "u",
        'ý' | 'ÿ' => "y",
        'ž' | 'ź' | 'ż' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_with_diacritics_are_transliterated() {
        assert_eq!(slugify("Så här söker du försäkring"), "sa-har-soker-du-forsakring");
        assert_eq!(slugify("Ærlig, på NORSK: øl"), "aerlig-pa-norsk-ol");
        assert_eq!(slugify("A\u{30a}land"), "aland");
    }

    #[test]
    fn punctuation_becomes_single_hyphens_and_apostrophes_are_removed() {
        assert_eq!(slugify("  Don't — panic!! (v2.0) "), "dont-panic-v2-0");
        assert_eq!(slugify("日本"), "");
    }

    #[test]
    fn long_slugs_end_between_words() {
        let slug = slugify(&"ord ".repeat(60));
        assert!(slug.len() <= MAX_LENGTH && slug.ends_with("ord"), "{slug}");
        assert_eq!(slugify(&"a".repeat(200)).len(), MAX_LENGTH);
    }
}
