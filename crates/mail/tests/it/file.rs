//! The file transport.

use std::{fs, path::Path, sync::Arc};

use fyr_mail::{EmailMessage, FailureCause, SendError, Transport, TransportConfigError};
use mail_parser::MessageParser;
use uuid::Uuid;

use crate::{compose, composer, now, ticket_reply};

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("can be read");
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("can be read").file_name().into_string()).collect();
    names.sort();
    names.into_iter().map(|name| name.expect("is UTF-8")).collect()
}

#[tokio::test]
async fn one_file_per_mail_in_the_order_of_their_dates() {
    let dir = tempfile::tempdir().expect("can be created");
    let folder = dir.path().join("ut/post");
    let transport = Transport::from_url(&format!("file://{}", folder.display())).expect("is valid");
    for (minutes, id) in [(2, 1), (0, 9), (1, 5)] {
        let message = EmailMessage { id: Uuid::from_u128(id), ..ticket_reply() };
        let date = now() + chrono::TimeDelta::minutes(minutes);
        transport
            .send(&composer().compose(&message, date).expect("can be composed"))
            .await
            .expect("is written");
    }
    let names = names(&folder);
    let ids: Vec<_> = names.iter().map(|name| name.split_once("Z-").expect("has a date").1).collect();
    let expected = [9, 5, 1].map(|id| format!("{}-001.eml", Uuid::from_u128(id)));
    assert_eq!(ids, expected);
    assert!(names[0].starts_with("20261120T093000123456Z-"));
    let mail = fs::read(folder.join(&names[0])).expect("can be read");
    assert!(
        MessageParser::default()
            .parse(&mail)
            .is_some_and(|mail| mail.subject() == Some(&ticket_reply().subject))
    );
}

#[tokio::test]
async fn sending_the_same_mail_concurrently_overwrites_nothing() {
    let dir = tempfile::tempdir().expect("can be created");
    let transport = Arc::new(Transport::file(dir.path()).expect("can be opened"));
    let sends = (0..10).map(|_| {
        let transport = Arc::clone(&transport);
        tokio::spawn(async move { transport.send(&compose(&ticket_reply())).await })
    });
    for send in sends.collect::<Vec<_>>() {
        send.await.expect("does not panic").expect("is written");
    }
    let names = names(dir.path());
    assert_eq!(names.len(), 10);
    assert!(
        names.iter().all(|name| Path::new(name).extension().is_some_and(|end| end == "eml")),
        "{names:?}"
    );
}

#[tokio::test]
async fn a_missing_folder_is_a_temporary_error() {
    let dir = tempfile::tempdir().expect("can be created");
    let folder = dir.path().join("post");
    let transport = Transport::file(&folder).expect("can be opened");
    fs::remove_dir(&folder).expect("can be removed");
    let error = transport.send(&compose(&ticket_reply())).await.expect_err("cannot be written");
    assert!(matches!(error, SendError::Temporary(_)), "{error}");
    assert_eq!(error.failure().cause, FailureCause::File(std::io::ErrorKind::NotFound));
}

#[test]
fn a_folder_that_cannot_be_created_is_a_configuration_error() {
    let dir = tempfile::tempdir().expect("can be created");
    let file = dir.path().join("fil");
    fs::write(&file, "").expect("can be written");
    let error = Transport::file(file.join("post")).expect_err("cannot be created");
    assert!(matches!(error, TransportConfigError::CreateFolder { .. }), "{error}");
}
