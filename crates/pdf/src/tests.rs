//! Documents as programs read them that know nothing of this crate.

use std::collections::BTreeMap;

use chrono::DateTime;
use lopdf::{Dictionary, Object};

use super::*;

fn render_blocks(blocks: Vec<Block>) -> lopdf::Document {
    let document = Document {
        title: "Dokumentation".into(),
        lang: "sv".into(),
        author: "Stöd".into(),
        created_at: DateTime::UNIX_EPOCH,
        footer: "Stöd".into(),
        blocks,
    };
    lopdf::Document::load_mem(&render(&document).unwrap()).unwrap()
}

fn text(text: &str) -> Text {
    text.to_owned().into()
}

/// The elements of the structure of a file.
fn elements(file: &lopdf::Document) -> impl Iterator<Item = &Dictionary> {
    let dictionaries = file.objects.values().filter_map(|object| object.as_dict().ok());
    dictionaries.filter(|dictionary| dictionary.has_type(b"StructElem"))
}

/// How often each kind of tag is in the structure.
fn count_tags(file: &lopdf::Document) -> BTreeMap<String, usize> {
    let mut tags = BTreeMap::new();
    for element in elements(file) {
        let kind = String::from_utf8_lossy(element.get(b"S").and_then(Object::as_name).unwrap());
        *tags.entry(kind.into_owned()).or_default() += 1;
    }
    tags
}

/// What a program copies from all pages, without line breaks.
fn copied(file: &lopdf::Document) -> String {
    let pages: Vec<_> = file.get_pages().into_keys().collect();
    file.extract_text(&pages).unwrap().replace('\n', "")
}

#[test]
fn every_kind_of_block_is_tagged() {
    let file = render_blocks(vec![
        Block::Lead(text("Min fråga")),
        Block::Facts(vec![("Nummer".into(), text("ABC-1234")), ("Status".into(), text("Löst"))]),
        Block::Heading("Vad som hände".into()),
        Block::List(vec![vec![
            ItemParagraph::Small(text("i går")),
            ItemParagraph::Name(text("Amina")),
            ItemParagraph::Body(Text { text: "Eg kjem ikkje inn".into(), lang: Some("nn".into()) }),
        ]]),
        Block::Paragraph(text("Hej")),
        Block::Small(text("Slut")),
    ]);
    let expected = [
        ("Document", 1),
        ("H1", 1),
        ("H2", 1),
        ("L", 1),
        ("LBody", 1),
        ("LI", 1),
        ("P", 6),
        ("TD", 2),
        ("TH", 2),
        ("TR", 2),
        ("Table", 1),
    ];
    assert_eq!(count_tags(&file), expected.map(|(name, count)| (name.to_owned(), count)).into());
    let copied = copied(&file);
    for words in ["Dokumentation", "Min fråga", "ABC-1234", "Löst", "Vad som hände", "Eg kjem ikkje inn"] {
        assert!(copied.contains(words), "{words}: {copied}");
    }
    assert_eq!(file.catalog().unwrap().get(b"Lang").and_then(Object::as_str).unwrap(), b"sv");
}

#[test]
fn whatever_people_write_is_in_the_file() {
    let written = "Jag kan inte logga in 🙂\n    indragen rad\nمرحبا، لا أستطيع الدخول\nሰላም ኣብዚ\nТест\nΚαλημέρα\n\
                   Đặng Thị\t\u{feff}slut\u{0}";
    let file = render_blocks(vec![Block::Paragraph(text(written))]);
    let copied = copied(&file);
    // the reader takes a change of typeface for a space, and Arabic as it is drawn, from left to right
    for words in ["logga in", "🙂    indragen rad", "ال", "ሰላም", "Тест", "Καλημέρα", "Đặng Thị    slut"]
    {
        assert!(copied.contains(words), "{words}: {copied}");
    }
}

#[test]
fn what_no_typeface_has_is_still_read() {
    let file = render_blocks(vec![Block::Paragraph(text("Namn: 张伟 och \u{e000}"))]);
    let actual = |number: u32| {
        let page = file.get_pages()[&number];
        file.get_and_decode_page_content(page).unwrap().operations
    };
    let texts: Vec<_> = actual(1)
        .iter()
        .filter_map(|operation| operation.operands.get(1)?.as_dict().ok()?.get(b"ActualText").ok().cloned())
        .filter_map(|object| lopdf::decode_text_string(&object).ok())
        .collect();
    assert_eq!(texts, ["张", "伟", "\u{e000}"]);
}

#[test]
fn a_long_document_has_many_pages_and_no_word_is_lost() {
    let items = (0..80).map(|number| {
        let words = format!("ord{number} ").repeat(60);
        vec![ItemParagraph::Small(text(&format!("rubrik{number}"))), ItemParagraph::Body(text(&words))]
    });
    let mut blocks = vec![Block::Heading("Händelser".into()), Block::List(items.collect())];
    blocks.push(Block::Paragraph(text(&"x".repeat(5_000))));
    blocks.push(Block::Facts(vec![("n".repeat(300), text(&"värde ".repeat(3_000)))]));
    let file = render_blocks(blocks);
    let pages = file.get_pages().len();
    assert!((10..40).contains(&pages), "{pages}");
    let copied = copied(&file);
    for number in 0..80 {
        assert_eq!(copied.matches(&format!("ord{number} ")).count(), 60, "{number}");
    }
    assert_eq!(copied.matches('x').count(), 5_000);
    assert_eq!(copied.matches("värde").count(), 3_000);
    assert!(copied.contains(&format!("Stöd · {pages} / {pages}")), "{copied}");
}

#[test]
fn a_document_without_anything_has_its_title() {
    let file =
        render_blocks(vec![Block::Paragraph(text("")), Block::Facts(vec![]), Block::List(vec![vec![]])]);
    assert_eq!(count_tags(&file), [("Document".to_owned(), 1), ("H1".to_owned(), 1)].into());
}
