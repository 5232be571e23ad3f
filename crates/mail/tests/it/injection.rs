//! Mail that somebody tries to bend: headers, markup, links and parts stay what they are.

use fyr_mail::{Block, ComposeError, Composer, Mailbox, Message, Unsubscribe};
use mail_parser::MessageParser;

use crate::{answer, compose, composer, now};

const INJECTIONS: [&str; 7] = [
    "Hej\r\nBcc: x@evil.example",
    "Hej\nBcc: x@evil.example",
    "Hej\rBcc: x@evil.example",
    "Hej\u{85}Bcc: x@evil.example\u{2028}Bcc: y@evil.example",
    "Hej\r\n\r\n<script>alert(1)</script>",
    "Hej\u{0}\u{1b}[31m\u{7f}",
    "=?utf-8?q?Hej=0D=0ABcc:_x@evil.example?=",
];

/// The lines before the empty one, unfolded.
fn headers(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8(bytes.to_vec()).expect("is UTF-8");
    let (head, _) = text.split_once("\r\n\r\n").expect("has an end of headers");
    head.replace("\r\n ", " ").replace("\r\n\t", " ").split("\r\n").map(str::to_owned).collect()
}

#[test]
fn no_header_can_be_added_through_a_subject_or_a_name() {
    let clean = headers(compose(&answer()).bytes()).len();
    for bad in INJECTIONS {
        let message = Message {
            subject: bad.to_owned(),
            to: Mailbox::named("asa@example.org", bad),
            reply_to: Some(Mailbox::named("svar@fyr.example", bad)),
            ..answer()
        };
        let mail = compose(&message);
        let headers = headers(mail.bytes());
        assert_eq!(headers.len(), clean, "{bad:?}: {headers:#?}");
        assert!(headers.iter().all(|line| !line.chars().any(char::is_control)), "{bad:?}: {headers:#?}");
        let parsed = MessageParser::default().parse(mail.bytes()).expect("is a mail");
        assert!(parsed.bcc().is_none());
        let subject = parsed.subject().expect("has a subject");
        assert!(!subject.chars().any(char::is_control), "{subject:?}");
        assert_eq!(
            parsed.to().map(|to| to.iter().filter_map(|to| to.address()).collect()),
            Some(vec!["asa@example.org"])
        );
    }
}

#[test]
fn an_address_that_is_none_is_refused_and_not_repeated() {
    for bad in [
        "",
        "asa",
        "asa@",
        "@example.org",
        "asa@example.org\r\nBcc: x@evil.example",
        "asa@example.org, x@evil.example",
        "asa@example.org x@evil.example",
        "<asa@example.org>",
        "asa@example.org>",
        "a\u{0}sa@example.org",
        "asa@exa mple.org",
    ] {
        let error = composer()
            .compose(&Message { to: Mailbox::new(bad), ..answer() }, now())
            .expect_err("is refused");
        assert_eq!(error, ComposeError::To, "{bad:?}");
        assert!(!error.to_string().contains("asa"));
        let from = Mailbox::new(bad);
        assert_eq!(Composer::new(&from, None, "fyr.example").err(), Some(ComposeError::From), "{bad:?}");
    }
    let from = Mailbox::new("support@localhost");
    assert!(Composer::new(&from, None, "localhost").is_ok(), "a workshop's own address is fine");
    assert_eq!(Composer::new(&from, None, "local host").err(), Some(ComposeError::Domain));
    let both = Composer::new(&from, Some(&Mailbox::new("x")), "localhost");
    assert_eq!(both.err(), Some(ComposeError::ReplyTo));
}

#[test]
fn links_that_run_something_or_lead_nowhere_are_refused() {
    for bad in ["javascript:alert(1)", "data:text/html,<script>", "/tickets/K7M", "file:///etc/passwd", ""] {
        let button = Block::Button { label: "Visa".to_owned(), url: bad.to_owned() };
        let in_text = Message { blocks: vec![button.clone()], ..answer() };
        let in_footer = Message { footer: vec![button], ..answer() };
        let unsubscribe = Some(Unsubscribe { label: "Sluta".to_owned(), url: bad.to_owned() });
        let in_header = Message { unsubscribe, ..answer() };
        for message in [in_text, in_footer, in_header] {
            assert_eq!(composer().compose(&message, now()).err(), Some(ComposeError::Link), "{bad}");
        }
    }
    let tricky = "https://fyr.example/a\"><b\r\nBcc: x@y.se?c=å";
    let unsubscribe = Some(Unsubscribe { label: "Sluta".to_owned(), url: tricky.to_owned() });
    let mail = compose(&Message { unsubscribe, ..answer() });
    let line = headers(mail.bytes()).into_iter().find(|line| line.starts_with("List-Unsubscribe:"));
    assert_eq!(
        line.as_deref(),
        Some("List-Unsubscribe: <https://fyr.example/a%22%3E%3CbBcc:%20x@y.se?c=%C3%A5>")
    );
}

#[test]
fn no_text_becomes_markup_or_a_part_of_its_own() {
    let attack = "</p><script>alert(1)</script><img src=x onerror='y'>\u{0}\u{202e}".to_owned();
    let boundary = format!("--=_fyr_{}", answer().id.simple());
    let blocks = vec![
        Block::Heading(attack.clone()),
        Block::Paragraph(format!("{boundary}--\r\nContent-Type: text/html\r\n\r\n<script>")),
        Block::Quote { author: attack.clone(), text: attack.clone() },
        Block::Facts(vec![(attack.clone(), attack.clone())]),
        Block::Button { label: attack.clone(), url: "https://fyr.example/'\"onclick=x".to_owned() },
        Block::Small(attack.clone()),
    ];
    let message = Message { subject: attack.clone(), preheader: Some(attack), blocks, ..answer() };
    let mail = compose(&message);
    let parsed = MessageParser::default().parse(mail.bytes()).expect("is a mail");
    assert_eq!(parsed.parts.len(), 3, "the mail and its two forms");
    let html = parsed.body_html(0).expect("has HTML");
    for bad in ["<script", "<img", "onerror='", "\"onclick", "\u{0}", "\u{202e}"] {
        assert!(!html.contains(bad), "{bad}\n{html}");
    }
    let text = parsed.body_text(0).expect("has text");
    assert!(text.contains(&format!("{boundary}--")) && !text.contains('\u{0}'));
}

#[test]
fn long_and_empty_texts_make_mails_too() {
    let long = "ä".repeat(20_000);
    let blocks =
        vec![Block::Paragraph(long.clone()), Block::Heading(String::new()), Block::Small("\n \n".to_owned())];
    let mail = compose(&Message { subject: long.clone(), blocks, ..answer() });
    let parsed = MessageParser::default().parse(mail.bytes()).expect("is a mail");
    assert!(parsed.body_text(0).is_some_and(|text| text.trim_end() == long));
    assert!(parsed.body_html(0).is_some_and(|html| !html.contains("<h1") && html.contains(&long)));
    assert!(mail.bytes().split(|byte| *byte == b'\n').all(|line| line.len() <= 998));

    let empty = compose(&Message { subject: String::new(), blocks: Vec::new(), ..answer() });
    assert!(MessageParser::default().parse(empty.bytes()).is_some());
}

#[test]
fn what_is_logged_of_a_mail_is_its_id() {
    let logged = format!("{:?}", compose(&answer()));
    assert!(logged.contains("ticket.") && !logged.contains("asa@"), "{logged}");
}
