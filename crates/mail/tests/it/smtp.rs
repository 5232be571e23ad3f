//! The SMTP transport against a server that accepts mail, rejects it, sends no reply, disconnects or replies late.

use std::time::{Duration, Instant};

use fyr_mail::{EmailMessage, FailureCause, Mailbox, SendError, SendStage, SmtpSettings, Tls, Transport};
use mail_parser::MessageParser;

use crate::{
    compose,
    fake_smtp::{Action, FakeSmtpServer, ScriptedReply},
    ticket_reply,
};

fn transport(server: &FakeSmtpServer) -> Transport {
    with_timeout(server, Duration::from_secs(5))
}

fn with_timeout(server: &FakeSmtpServer, timeout: Duration) -> Transport {
    Transport::smtp(SmtpSettings {
        host: server.address.ip().to_string(),
        port: server.address.port(),
        tls: Tls::None,
        credentials: None,
        timeout,
    })
    .expect("the settings are valid")
}

async fn send_to(
    extensions: &'static [&'static str],
    command: &'static str,
    action: Action,
) -> Result<(), SendError> {
    let server = FakeSmtpServer::start(extensions, [ScriptedReply { command, action }]).await;
    with_timeout(&server, Duration::from_millis(400)).send(&compose(&ticket_reply())).await
}

#[tokio::test]
async fn a_mail_arrives_unchanged_and_the_connection_is_reused() {
    let server = FakeSmtpServer::start(&["8BITMIME", "SIZE 10000000"], []).await;
    let transport = transport(&server);
    let mail = compose(&ticket_reply());
    for _ in 0..3 {
        transport.send(&mail).await.expect("is accepted");
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
async fn lines_that_begin_with_a_dot_arrive_unchanged() {
    let server = FakeSmtpServer::start(&[], []).await;
    let mut message = ticket_reply();
    message.blocks = vec![fyr_mail::Block::Paragraph(".\n..\n.ssh\nslut".to_owned())];
    transport(&server).send(&compose(&message)).await.expect("is accepted");
    let parsed = MessageParser::default()
        .parse(&server.received()[0].data)
        .map(|mail| mail.body_text(0).map(String::from));
    assert_eq!(
        parsed.flatten().map(|text| text.replace("\r\n", "\n")).as_deref(),
        Some(".\n..\n.ssh\nslut\n")
    );
}

#[tokio::test]
async fn concurrent_mails_share_the_connection_pool() {
    let server = FakeSmtpServer::start(&[], []).await;
    let transport = std::sync::Arc::new(transport(&server));
    let mail = compose(&ticket_reply());
    let sends = (0..20).map(|_| {
        let (transport, mail) = (std::sync::Arc::clone(&transport), mail.clone());
        tokio::spawn(async move { transport.send(&mail).await })
    });
    for send in sends.collect::<Vec<_>>() {
        send.await.expect("does not panic").expect("is accepted");
    }
    assert_eq!(server.received().len(), 20);
    assert!(server.connections() <= 4, "{} connections", server.connections());
}

#[tokio::test]
async fn a_rejected_mail_is_a_permanent_error_with_codes_and_no_address() {
    for (command, stage) in
        [("RCPT", SendStage::Recipient), ("DATA", SendStage::Content), ("DOT", SendStage::Content)]
    {
        let refusal = Action::Reply("550 5.1.1 <asa@example.org>: no Åsa Öberg here");
        let error = send_to(&[], command, refusal).await.expect_err("is refused");
        assert!(matches!(error, SendError::Permanent(_)), "{command}: {error}");
        assert_eq!((error.smtp_code(), error.failure().stage), (Some(550), stage));
        assert!(error.to_string().ends_with("the server answered 550 5.1.1"), "{error}");
        assert!(!format!("{error} {error:?}").contains("asa"), "{error:?}");
    }
}

#[tokio::test]
async fn a_busy_server_is_a_temporary_error() {
    for (command, reply, code) in [
        ("GREETING", "421 4.3.2 Shutting down", 421),
        ("GREETING", "554 No service", 554), // concerns every mail, not this one
        ("EHLO", "500 What?", 500),
        ("MAIL", "451 4.3.0 Later", 451),
        ("MAIL", "530 5.7.0 Sign in first", 530), // a configuration error, not an error of the mail
        ("RCPT", "450 4.2.1 Greylisted", 450),
        ("DOT", "452 4.3.1 Disk full", 452),
    ] {
        let error = send_to(&[], command, Action::Reply(reply)).await.expect_err("is put off");
        assert!(matches!(error, SendError::Temporary(_)), "{command} {reply}: {error}");
        assert_eq!(error.smtp_code(), Some(code), "{command} {reply}: {error}");
    }
}

#[tokio::test]
async fn a_refusal_of_our_sender_or_of_relaying_is_temporary_and_one_of_the_mail_is_not() {
    for (command, reply, is_temporary, is_of_us) in [
        ("MAIL", "553 5.7.1 Sender address rejected: not owned by user", true, false),
        ("MAIL", "552 5.3.4 Message size exceeds fixed limit", true, false),
        ("MAIL", "550 5.1.1 No", true, false),
        ("RCPT", "554 5.7.1 <asa@example.org>: Relay access denied", true, true),
        ("RCPT", "550 relay not permitted", true, true),
        ("RCPT", "550 5.3.2 System not accepting network messages", true, true),
        ("RCPT", "550 5.1.1 No such mailbox on this relay", false, false),
        ("RCPT", "550 No such user", false, false),
        ("DATA", "554 5.7.1 Quota exceeded", true, true),
        ("DOT", "552 5.3.4 Too large", false, false),
        ("DOT", "554 5.6.0 Malformed", false, false),
        ("DOT", "452 4.3.1 Disk full", true, false),
    ] {
        let error = send_to(&[], command, Action::Reply(reply)).await.expect_err("is refused");
        assert_eq!(matches!(error, SendError::Temporary(_)), is_temporary, "{command} {reply}: {error}");
        assert_eq!(error.is_refusal_of_us(), is_of_us, "{command} {reply}: {error}");
    }
}

#[tokio::test]
async fn a_missing_reply_times_out_at_every_stage() {
    for command in ["GREETING", "EHLO", "MAIL", "RCPT", "DATA", "DOT"] {
        let started = Instant::now();
        let error = send_to(&[], command, Action::NoReply).await.expect_err("times out");
        assert!(
            matches!(error, SendError::Temporary(_)) && error.failure().cause == FailureCause::TimedOut,
            "{command}: {error}"
        );
        assert!(started.elapsed() < Duration::from_secs(2), "{command}");
    }
}

#[tokio::test]
async fn a_lost_connection_is_a_temporary_error() {
    for command in ["GREETING", "EHLO", "MAIL", "RCPT", "DATA", "DOT"] {
        let error = send_to(&[], command, Action::Disconnect).await.expect_err("breaks");
        assert!(
            matches!(error, SendError::Temporary(_)) && error.failure().cause == FailureCause::ConnectionLost,
            "{command}: {error}"
        );
    }
    let server = FakeSmtpServer::start(&[], []).await;
    let unreachable = Transport::from_url("smtp://127.0.0.1:1?timeout=2").expect("is valid");
    assert_eq!(unreachable.max_send_duration(), Duration::from_secs(2));
    assert!(matches!(unreachable.send(&compose(&ticket_reply())).await, Err(SendError::Temporary(_))));
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_late_reply_is_not_read_as_the_reply_to_the_next_mail() {
    let late = ScriptedReply { command: "DOT", action: Action::Delay(Duration::from_millis(600)) };
    let refused = ScriptedReply { command: "RCPT", action: Action::Reply("550 5.1.1 Nobody") };
    let server = FakeSmtpServer::start(&[], [late, refused]).await;
    let transport = with_timeout(&server, Duration::from_millis(300));
    let mail = compose(&ticket_reply());
    assert!(matches!(transport.send(&mail).await, Err(SendError::Temporary(_))));
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(transport.send(&mail).await.expect_err("is refused").smtp_code(), Some(550));
    transport.send(&mail).await.expect("is accepted");
    // The server accepted the first one after all: at-least-once delivery, with the same Message-ID twice.
    let connections = server.received().iter().map(|mail| mail.connection).collect::<Vec<_>>();
    assert_eq!(connections, [1, 3]);
}

#[tokio::test]
async fn an_idle_connection_that_the_server_closed_is_replaced() {
    let server =
        FakeSmtpServer::start(&[], [ScriptedReply { command: "NOOP", action: Action::Disconnect }]).await;
    let transport = transport(&server);
    let mail = compose(&ticket_reply());
    transport.send(&mail).await.expect("is accepted");
    transport.send(&mail).await.expect("is accepted on a new connection");
    assert_eq!((server.received().len(), server.connections()), (2, 2));
}

#[tokio::test]
async fn cancelling_a_send_closes_the_connection() {
    let server = FakeSmtpServer::start(
        &[],
        [ScriptedReply { command: "DOT", action: Action::Delay(Duration::from_millis(300)) }],
    )
    .await;
    let transport = transport(&server);
    let mail = compose(&ticket_reply());
    let sending = tokio::time::timeout(Duration::from_millis(100), transport.send(&mail));
    assert!(sending.await.is_err());
    transport.send(&mail).await.expect("is accepted");
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn a_failed_authentication_is_a_temporary_error() {
    let script = [ScriptedReply { command: "AUTH", action: Action::Reply("535 5.7.8 Wrong password") }];
    let server = FakeSmtpServer::start(&["AUTH PLAIN LOGIN"], script).await;
    let transport =
        Transport::from_url(&format!("smtp://fyr:f%C3%A5gel@{}", server.address)).expect("is valid");
    let mail = compose(&ticket_reply());
    let error = transport.send(&mail).await.expect_err("is rejected");
    assert!(matches!(error, SendError::Temporary(_)) && error.smtp_code() == Some(535), "{error}");
    transport.send(&mail).await.expect("is authenticated");
    assert!(server.commands().iter().any(|command| command == "AUTH PLAIN AGZ5cgBmw6VnZWw="));
    assert!(!format!("{transport} {transport:?}").contains("fågel"));
}

#[tokio::test]
async fn nothing_is_sent_unencrypted_where_tls_is_required() {
    let server = FakeSmtpServer::start(&["AUTH PLAIN"], []).await;
    for url in [
        format!("smtp://u:p@{}?tls=starttls", server.address),
        format!("smtps://u:p@{}?timeout=1", server.address),
    ] {
        let error = Transport::from_url(&url)
            .expect("is valid")
            .send(&compose(&ticket_reply()))
            .await
            .expect_err("is refused");
        assert!(
            matches!(error, SendError::Temporary(_)) && error.failure().stage == SendStage::Connect,
            "{error}"
        );
    }
    assert!(server.received().is_empty());
    assert!(
        !server.commands().iter().any(|command| command.starts_with("AUTH") || command.starts_with("MAIL"))
    );
}

#[tokio::test]
async fn non_ascii_addresses_need_a_server_with_smtputf8() {
    let message = EmailMessage { to: Mailbox::new("åsa@exämple.org"), ..ticket_reply() };
    let supporting = FakeSmtpServer::start(&["8BITMIME", "SMTPUTF8"], []).await;
    transport(&supporting).send(&compose(&message)).await.expect("is accepted");
    assert_eq!(supporting.received()[0].to, ["RCPT TO:<åsa@xn--exmple-cua.org>"]);
    assert!(supporting.received()[0].from.ends_with("SMTPUTF8"));

    let lacking = FakeSmtpServer::start(&["8BITMIME"], []).await;
    let error = transport(&lacking).send(&compose(&message)).await.expect_err("cannot be sent");
    assert!(
        matches!(error, SendError::Permanent(_)) && error.failure().cause == FailureCause::Unsupported,
        "{error}"
    );
}
