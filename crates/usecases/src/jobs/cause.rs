//! Why an email was not sent, as a word: the end of the key of a text, `desk-mail-cause-…`, and what says whether the cause concerns
//! all mail. The words are stored, so they are never changed.

use fyr_mail::{FailureCause, SendError, SendStage};

/// What the words of all causes begin with that lie with the mail server or the way to it, and not with one mail.
pub(super) const SERVER: &str = "server-";

/// The word for the cause of an error.
pub(super) fn of(error: &SendError) -> &'static str {
    let is_final = matches!(error, SendError::Permanent(_));
    let failure = error.failure();
    match (&failure.cause, failure.stage) {
        (FailureCause::TimedOut | FailureCause::ConnectionLost, _) => "server-unreachable",
        (FailureCause::File(_), _) => "server-folder",
        (FailureCause::Unsupported, SendStage::Recipient) if is_final => "address",
        (FailureCause::Unsupported, _) => "server-unsupported",
        (FailureCause::Rejected { code: 530 | 534 | 535 | 538, .. }, _)
        | (FailureCause::Rejected { .. }, SendStage::Authenticate) => "server-login",
        // 421: the service closes the connection, whatever the command was
        (FailureCause::Rejected { code: 421, .. }, _)
        | (FailureCause::Rejected { .. }, SendStage::Connect | SendStage::File) => "server-busy",
        (FailureCause::Rejected { code: 500.., .. }, SendStage::Sender) => REFUSED,
        (FailureCause::Rejected { .. }, _) if error.is_refusal_of_us() => REFUSED,
        (FailureCause::Rejected { .. }, SendStage::Sender) => "server-sender",
        (FailureCause::Rejected { .. }, SendStage::Recipient) if is_final => "recipient",
        (FailureCause::Rejected { .. }, SendStage::Recipient) => "recipient-later",
        (FailureCause::Rejected { .. }, SendStage::Content) if is_final => "content",
        (FailureCause::Rejected { .. }, SendStage::Content) => "content-later",
    }
}

/// The word where the server does not take mail from us: from this sender, or to relay it.
pub(super) const REFUSED: &str = "server-refused";

/// All words, and `other` for errors that have none. `sender` is of an earlier release, which gave such mail up.
pub(super) const WORDS: [&str; 14] = [
    "server-unreachable",
    "server-folder",
    "server-unsupported",
    "server-login",
    "server-busy",
    "server-sender",
    REFUSED,
    "address",
    "sender",
    "recipient",
    "recipient-later",
    "content",
    "content-later",
    "other",
];

/// The word that was stored; `other` where there is none, or one of another release.
pub(super) fn parse(stored: Option<&str>) -> &'static str {
    WORDS.into_iter().find(|word| Some(*word) == stored).unwrap_or("other")
}

#[cfg(test)]
mod tests {
    use fyr_mail::SendFailure;

    use super::*;

    const STAGES: [SendStage; 6] = [
        SendStage::Connect,
        SendStage::Authenticate,
        SendStage::Sender,
        SendStage::Recipient,
        SendStage::Content,
        SendStage::File,
    ];

    #[test]
    fn every_cause_has_a_word_and_final_ones_lie_with_the_mail() {
        let mut causes = vec![
            FailureCause::TimedOut,
            FailureCause::ConnectionLost,
            FailureCause::Unsupported,
            FailureCause::File(std::io::ErrorKind::StorageFull),
        ];
        causes.extend(
            [421, 450, 451, 452, 454, 550, 552, 554]
                .map(|code| FailureCause::Rejected { code, status: None }),
        );
        for stage in STAGES {
            for cause in &causes {
                let failure = SendFailure { stage, cause: cause.clone() };
                let word = of(&SendError::Temporary(failure));
                assert_eq!(parse(Some(word)), word, "{stage:?} {cause:?}");
            }
            for code in [500, 550, 551, 552, 553, 554] {
                let failure = SendFailure { stage, cause: FailureCause::Rejected { code, status: None } };
                let is_of_one_mail = matches!(stage, SendStage::Recipient | SendStage::Content);
                let word = of(&SendError::Permanent(failure.clone()));
                assert_eq!(word.starts_with(SERVER), !is_of_one_mail, "{stage:?} {code}");
                assert!(of(&SendError::Temporary(failure)).starts_with(SERVER), "{stage:?} {code}");
            }
        }
        assert_eq!((parse(None), parse(Some("of a later release"))), ("other", "other"));
    }
}
