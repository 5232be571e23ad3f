//! What the words before digits say that they are: a personal identity number, or something else such as a telephone number.

/// What the words before a number call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// A personal identity number.
    Person,
    /// Another number, such as a telephone number or that of an order.
    Other,
}

/// Words that say nothing by themselves: the word before them is the label.
const FILLERS: [&str; 18] = [
    "nr", "nummer", "numret", "nummeret", "no", "number", "num", "är", "er", "is", "på", "mig", "meg", "me",
    "at", "on", "här", "her",
];

/// Words for a personal identity number, also directly before its digits.
const PERSON: [&str; 13] =
    ["pnr", "fnr", "dnr", "p", "f", "d", "h", "ssn", "pid", "person", "samordning", "personal", "security"];
/// How longer words for it begin.
const PERSON_STEMS: [&str; 12] = [
    "personn",
    "personliga",
    "personid",
    "födelsen",
    "fødsels",
    "fodsels",
    "foedsels",
    "samordningsn",
    "hjelpen",
    "identitet",
    "identity",
    "interimsn",
];

/// Words for other numbers.
const OTHER: [&str; 41] = [
    "tel",
    "tlf",
    "tfn",
    "tif",
    "telnr",
    "tlfnr",
    "mob",
    "mobil",
    "cell",
    "ring",
    "ringa",
    "ringe",
    "call",
    "sms",
    "fax",
    "faks",
    "ocr",
    "kid",
    "org",
    "orgnr",
    "ean",
    "imei",
    "ref",
    "refnr",
    "referens",
    "referanse",
    "reference",
    "konto",
    "account",
    "iban",
    "bg",
    "pg",
    "swish",
    "vipps",
    "whatsapp",
    "epoch",
    "timestamp",
    "ts",
    "guid",
    "uuid",
    "tracking",
];
/// How longer words for them begin.
const OTHER_STEMS: [&str; 30] = [
    "telefon",
    "mobiln",
    "phone",
    "telephone",
    "ringn",
    "faxn",
    "order",
    "ordre",
    "faktura",
    "invoice",
    "serien",
    "serial",
    "organisasjonsn",
    "organisationsn",
    "beställning",
    "bestilling",
    "ärenden",
    "saksn",
    "kundn",
    "diarien",
    "kollin",
    "sporing",
    "spårning",
    "konton",
    "referensn",
    "betalningsref",
    "bankgiro",
    "plusgiro",
    "postgiro",
    "artikeln",
];

/// How far back a label is looked for, in bytes.
const REACH: usize = 100;

/// What the words directly before a number call it. They are in its line, or alone in the line before.
pub(super) fn label_before(before: &str) -> Option<Label> {
    let start = before.ceil_char_boundary(before.len().saturating_sub(REACH));
    let before = &before[start..];
    let (above, line) = before.rsplit_once('\n').unwrap_or(("", before));
    if line.chars().any(char::is_alphanumeric) {
        return label_at_end(line);
    }
    let line_above = above.trim_end();
    let line_above = line_above.rsplit('\n').next().unwrap_or_default();
    let is_heading = line_above.ends_with([':', '|', '=']) || line_above.split_whitespace().count() <= 2;
    if is_heading { label_at_end(line_above) } else { None }
}

fn label_at_end(line: &str) -> Option<Label> {
    let mut rest = line;
    loop {
        let end = rest.trim_end_matches(|c: char| !c.is_alphanumeric());
        // what follows such a sign is something new
        if rest[end.len()..].contains([',', ';', '!', '?', '(', ')']) || end.is_empty() {
            return None;
        }
        let start = end
            .rfind(|c: char| !c.is_alphanumeric())
            .map_or(0, |at| at + end[at..].chars().next().map_or(1, char::len_utf8));
        let word = lower(&end[start..]);
        if !FILLERS.contains(&word.as_str()) {
            return kind_of_word(&word);
        }
        rest = &end[..start];
    }
}

/// Whether a word directly before digits is one for a personal identity number: `pnr900215-2388`.
pub(super) fn is_person_word(word: &str) -> bool {
    let word = lower(word);
    matches!(word.as_str(), "nr" | "nummer") || word.len() > 2 && kind_of_word(&word) == Some(Label::Person)
}

fn kind_of_word(word: &str) -> Option<Label> {
    let begins_with = |stems: &[&str]| stems.iter().any(|stem| word.starts_with(stem));
    if PERSON.contains(&word) || begins_with(&PERSON_STEMS) {
        Some(Label::Person)
    } else if OTHER.contains(&word) || begins_with(&OTHER_STEMS) || is_iban_start(word) {
        Some(Label::Other)
    } else {
        None
    }
}

/// Country and check digits of a bank account: `no93`.
fn is_iban_start(word: &str) -> bool {
    matches!(word.as_bytes(), [a, b, c, d] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() && c.is_ascii_digit() && d.is_ascii_digit())
}

/// Lower case for the letters of our languages: folding all of Unicode would add some kilobytes to the module for the browser.
fn lower(word: &str) -> String {
    let lower = |c: char| match c {
        'Å' => 'å',
        'Ä' => 'ä',
        'Ö' => 'ö',
        'Æ' => 'æ',
        'Ø' => 'ø',
        other => other.to_ascii_lowercase(),
    };
    word.chars().map(lower).collect()
}
