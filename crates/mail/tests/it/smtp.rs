//! Conversations with a server that takes mail, refuses it, goes silent, hangs up or answers late.

use std::time::{Duration, Instant};

use fyr_mail::{Cause, Mailbox, Message, SendError, SmtpSettings, Stage, Tls, Transport};
use mail_parser::MessageParser;

use crate::{
    answer, compose,
    server::{Act, Rule, Server},
};

fn transport(server: &Server) -> Transport {
    with_timeout(server, Duration::from_secs(5))
}

fn with_timeout(server: &Server, timeout: Duration) -> Transport {
    Transport::smtp(SmtpSettings {
        host: server.address.ip().to_string(),
        port: server.address.port(),
        tls: Tls::None,
        credentials: None,
        timeout,
    })
    .expect("the settings are valid")
}

async fn send_to(extensions: &'static [&'static str], at: &'static str, then: Act) -> Result<(), SendError> {
    let server = Server::start(extensions, [Rule { at, then }]).await;
    with_timeout(&server, Duration::from_millis(400)).send(&compose(&answer())).await
}

#[tokio::test]
async fn a_mail_arrives_as_it_was_written_and_the_connection_is_used_again() {
    let server = Server::start(&["8BITMIME", "SIZE 10000000"], []).await;
    let transport = transport(&server);
    let mail = compose(&answer());
    for _ in 0..3 {
        transport.send(&mail).await.expect("is taken");
    }
    let received = server.received();
    assert_eq!(received.len(), 3);
    assert_eq!(server.connections(), 1);
    assert_eq!(received[0].from, "MAIL FROM:<support@fyr.example>");
    assert_eq!(received[0].to, ["RCPT TO:<asa@example.org>"]);
    let parsed = MessageParser::default().parse(&received[0].data).expect("is a mail");
    assert_eq!(parsed.message_id().map(|id| format!("<{id}>")).as_deref(), Some(mail.message_id()));
    assert!(parsed.body_text(0).is_some_and(|text| text.contains("Hej Åsa!")));
}

#[tokio::test]
async fn lines_that_begin_with_a_dot_arrive_whole() {
    let server = Server::start(&[], []).await;
    let mut message = answer();
    message.blocks = vec![fyr_mail::Block::Paragraph(".\n..\n.ssh\nslut".to_owned())];
    transport(&server).send(&compose(&message)).await.expect("is taken");
    let parsed = MessageParser::default()
        .parse(&server.received()[0].data)
        .map(|mail| mail.body_text(0).map(String::from));
    assert_eq!(
        parsed.flatten().map(|text| text.replace("\r\n", "\n")).as_deref(),
        Some(".\n..\n.ssh\nslut\n")
    );
}

#[tokio::test]
async fn many_mails_at_once_share_a_few_connections() {
    let server = Server::start(&[], []).await;
    let transport = std::sync::Arc::new(transport(&server));
    let mail = compose(&answer());
    let sends = (0..20).map(|_| {
        let (transport, mail) = (std::sync::Arc::clone(&transport), mail.clone());
        tokio::spawn(async move { transport.send(&mail).await })
    });
    for send in sends.collect::<Vec<_>>() {
        send.await.expect("does not panic").expect("is taken");
    }
    assert_eq!(server.received().len(), 20);
    assert!(server.connections() <= 4, "{} connections", server.connections());
}

#[tokio::test]
async fn a_refusal_of_the_mail_is_final_and_tells_its_codes_but_no_address() {
    for (at, stage) in [
        ("MAIL", Stage::Sender),
        ("RCPT", Stage::Receiver),
        ("DATA", Stage::Content),
        ("DOT", Stage::Content),
    ] {
        let refusal = Act::Answer("550 5.1.1 <asa@example.org>: no Åsa Öberg here");
        let error = send_to(&[], at, refusal).await.expect_err("is refused");
        assert!(matches!(error, SendError::Permanent(_)), "{at}: {error}");
        assert_eq!((error.code(), error.failure().stage), (Some(550), stage));
        assert!(error.to_string().ends_with("the server answered 550 5.1.1"), "{error}");
        assert!(!format!("{error} {error:?}").contains("asa"), "{error:?}");
    }
}

#[tokio::test]
async fn a_server_that_is_busy_is_tried_again_later() {
    for (at, answer, code) in [
        ("GREETING", "421 4.3.2 Shutting down", 421),
        ("GREETING", "554 No service", 554), // to everybody, not about this mail
        ("EHLO", "500 What?", 500),
        ("MAIL", "451 4.3.0 Later", 451),
        ("MAIL", "530 5.7.0 Sign in first", 530), // our configuration, not the mail
        ("RCPT", "450 4.2.1 Greylisted", 450),
        ("DOT", "452 4.3.1 Disk full", 452),
    ] {
        let error = send_to(&[], at, Act::Answer(answer)).await.expect_err("is put off");
        assert!(matches!(error, SendError::Temporary(_)), "{at} {answer}: {error}");
        assert_eq!(error.code(), Some(code), "{at} {answer}: {error}");
    }
}

#[tokio::test]
async fn a_server_that_goes_silent_is_left_in_time_wherever_it_happens() {
    for at in ["GREETING", "EHLO", "MAIL", "RCPT", "DATA", "DOT"] {
        let started = Instant::now();
        let error = send_to(&[], at, Act::Silence).await.expect_err("times out");
        assert!(
            matches!(error, SendError::Temporary(_)) && error.failure().cause == Cause::TimedOut,
            "{at}: {error}"
        );
        assert!(started.elapsed() < Duration::from_secs(2), "{at}");
    }
}

#[tokio::test]
async fn a_connection_that_breaks_is_tried_again_later() {
    for at in ["GREETING", "EHLO", "MAIL", "RCPT", "DATA", "DOT"] {
        let error = send_to(&[], at, Act::HangUp).await.expect_err("breaks");
        assert!(
            matches!(error, SendError::Temporary(_)) && error.failure().cause == Cause::Lost,
            "{at}: {error}"
        );
    }
    let server = Server::start(&[], []).await;
    let nobody = Transport::from_url("smtp://127.0.0.1:1?timeout=2").expect("is valid");
    assert_eq!(nobody.longest(), Duration::from_secs(2));
    assert!(matches!(nobody.send(&compose(&answer())).await, Err(SendError::Temporary(_))));
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn an_answer_that_comes_too_late_is_not_taken_for_the_next_mails() {
    let late = Rule { at: "DOT", then: Act::Late(Duration::from_millis(600)) };
    let refused = Rule { at: "RCPT", then: Act::Answer("550 5.1.1 Nobody") };
    let server = Server::start(&[], [late, refused]).await;
    let transport = with_timeout(&server, Duration::from_millis(300));
    let mail = compose(&answer());
    assert!(matches!(transport.send(&mail).await, Err(SendError::Temporary(_))));
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(transport.send(&mail).await.expect_err("is refused").code(), Some(550));
    transport.send(&mail).await.expect("is taken");
    // The first was taken after all: sent twice is better than lost, and both carry the same Message-ID.
    let connections = server.received().iter().map(|mail| mail.connection).collect::<Vec<_>>();
    assert_eq!(connections, [1, 3]);
}

#[tokio::test]
async fn a_connection_the_server_closed_meanwhile_is_replaced_unnoticed() {
    let server = Server::start(&[], [Rule { at: "NOOP", then: Act::HangUp }]).await;
    let transport = transport(&server);
    let mail = compose(&answer());
    transport.send(&mail).await.expect("is taken");
    transport.send(&mail).await.expect("is taken on a new connection");
    assert_eq!((server.received().len(), server.connections()), (2, 2));
}

#[tokio::test]
async fn giving_up_waiting_closes_the_connection() {
    let server = Server::start(&[], [Rule { at: "DOT", then: Act::Late(Duration::from_millis(300)) }]).await;
    let transport = transport(&server);
    let mail = compose(&answer());
    let sending = tokio::time::timeout(Duration::from_millis(100), transport.send(&mail));
    assert!(sending.await.is_err());
    transport.send(&mail).await.expect("is taken");
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn user_and_password_are_used_and_a_wrong_one_loses_no_mail() {
    let rules = [Rule { at: "AUTH", then: Act::Answer("535 5.7.8 Wrong password") }];
    let server = Server::start(&["AUTH PLAIN LOGIN"], rules).await;
    let transport =
        Transport::from_url(&format!("smtp://fyr:f%C3%A5gel@{}", server.address)).expect("is valid");
    let mail = compose(&answer());
    let error = transport.send(&mail).await.expect_err("is not let in");
    assert!(matches!(error, SendError::Temporary(_)) && error.code() == Some(535), "{error}");
    transport.send(&mail).await.expect("is let in");
    assert!(server.commands().iter().any(|command| command == "AUTH PLAIN AGZ5cgBmw6VnZWw="));
    assert!(!format!("{transport} {transport:?}").contains("fågel"));
}

#[tokio::test]
async fn nothing_is_sent_in_the_clear_where_encryption_is_asked_for() {
    let server = Server::start(&["AUTH PLAIN"], []).await;
    for url in [
        format!("smtp://u:p@{}?tls=starttls", server.address),
        format!("smtps://u:p@{}?timeout=1", server.address),
    ] {
        let error = Transport::from_url(&url)
            .expect("is valid")
            .send(&compose(&answer()))
            .await
            .expect_err("is refused");
        assert!(
            matches!(error, SendError::Temporary(_)) && error.failure().stage == Stage::Connect,
            "{error}"
        );
    }
    assert!(server.received().is_empty());
    assert!(
        !server.commands().iter().any(|command| command.starts_with("AUTH") || command.starts_with("MAIL"))
    );
}

#[tokio::test]
async fn addresses_beyond_ascii_go_to_servers_that_take_them() {
    let message = Message { to: Mailbox::new("åsa@exämple.org"), ..answer() };
    let able = Server::start(&["8BITMIME", "SMTPUTF8"], []).await;
    transport(&able).send(&compose(&message)).await.expect("is taken");
    assert_eq!(able.received()[0].to, ["RCPT TO:<åsa@xn--exmple-cua.org>"]);
    assert!(able.received()[0].from.ends_with("SMTPUTF8"));

    let unable = Server::start(&["8BITMIME"], []).await;
    let error = transport(&unable).send(&compose(&message)).await.expect_err("cannot be sent");
    assert!(
        matches!(error, SendError::Permanent(_)) && error.failure().cause == Cause::Unsupported,
        "{error}"
    );
}
