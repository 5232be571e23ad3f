//! The documentation of a ticket as an accessible PDF.

use fyr_domain::Lang;
use fyr_i18n::t;
use fyr_pdf::{Block, Document, ItemParagraph, Text};
use fyr_usecases::Error;

use super::content::{Content, DocumentedEntry};
use crate::RequestContext;

/// `/tickets/{reference}/documentation.pdf`: the reference of the ticket, and the document, which is yet to be rendered.
pub async fn pdf(cx: &RequestContext, reference: &str) -> Result<(String, Document), Error> {
    let lang = cx.lang;
    let content = Content::load(cx, reference).await?;
    let written_in = content.written_in;
    let mut blocks = vec![
        Block::Lead(written(content.subject, lang, written_in)),
        Block::Small(content.made.into()),
        Block::Facts(content.facts.into_iter().map(|(name, value)| (name, value.into())).collect()),
    ];
    if let Some(solution) = content.solution {
        blocks.push(Block::Heading(t!(lang, "documentation-solution").to_owned()));
        blocks.push(Block::Paragraph(written(solution, lang, written_in)));
    }
    if !content.targets.is_empty() {
        let outcome = |(name, outcome): (String, String)| {
            vec![ItemParagraph::Name(name.into()), ItemParagraph::Body(outcome.into())]
        };
        blocks.push(Block::Heading(t!(lang, "documentation-targets").to_owned()));
        blocks.push(Block::List(content.targets.into_iter().map(outcome).collect()));
    }
    let entries = content.entries.into_iter().map(|entry| rows(entry, lang, written_in));
    blocks.push(Block::Heading(t!(lang, "documentation-events").to_owned()));
    blocks.push(Block::List(entries.collect()));
    let document = Document {
        footer: format!("{} · {}", cx.portal_name(), content.title),
        title: content.title,
        lang: lang.tag().to_owned(),
        author: cx.portal_name().to_owned(),
        created_at: cx.now,
        blocks,
    };
    Ok((content.reference, document))
}

/// A text of the ticket, with its language where that is not the reader's.
fn written(text: String, lang: Lang, written_in: Lang) -> Text {
    Text { text, lang: (written_in != lang).then(|| written_in.tag().to_owned()) }
}

fn rows(entry: DocumentedEntry, lang: Lang, written_in: Lang) -> Vec<ItemParagraph> {
    let DocumentedEntry { at, author, text, files } = entry;
    let mut rows = vec![ItemParagraph::Small(at.into())];
    let text = match author {
        Some((name, side)) => {
            rows.push(ItemParagraph::Name(format!("{name} ({side})").into()));
            written(text, lang, written_in)
        }
        None => text.into(),
    };
    rows.push(ItemParagraph::Body(text));
    rows.extend(files.map(|files| ItemParagraph::Small(files.into())));
    rows
}
