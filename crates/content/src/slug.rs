//! Words for addresses: slugs of articles and ids of headings. Plain ASCII, so that an address survives mail
//! programs, chat and being read aloud.

/// The longest slug, in bytes. Longer ones are cut between words.
const LONGEST: usize = 80;

/// Turns a text into lower-case ASCII words with hyphens between them. Letters of our languages keep their place
/// as their nearest plain letter (å and ä are `a`, ö and ø are `o`, æ is `ae`): "Så här söker du" is `sa-har-soker-du`.
/// Empty when the text has no letter or digit that can be written so.
pub fn slugify(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'a'..='z' | '0'..='9' => slug.push(letter),
            // An apostrophe or a combining accent is inside a word, not between two.
            '\'' | '’' | '\u{ad}' | '\u{300}'..='\u{36f}' => {}
            _ => match plain(letter) {
                Some(letters) => slug.push_str(letters),
                None if slug.is_empty() || slug.ends_with('-') => {}
                None => slug.push('-'),
            },
        }
    }
    shorten(&mut slug);
    slug
}

/// What is left of a slug when only letters and digits count. Two spellings of one heading fold to the same text.
pub(crate) fn fold(text: &str) -> String {
    slugify(text).replace('-', "")
}

fn shorten(slug: &mut String) {
    if slug.len() > LONGEST {
        let cut = slug[..=LONGEST].rfind('-').unwrap_or(LONGEST);
        slug.truncate(cut);
    }
    slug.truncate(slug.trim_end_matches('-').len());
}

fn plain(letter: char) -> Option<&'static str> {
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
    fn our_letters_become_plain_ones() {
        assert_eq!(slugify("Så här söker du försäkring"), "sa-har-soker-du-forsakring");
        assert_eq!(slugify("Ærlig, på NORSK: øl"), "aerlig-pa-norsk-ol");
        assert_eq!(slugify("A\u{30a}land"), "aland");
    }

    #[test]
    fn signs_become_single_hyphens_and_apostrophes_vanish() {
        assert_eq!(slugify("  Don't — panic!! (v2.0) "), "dont-panic-v2-0");
        assert_eq!(slugify("日本"), "");
    }

    #[test]
    fn long_slugs_end_between_words() {
        let slug = slugify(&"ord ".repeat(60));
        assert!(slug.len() <= LONGEST && slug.ends_with("ord"), "{slug}");
        assert_eq!(slugify(&"a".repeat(200)).len(), LONGEST);
    }
}
