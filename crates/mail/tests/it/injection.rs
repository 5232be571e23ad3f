//! Hostile input cannot add headers, markup, links or MIME parts to a mail.

use fyr_mail::{Block, ComposeError, Composer, EmailMessage, Mailbox, Unsubscribe};
use mail_parser::MessageParser;

use crate::{compose, composer, now, ticket_reply};

const INJECTIONS: [&str; 7] = [
    "Hej\r\nBcc: x@evil.example",
    "Hej\nBcc: x@evil.example",
    "Hej\rBcc: x@evil.example",
    "Hej\u{85}Bcc: x@evil.example\u{2028}Bcc: y@evil.example",
    "Hej\r\n\r\n<script>alert(1)</script>",
    "Hej\u{0}\u{1b}[31m\u{7f}",
    "=?utf-8?q?Hej=0D=0ABcc:_x@evil.example?=",
];

/// The header lines, unfolded.
fn headers(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8(bytes.to_vec()).expect("is UTF-8");
    let (head, _) = text.split_once("\r\n\r\n").expect("has an end of headers");
    head.replace("\r\n ", " ").replace("\r\n\t", " ").split("\r\n").map(str::to_owned).collect()
}

#[test]
fn no_header_can_be_added_through_a_subject_or_a_name() {
    let expected = headers(compose(&ticket_reply()).bytes()).len();
    for injection in INJECTIONS {
        let message = EmailMessage {
            subject: injection.to_owned(),
            to: Mailbox::named("asa@example.org", injection),
            reply_to: Some(Mailbox::named("svar@fyr.example", injection)),
            ..ticket_reply()
        };
        let mail = compose(&message);
        let headers = headers(mail.bytes());
        assert_eq!(headers.len(), expected, "{injection:?}: {headers:#?}");
        assert!(
            headers.iter().all(|line| !line.chars().any(char::is_control)),
            "{injection:?}: {headers:#?}"
        );
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
fn an_invalid_address_is_rejected_and_not_repeated() {
    for invalid in [
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
            .compose(&EmailMessage { to: Mailbox::new(invalid), ..ticket_reply() }, now())
            .expect_err("is refused");
        assert_eq!(error, ComposeError::InvalidTo, "{invalid:?}");
        assert!(!error.to_string().contains("asa"));
        let from = Mailbox::new(invalid);
        assert_eq!(
            Composer::new(&from, None, "fyr.example").err(),
            Some(ComposeError::InvalidFrom),
            "{invalid:?}"
        );
    }
    let from = Mailbox::new("support@localhost");
    assert!(Composer::new(&from, None, "localhost").is_ok(), "localhost is allowed, for development");
    assert_eq!(Composer::new(&from, None, "local host").err(), Some(ComposeError::InvalidDomain));
    let invalid_reply_to = Composer::new(&from, Some(&Mailbox::new("x")), "localhost");
    assert_eq!(invalid_reply_to.err(), Some(ComposeError::InvalidReplyTo));
}

#[test]
fn links_with_another_scheme_or_without_a_host_are_rejected() {
    for invalid in
        ["javascript:alert(1)", "data:text/html,<script>", "/tickets/K7M", "file:///etc/passwd", ""]
    {
        let button = Block::Button { label: "Visa".to_owned(), url: invalid.to_owned() };
        let in_text = EmailMessage { blocks: vec![button.clone()], ..ticket_reply() };
        let in_footer = EmailMessage { footer: vec![button], ..ticket_reply() };
        let unsubscribe = Some(Unsubscribe { label: "Sluta".to_owned(), url: invalid.to_owned() });
        let in_header = EmailMessage { unsubscribe, ..ticket_reply() };
        for message in [in_text, in_footer, in_header] {
            assert_eq!(
                composer().compose(&message, now()).err(),
                Some(ComposeError::InvalidLink),
                "{invalid}"
            );
        }
    }
    let tricky = "https://fyr.example/a\"><b\r\nBcc: x@y.se?c=å";
    let unsubscribe = Some(Unsubscribe { label: "Sluta".to_owned(), url: tricky.to_owned() });
    let mail = compose(&EmailMessage { unsubscribe, ..ticket_reply() });
    let line = headers(mail.bytes()).into_iter().find(|line| line.starts_with("List-Unsubscribe:"));
    assert_eq!(
        line.as_deref(),
        Some("List-Unsubscribe: <https://fyr.example/a%22%3E%3CbBcc:%20x@y.se?c=%C3%A5>")
    );
}

#[test]
fn no_text_becomes_markup_or_another_mime_part() {
    let attack = "</p><script>alert(1)</script><img src=x onerror='y'>\u{0}\u{202e}".to_owned();
    let boundary = format!("--=_fyr_{}", ticket_reply().id.simple());
    let blocks = vec![
        Block::Heading(attack.clone()),
        Block::Paragraph(format!("{boundary}--\r\nContent-Type: text/html\r\n\r\n<script>")),
        Block::Quote { author: attack.clone(), text: attack.clone() },
        Block::Facts(vec![(attack.clone(), attack.clone())]),
        Block::Button { label: attack.clone(), url: "https://fyr.example/'\"onclick=x".to_owned() },
        Block::Small(attack.clone()),
    ];
    let message = EmailMessage { subject: attack.clone(), preheader: Some(attack), blocks, ..ticket_reply() };
    let mail = compose(&message);
    let parsed = MessageParser::default().parse(mail.bytes()).expect("is a mail");
    assert_eq!(parsed.parts.len(), 3, "the mail and its two alternatives");
    let html = parsed.body_html(0).expect("has HTML");
    for markup in ["<script", "<img", "onerror='", "\"onclick", "\u{0}", "\u{202e}"] {
        assert!(!html.contains(markup), "{markup}\n{html}");
    }
    let text = parsed.body_text(0).expect("has text");
    assert!(text.contains(&format!("{boundary}--")) && !text.contains('\u{0}'));
}

#[test]
fn long_and_empty_texts_can_be_composed() {
    let long = "ä".repeat(20_000);
    let blocks =
        vec![Block::Paragraph(long.clone()), Block::Heading(String::new()), Block::Small("\n \n".to_owned())];
    let mail = compose(&EmailMessage { subject: long.clone(), blocks, ..ticket_reply() });
    let parsed = MessageParser::default().parse(mail.bytes()).expect("is a mail");
    assert!(parsed.body_text(0).is_some_and(|text| text.trim_end() == long));
    assert!(parsed.body_html(0).is_some_and(|html| !html.contains("<h1") && html.contains(&long)));
    assert!(mail.bytes().split(|byte| *byte == b'\n').all(|line| line.len() <= 998));

    let empty = compose(&EmailMessage { subject: String::new(), blocks: Vec::new(), ..ticket_reply() });
    assert!(MessageParser::default().parse(empty.bytes()).is_some());
}

#[test]
fn debug_output_contains_the_message_id_and_no_address() {
    let logged = format!("{:?}", compose(&ticket_reply()));
    assert!(logged.contains("ticket.") && !logged.contains("asa@"), "{logged}");
}
