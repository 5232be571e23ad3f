//! The mail that was sent, read as a mail program reads it.

use std::path::Path;

use mail_parser::MessageParser;

/// A mail as it arrived.
#[derive(Debug)]
pub struct ReceivedEmail {
    /// The one address it is for.
    pub to: String,
    /// Decoded.
    pub subject: String,
    /// Its words, without the ends of lines.
    pub text: String,
    /// The same with a look.
    pub html: String,
    /// Every header line, and everything after.
    pub raw: String,
}

impl ReceivedEmail {
    /// Every mail in a folder, oldest first.
    pub fn read_all(folder: &Path) -> Vec<Self> {
        let Ok(files) = std::fs::read_dir(folder) else { return Vec::new() };
        let mut files: Vec<_> = files
            .map(|file| file.unwrap().path())
            .filter(|path| path.extension().is_some_and(|e| e == "eml"))
            .collect();
        files.sort();
        files.iter().map(|path| Self::read(&std::fs::read(path).unwrap())).collect()
    }

    fn read(raw: &[u8]) -> Self {
        let mail = MessageParser::default().parse(raw).unwrap();
        let to: Vec<_> = mail.to().unwrap().iter().filter_map(|to| to.address().map(str::to_owned)).collect();
        assert_eq!(to.len(), 1, "a mail is for one person");
        Self {
            to: to[0].clone(),
            subject: mail.subject().unwrap().to_owned(),
            text: mail.body_text(0).unwrap().split_whitespace().collect::<Vec<_>>().join(" "),
            html: mail.body_html(0).unwrap().into_owned(),
            raw: String::from_utf8_lossy(raw).into_owned(),
        }
    }

    /// The path and query of the link in it that begins with a path.
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
