//! The names of channels.

use fyr_domain::{Lang, channels::ChannelKind};
use fyr_i18n::{join_with_and, text_for};

/// The names of channels in a sentence, the form first.
pub fn channel_names(lang: Lang, kinds: impl Iterator<Item = ChannelKind>) -> String {
    let mut kinds: Vec<_> = kinds.collect();
    kinds.sort_unstable();
    let names: Vec<_> = kinds.iter().map(|kind| text_for(lang, "channel-", kind.as_str())).collect();
    join_with_and(lang, &names.iter().map(String::as_str).collect::<Vec<_>>())
}
