//! Email that was sent into a folder, parsed like a mail program does.

use std::{fs, path::Path};

use mail_parser::MessageParser;

/// An email as its recipient gets it.
#[derive(Debug)]
pub struct ReceivedEmail {
    /// The only recipient.
    pub to: String,
    /// Decoded.
    pub subject: String,
    /// The text part, with single spaces instead of line breaks.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// The whole message, with its headers.
    pub raw: String,
}

impl ReceivedEmail {
    /// All emails in a folder, oldest first.
    pub fn read_all(folder: &Path) -> Vec<Self> {
        let Ok(files) = fs::read_dir(folder) else { return Vec::new() };
        let mut files: Vec<_> = files
            .map(|file| file.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "eml"))
            .collect();
        files.sort();
        files.iter().map(|path| Self::parse(&fs::read(path).unwrap())).collect()
    }

    /// Parses a message.
    ///
    /// # Panics
    /// Where it has not exactly one recipient, a subject, a text part and an HTML part.
    pub fn parse(raw: &[u8]) -> Self {
        let email = MessageParser::default().parse(raw).unwrap();
        let to: Vec<_> =
            email.to().unwrap().iter().filter_map(|to| to.address().map(str::to_owned)).collect();
        assert_eq!(to.len(), 1, "an email is for one person");
        Self {
            to: to[0].clone(),
            subject: email.subject().unwrap().to_owned(),
            text: email.body_text(0).unwrap().split_whitespace().collect::<Vec<_>>().join(" "),
            html: email.body_html(0).unwrap().into_owned(),
            raw: String::from_utf8_lossy(raw).into_owned(),
        }
    }

    /// Path and query of the first link in the text that begins with this path.
    #[track_caller]
    pub fn link(&self, public_url: &str, path: &str) -> String {
        let start = format!("{public_url}{path}");
        let at = self.text.find(&start).unwrap_or_else(|| panic!("no link to {path} in {}", self.text));
        let link: String = self.text[at..].chars().take_while(|c| !c.is_whitespace() && *c != '>').collect();
        link[public_url.len()..].to_owned()
    }

    /// The header lines, unfolded.
    pub fn header_lines(&self) -> Vec<String> {
        let head = self.raw.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ").replace("\r\n\t", " ");
        head.split("\r\n").map(str::to_owned).collect()
    }
}
