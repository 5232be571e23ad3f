//! Markdown to HTML with comrak. The result is not sanitised: raw HTML passes through.

use comrak::{
    Arena, Options, format_html,
    nodes::{AlertType, NodeValue},
    parse_document,
};

use super::texts::RenderTexts;

pub(super) fn from_markdown(source: &str, texts: &RenderTexts) -> String {
    let options = options();
    let arena = Arena::new();
    let root = parse_document(&arena, source, &options);
    for node in root.descendants() {
        if let NodeValue::Alert(alert) = &mut node.data_mut().value {
            alert.title.get_or_insert_with(|| alert_title(alert.alert_type, texts).to_owned());
        }
    }
    let mut html = String::with_capacity(source.len() * 2);
    // Writing to a String cannot fail.
    let _ = format_html(root, &options, &mut html);
    html
}

fn alert_title(kind: AlertType, texts: &RenderTexts) -> &'static str {
    match kind {
        AlertType::Note => texts.note,
        AlertType::Tip => texts.tip,
        AlertType::Important => texts.important,
        AlertType::Warning => texts.warning,
        AlertType::Caution => texts.caution,
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
    // Raw HTML passes through; the sanitiser removes what is not allowed.
    options.render.r#unsafe = true;
    options
}
