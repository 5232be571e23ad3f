//! A transport written as one line of configuration, and what to say when it is wrong.

use std::{io, path::PathBuf, time::Duration};

use percent_encoding::percent_decode_str;
use url::Url;

use super::smtp::{Credentials, SmtpSettings, Tls};

/// The longest time one mail may be given, in seconds.
const LONGEST_TIMEOUT: u64 = 600;

/// The configured transport cannot be. The text says what would be right, and repeats no user and password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadTransport {
    /// Not readable as an address at all.
    #[error(
        "the mail transport is not an address; write `smtp://user:password@mail.example.org:587?tls=starttls`, \
         `smtps://…` or `file:///var/mail/fyr`, with special characters in user and password as `%40` for `@`"
    )]
    NotAnAddress,
    /// Begins with something else.
    #[error("the mail transport begins with `{0}:`; it must be `smtp://`, `smtps://` or `file://`")]
    Scheme(String),
    /// No server is named, or not one that can be.
    #[error("the mail transport names no usable server; write it like `smtp://mail.example.org:587`")]
    Host,
    /// A user without a password, or the other way round.
    #[error(
        "the mail transport has a user or a password alone; write both, `smtp://user:password@…`, or none"
    )]
    HalfCredentials,
    /// A user or a password that is not text once decoded.
    #[error(
        "user and password of the mail transport must be UTF-8 text, with special characters as `%40` for `@`"
    )]
    Credentials,
    /// Something after the server that does not belong there.
    #[error(
        "the mail transport has a path or `#` after the server; if that is part of the password, write `/` as `%2F` \
         and `#` as `%23`"
    )]
    Path,
    /// A parameter nobody knows.
    #[error("the mail transport has no parameter `{0}`; there are `tls` and `timeout`")]
    Parameter(String),
    /// No way of encryption.
    #[error("`tls={0}` is no way to encrypt mail; write `starttls`, `tls` or `none`")]
    Tls(String),
    /// `smtps` without TLS.
    #[error(
        "`smtps://` is always encrypted; leave out `tls`, or write `smtp://…?tls=starttls` or `smtp://…?tls=none`"
    )]
    SmtpsIsTls,
    /// No length of time.
    #[error("`timeout={0}` is no time for sending a mail; write seconds from 1 to 600")]
    Timeout(String),
    /// No absolute path.
    #[error("the folder for mail must be an absolute path with three slashes: `file:///var/mail/fyr`")]
    RelativeFolder,
    /// The folder cannot be made.
    #[error("the folder for mail {folder:?} cannot be created: {why}")]
    Folder {
        /// Which.
        folder: PathBuf,
        /// Why not.
        why: io::ErrorKind,
    },
}

/// What the line names.
#[derive(Debug)]
pub(super) enum Target {
    Folder(PathBuf),
    Smtp(SmtpSettings),
}

pub(super) fn parse(text: &str) -> Result<Target, BadTransport> {
    let text = text.trim();
    let url = Url::parse(text).map_err(|_| BadTransport::NotAnAddress)?;
    match url.scheme() {
        "file" => folder(text, &url).map(Target::Folder),
        "smtp" => smtp(&url, None).map(Target::Smtp),
        "smtps" => smtp(&url, Some(Tls::Tls)).map(Target::Smtp),
        other => Err(BadTransport::Scheme(other.to_owned())),
    }
}

fn folder(text: &str, url: &Url) -> Result<PathBuf, BadTransport> {
    // `file:mail` and `file:/mail` are valid addresses, but rarely what was meant.
    let absolute = text.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("file:///"));
    if !absolute || url.query().is_some() || url.fragment().is_some() {
        return Err(BadTransport::RelativeFolder);
    }
    url.to_file_path().map_err(|()| BadTransport::RelativeFolder)
}

fn smtp(url: &Url, fixed: Option<Tls>) -> Result<SmtpSettings, BadTransport> {
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or(BadTransport::Host)?;
    let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
        return Err(BadTransport::Path);
    }
    let mut tls = fixed;
    let mut timeout = SmtpSettings::DEFAULT_TIMEOUT;
    for (name, value) in url.query_pairs() {
        match name.as_ref() {
            "tls" => tls = Some(encryption(&value, fixed)?),
            "timeout" => timeout = seconds(&value)?,
            other => return Err(BadTransport::Parameter(other.to_owned())),
        }
    }
    let tls = tls.unwrap_or(if is_this_machine(&host) { Tls::None } else { Tls::StartTls });
    let port = url.port().unwrap_or(match tls {
        Tls::None => 25,
        Tls::StartTls => 587,
        Tls::Tls => 465,
    });
    Ok(SmtpSettings { host, port, tls, credentials: credentials(url)?, timeout })
}

fn encryption(value: &str, fixed: Option<Tls>) -> Result<Tls, BadTransport> {
    let tls = match value {
        "none" => Tls::None,
        "starttls" => Tls::StartTls,
        "tls" => Tls::Tls,
        other => return Err(BadTransport::Tls(other.to_owned())),
    };
    if fixed.is_some_and(|fixed| fixed != tls) { Err(BadTransport::SmtpsIsTls) } else { Ok(tls) }
}

fn seconds(value: &str) -> Result<Duration, BadTransport> {
    let seconds = value.parse().ok().filter(|seconds| (1..=LONGEST_TIMEOUT).contains(seconds));
    seconds.map(Duration::from_secs).ok_or_else(|| BadTransport::Timeout(value.to_owned()))
}

fn credentials(url: &Url) -> Result<Option<Credentials>, BadTransport> {
    let decode = |text: &str| {
        percent_decode_str(text).decode_utf8().map(String::from).map_err(|_| BadTransport::Credentials)
    };
    match (url.username(), url.password().unwrap_or_default()) {
        ("", "") => Ok(None),
        ("", _) | (_, "") => Err(BadTransport::HalfCredentials),
        (user, password) => Ok(Some(Credentials { user: decode(user)?, password: decode(password)? })),
    }
}

fn is_this_machine(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(url: &str) -> SmtpSettings {
        match parse(url) {
            Ok(Target::Smtp(settings)) => settings,
            other => panic!("{url}: {other:?}"),
        }
    }

    #[test]
    fn an_smtp_address_says_all_there_is_to_say() {
        let all =
            settings("smtp://fyr%40example.org:p%2Fa%23s%3As@mail.example.org:2525?tls=starttls&timeout=5");
        assert_eq!((all.host.as_str(), all.port, all.tls), ("mail.example.org", 2525, Tls::StartTls));
        assert_eq!(all.timeout, Duration::from_secs(5));
        let credentials = all.credentials.expect("has credentials");
        assert_eq!(
            (credentials.user.as_str(), credentials.password.as_str()),
            ("fyr@example.org", "p/a#s:s")
        );
        assert!(!format!("{credentials:?}").contains("p/a"));
    }

    #[test]
    fn what_is_left_out_is_safe() {
        for (url, port, tls) in [
            ("smtp://mail.example.org", 587, Tls::StartTls),
            ("smtps://mail.example.org/", 465, Tls::Tls),
            ("smtps://mail.example.org?tls=tls", 465, Tls::Tls),
            ("smtp://mail.example.org?tls=none", 25, Tls::None),
            ("smtp://localhost:1025", 1025, Tls::None),
            ("smtp://[::1]", 25, Tls::None),
            ("smtp://127.0.0.1?tls=starttls", 587, Tls::StartTls),
        ] {
            let settings = settings(url);
            assert_eq!((settings.port, settings.tls), (port, tls), "{url}");
            assert!(!settings.host.contains('['));
        }
    }

    #[test]
    fn a_wrong_address_is_told_what_would_be_right_without_the_password() {
        for (url, wanted) in [
            ("mail.example.org", "smtp://user:password@"),
            ("", "smtp://user:password@"),
            ("http://hemligt:hemligt@mail.example.org", "begins with `http:`"),
            ("smtp:mail.example.org", "names no usable server"),
            ("smtp://", "names no usable server"),
            ("smtp://user@mail.example.org", "write both"),
            ("smtp://:hemligt@mail.example.org", "write both"),
            ("smtp://user:hem#ligt@mail.example.org", "`%40` for `@`"),
            ("smtp://user:1/hemligt@mail.example.org", "`%2F`"),
            ("smtp://user:%ff%fe@mail.example.org", "UTF-8"),
            ("smtp://mail.example.org?tls=yes", "`starttls`, `tls` or `none`"),
            ("smtps://mail.example.org?tls=none", "always encrypted"),
            ("smtp://mail.example.org?timeout=0", "1 to 600"),
            ("smtp://mail.example.org?timeout=1m", "1 to 600"),
            ("smtp://mail.example.org?ssl=1", "no parameter `ssl`"),
            ("file:mail", "three slashes"),
            ("file://mail/out", "three slashes"),
        ] {
            let error = parse(url).expect_err("must be refused").to_string();
            assert!(error.contains(wanted) && !error.contains("hemligt"), "{url}: {error}");
        }
    }

    #[test]
    fn a_folder_is_an_absolute_path() {
        let folder = parse("file:///var/mail/f%C3%A5gel");
        assert!(
            matches!(folder, Ok(Target::Folder(path)) if path.ends_with("var/mail/fågel") && path.is_absolute())
        );
    }
}
