//! Names of files that people send: what is kept of them, and which ending a kind of file has. What a file is, its content
//! decides; that is not in here.

/// The longest name in characters; most file systems hold 255 bytes.
pub const MAX_FILE_NAME: usize = 150;
/// The longest ending in characters that counts as one when a name is shortened.
const MAX_ENDING: usize = 12;

/// The last component of the path a browser may have sent, as people will see it: without control, invisible and
/// direction-changing characters and without what Windows gives a meaning, at most [`MAX_FILE_NAME`] characters with its ending
/// kept; `file` where nothing is left.
pub fn clean(raw: &str) -> String {
    let component = raw.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible: String = component
        .chars()
        .filter(|c| !c.is_control() && !is_invisible(*c))
        .map(|c| if matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*') { '_' } else { c })
        .collect();
    // a run of spaces would push the ending out of sight
    let spaced = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    // Windows removes dots and spaces at the end, and what is left would be the ending
    let name = spaced.trim_end_matches(['.', ' ']);
    if name.is_empty() { "file".to_owned() } else { shorten(name, MAX_FILE_NAME) }
}

/// The ending of a name in lower case, without its dot; empty where it has none.
pub fn ending(name: &str) -> String {
    name.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_lowercase())
}

/// The name with one of these endings: as it is where it has one, else with the first one added.
pub fn with_ending(name: &str, endings: &[&str]) -> String {
    let own = ending(name);
    match endings.first() {
        Some(first) if !endings.contains(&own.as_str()) => {
            let room = MAX_FILE_NAME.saturating_sub(first.chars().count() + 1);
            format!("{}.{first}", shorten(name, room).trim_end_matches(['.', ' ']))
        }
        _ => name.to_owned(),
    }
}

/// A name of at most `max` characters: the middle is left out, beginning and ending stay.
fn shorten(name: &str, max: usize) -> String {
    let length = name.chars().count();
    if length <= max {
        return name.to_owned();
    }
    let end = match name.rsplit_once('.') {
        Some((_, ending)) if ending.chars().count() <= MAX_ENDING => ending.chars().count() + 1,
        _ => 0,
    };
    let start: String = name.chars().take(max.saturating_sub(end + 1)).collect();
    let end: String = name.chars().skip(length - end).collect();
    format!("{}…{end}", start.trim_end())
}

/// Whether a character shows nothing, or changes the direction or form of what is around it: Unicode's `Cf` and
/// `Default_Ignorable_Code_Point`, and letters and patterns that are blank.
const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{600}'..='\u{605}'
            | '\u{61c}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{890}'..='\u{891}'
            | '\u{8e2}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{110bd}'
            | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_is_only_a_name() {
        for (raw, name) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\x\\bild \u{7}å.png", "bild å.png"),
            ("/", "file"),
            ("...", "file"),
            ("\u{200b}\u{2800}", "file"),
            ("a.gif:evil.exe", "a.gif_evil.exe"),
            ("kvitto.hta. .", "kvitto.hta"),
            ("a.pdf                              .exe", "a.pdf .exe"),
            ("a.pdf\u{3000}\u{a0}\u{2003}.exe", "a.pdf .exe"),
        ] {
            assert_eq!(clean(raw), name, "{raw:?}");
        }
    }

    #[test]
    fn nothing_in_a_name_changes_how_the_rest_of_it_is_read() {
        for c in ['\u{202e}', '\u{2066}', '\u{200f}', '\u{61c}', '\u{feff}', '\u{ad}', '\u{e0041}', '\u{34f}']
        {
            assert_eq!(clean(&format!("Annual{c}cod.txt")), "Annualcod.txt", "{c:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_ending_and_its_length() {
        for ending in ["txt", "docx", "pdf", "HEIC"] {
            let name = clean(&format!("{}.{ending}", "å".repeat(174)));
            assert_eq!(name.chars().count(), MAX_FILE_NAME, "{name}");
            assert!(name.starts_with("åå") && name.ends_with(&format!("….{ending}")), "{name}");
        }
        let name = clean(&format!("a.{}", "b".repeat(300)));
        assert_eq!(name.chars().count(), MAX_FILE_NAME, "no ending");
    }

    #[test]
    fn a_name_gets_the_ending_of_its_kind_where_it_has_another() {
        let jpeg = ["jpg", "jpeg"];
        assert_eq!(with_ending("bild.JPEG", &jpeg), "bild.JPEG");
        assert_eq!(with_ending("kvitto.hta", &["gif"]), "kvitto.hta.gif");
        assert_eq!(with_ending("bild", &jpeg), "bild.jpg");
        let long = clean(&format!("{}.exe", "x".repeat(200)));
        let named = with_ending(&long, &["gif"]);
        assert!(named.ends_with(".exe.gif") && named.chars().count() == MAX_FILE_NAME, "{named}");
    }
}
