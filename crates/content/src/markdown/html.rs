//! Markdown to HTML by comrak. The result is not safe yet: raw HTML passes through.

use comrak::{
    Arena, Options, format_html,
    nodes::{AlertType, NodeValue},
    parse_document,
};

use super::words::Words;

pub(super) fn from_markdown(source: &str, words: &Words) -> String {
    let options = options();
    let arena = Arena::new();
    let root = parse_document(&arena, source, &options);
    for node in root.descendants() {
        if let NodeValue::Alert(alert) = &mut node.data_mut().value {
            alert.title.get_or_insert_with(|| title(alert.alert_type, words).to_owned());
        }
    }
    let mut html = String::with_capacity(source.len() * 2);
    // Writing to a String cannot fail.
    let _ = format_html(root, &options, &mut html);
    html
}

fn title(kind: AlertType, words: &Words) -> &'static str {
    match kind {
        AlertType::Note => words.note,
        AlertType::Tip => words.tip,
        AlertType::Important => words.important,
        AlertType::Warning => words.warning,
        AlertType::Caution => words.caution,
    }
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.alerts = true;
    options.extension.footnotes = true;
    // Raw HTML is kept for the allow-list to judge.
    options.render.r#unsafe = true;
    options
}
