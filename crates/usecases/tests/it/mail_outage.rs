//! Mail while its server is away, says "later", lets little through, or does not take mail from us.

use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use fyr_domain::{
    Actor, Lang, Level, Role, User,
    channels::ChannelKind,
    text::{Body, EmailAddress, PersonName, Subject},
    tickets::{GuestContact, Impact, Priority, TicketDraft, TicketKind, UrgentDetails},
};
use fyr_mail::Transport;
use fyr_usecases::{
    Backend, accounts,
    jobs::{self, MailQueue, Queue, worker},
    tickets,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};
use uuid::Uuid;

use crate::support::Fixture;

/// What the server does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Accept,
    /// It closes every connection.
    Away,
    /// This is its answer to a command.
    Answer(&'static str, &'static str),
    /// It takes this many more mails, and says "later" to others.
    Limit(usize),
    /// It takes nothing for this recipient.
    Refuse(&'static str),
}

struct State {
    mode: Mode,
    accepted: usize,
    offered: usize,
}

/// A portal and its mail server.
struct Portal {
    fixture: Fixture,
    backend: Backend,
    state: Arc<Mutex<State>>,
}

impl Portal {
    async fn new(mode: Mode) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("bound");
        let state = Arc::new(Mutex::new(State { mode, accepted: 0, offered: 0 }));
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, Arc::clone(&shared)));
            }
        });
        let fixture = Fixture::new().await;
        let url = format!("smtp://{address}?tls=none&timeout=5");
        let backend = fixture.another_with(Transport::from_url(&url).expect("a URL"));
        backend.prepare().await.expect("a schema");
        Self { fixture, backend, state }
    }

    fn set(&self, mode: Mode) {
        self.state.lock().expect("nobody panicked").mode = mode;
    }

    /// How many mails the server has taken.
    fn accepted(&self) -> usize {
        self.state.lock().expect("nobody panicked").accepted
    }

    /// How many mails the server was offered.
    fn offered(&self) -> usize {
        self.state.lock().expect("nobody panicked").offered
    }

    /// A guest files a ticket, and is to get a mail.
    async fn file(&self, email: &str) {
        let guest = GuestContact {
            name: PersonName::parse("Åsa Öberg").expect("a name"),
            email: EmailAddress::parse(email).expect("an address"),
        };
        let draft = TicketDraft {
            topic: "sign-in".into(),
            subject: Subject::parse("Koden kommer inte").expect("a subject"),
            description: Body::parse("Jag har väntat i en timme.").expect("a text"),
            urgent: false,
            urgent_details: UrgentDetails::default(),
            kind: TicketKind::default(),
            impact: Impact::default(),
            priority: Priority::P3,
            guest: Some(guest),
            channel: ChannelKind::Form,
            participant: None,
            organisation: None,
        };
        let form = tickets::FormRef { key: self.backend.clock.id(), owner: "browser:1" };
        tickets::file(&self.backend, &Actor::ANONYMOUS, form, &draft, Lang::Sv).await.expect("filed");
    }

    async fn file_many(&self, count: usize) {
        for number in 0..count {
            self.file(&format!("gast{number}@exempel.se")).await;
        }
    }

    /// Runs everything that is due, as the workers do.
    async fn run(&self) {
        for queue in Queue::EMAILS {
            while jobs::run_due(&self.backend, queue).await.expect("a round") {}
        }
    }

    /// Lets time pass, and runs what is due; the workers look at the server meanwhile.
    async fn pass(&self, time: TimeDelta) {
        self.fixture.clock.advance(time);
        worker::look_at_mail_server(&self.backend).await.expect("a look");
        self.run().await;
    }

    async fn queue(&self) -> MailQueue {
        jobs::mail_queue(&self.backend, &admin()).await.expect("an administrator may")
    }

    /// The highest number of attempts of a mail that waits, and how many were given up.
    async fn attempts_and_failed(&self) -> (i64, i64) {
        let queue = self.queue().await;
        (queue.emails.iter().map(|email| email.attempts).max().unwrap_or(0), queue.failed)
    }
}

fn admin() -> Actor {
    Actor::signed_in(User {
        id: Uuid::from_u128(7),
        name: "N".into(),
        email: "n@fyr.example".into(),
        email_confirmed: true,
        role: Role::Admin,
        level: Level::default(),
        lang: Lang::Sv,
        memberships: Vec::new(),
    })
}

/// Talks SMTP to one client; each command is answered as the mode says at that moment.
async fn converse(stream: TcpStream, state: Arc<Mutex<State>>) {
    let (reading, mut writing) = stream.into_split();
    let mut lines = BufReader::new(reading).lines();
    let mut next = "GREETING".to_owned();
    loop {
        let Some(reply) = answer(&next, &state) else { return };
        if writing.write_all(format!("{reply}\r\n").as_bytes()).await.is_err() {
            return;
        }
        if next == "DATA" && reply.starts_with("354") {
            while lines.next_line().await.ok().flatten().is_some_and(|line| line != ".") {}
            next = "DOT".to_owned();
            continue;
        }
        match lines.next_line().await {
            Ok(Some(line)) => next = line,
            _ => return,
        }
    }
}

/// The answer to a command; `None` to close the connection.
fn answer(line: &str, state: &Mutex<State>) -> Option<String> {
    let mut state = state.lock().expect("nobody panicked");
    let command = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
    state.offered += usize::from(command == "MAIL");
    match state.mode {
        Mode::Away => return None,
        Mode::Answer(to, reply) if to == command => return Some(reply.to_owned()),
        Mode::Limit(0) if command == "MAIL" => {
            return Some("451 4.7.0 rate limit exceeded, try later".to_owned());
        }
        Mode::Refuse(recipient) if command == "RCPT" && line.contains(recipient) => {
            return Some("550 5.7.1 not for you".to_owned());
        }
        Mode::Accept | Mode::Answer(..) | Mode::Limit(_) | Mode::Refuse(_) => {}
    }
    Some(match command.as_str() {
        "GREETING" => "220 mail.example ESMTP".to_owned(),
        "EHLO" => "250-mail.example\r\n250-8BITMIME\r\n250 SMTPUTF8".to_owned(),
        "DATA" => "354 go on".to_owned(),
        "DOT" => {
            state.accepted += 1;
            if let Mode::Limit(left) = &mut state.mode {
                *left = left.saturating_sub(1);
            }
            "250 2.0.0 taken".to_owned()
        }
        _ => "250 2.0.0 ok".to_owned(),
    })
}

#[tokio::test]
async fn jobs_that_send_nothing_use_up_no_attempt_of_mail_that_waits() {
    let portal = Portal::new(Mode::Away).await;
    portal.file_many(3).await;
    portal.run().await;
    assert_eq!(portal.attempts_and_failed().await, (1, 0));
    let nobody = EmailAddress::parse("nobody@exempel.se").expect("an address");
    for _ in 0..30 {
        // there is no account with this address
        accounts::request_password_reset(&portal.backend, &Actor::ANONYMOUS, &nobody, Lang::Sv)
            .await
            .expect("asked for");
        portal.run().await;
    }
    assert_eq!(portal.attempts_and_failed().await, (1, 0), "its pause is not over");
    // only a mail that is accepted shows that the server is back; the others follow at once
    portal.set(Mode::Accept);
    portal.file("ny@exempel.se").await;
    portal.run().await;
    assert_eq!(portal.accepted(), 4);
    assert_eq!(portal.queue().await.pending, 0);
}

#[tokio::test]
async fn a_server_that_says_later_has_half_a_day() {
    for answer in [
        ("MAIL", "452 4.3.1 Insufficient system storage"),
        ("MAIL", "553 5.7.1 Sender address rejected: not owned by user"),
        ("RCPT", "554 5.7.1 Relay access denied"),
        ("GREETING", "421 4.3.2 Shutting down"),
    ] {
        let portal = Portal::new(Mode::Answer(answer.0, answer.1)).await;
        portal.file_many(3).await;
        portal.run().await;
        for _ in 0..11 * 12 {
            portal.pass(TimeDelta::minutes(5)).await;
        }
        assert_eq!(portal.attempts_and_failed().await.1, 0, "{answer:?}: after eleven hours");
        assert!(
            portal.queue().await.emails.iter().all(|email| email.cause.starts_with("server-")),
            "{answer:?}"
        );
        for _ in 0..4 * 12 {
            portal.pass(TimeDelta::minutes(5)).await;
        }
        assert_eq!(portal.attempts_and_failed().await, (0, 3), "{answer:?}: after fifteen");
        portal.set(Mode::Accept);
        assert_eq!(jobs::retry_failed(&portal.backend, &admin()).await.expect("may"), 3);
        portal.run().await;
        assert_eq!(portal.accepted(), 3, "{answer:?}");
    }
}

#[tokio::test]
async fn a_server_that_is_full_for_a_while_gets_everything_soon_after() {
    let portal = Portal::new(Mode::Answer("MAIL", "452 4.3.1 Insufficient system storage")).await;
    portal.file_many(5).await;
    portal.run().await;
    for _ in 0..120 {
        portal.pass(TimeDelta::minutes(1)).await;
    }
    let offered = portal.offered();
    assert!(offered < 5 * 12 + 5 * 12 * 2, "it is not asked all the time: {offered}");
    portal.set(Mode::Accept);
    portal.pass(TimeDelta::minutes(1)).await;
    portal.pass(TimeDelta::minutes(1)).await;
    assert_eq!((portal.accepted(), portal.queue().await.pending), (5, 0));
}

#[tokio::test]
async fn a_server_with_a_limit_gets_everything_and_nothing_is_given_up() {
    let portal = Portal::new(Mode::Limit(2)).await;
    portal.file_many(20).await;
    let mut minutes = 0;
    while portal.accepted() < 20 && minutes < 180 {
        portal.set(Mode::Limit(2));
        portal.pass(TimeDelta::minutes(1)).await;
        assert_eq!(portal.attempts_and_failed().await.1, 0, "after {minutes} minutes");
        minutes += 1;
    }
    assert_eq!(portal.accepted(), 20, "after {minutes} minutes");
}

#[tokio::test]
async fn a_refusal_of_us_that_others_do_not_get_is_one_of_that_mail() {
    let portal = Portal::new(Mode::Refuse("<sluten@exempel.se>")).await;
    portal.file("sluten@exempel.se").await;
    portal.run().await;
    assert_eq!(portal.attempts_and_failed().await, (1, 0), "it may concern all mail");
    for number in 0..12 {
        portal.fixture.clock.advance(TimeDelta::seconds(50));
        portal.file(&format!("oppen{number}@exempel.se")).await;
        portal.run().await;
    }
    assert_eq!(portal.accepted(), 12, "nobody waits for it");
    let failed = jobs::list_failed(&portal.backend, &admin()).await.expect("an administrator may");
    assert_eq!(failed.iter().map(|email| email.cause).collect::<Vec<_>>(), ["recipient"]);
}

#[tokio::test]
async fn whoever_asks_again_and_again_uses_up_no_attempt() {
    let portal = Portal::new(Mode::Away).await;
    portal.file("gast@exempel.se").await;
    portal.run().await;
    for _ in 0..30 {
        assert_eq!(jobs::hasten(&portal.backend, &admin()).await.expect("may"), 1);
        portal.run().await;
    }
    assert_eq!(portal.attempts_and_failed().await, (1, 0));
}
