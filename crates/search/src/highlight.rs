//! Marking matches in a title, and choosing the snippet to show. Both engines use it with the words they matched; the
//! engines' own highlighters are not used.

use std::ops::Range;

use fyr_domain::Lang;

use crate::{
    MatchQuality, Segment,
    text::{WordScanner, distance, distance_to_prefix, stem},
};

/// Approximate length of a snippet, in characters.
const SNIPPET_CHARS: usize = 200;
/// Size of the window in which matches count as near each other, in bytes.
const WINDOW_BYTES: usize = 160;
/// Largest amount of text before the first match, in bytes.
const LEAD_BYTES: usize = 60;
/// How far into a body matches are searched, in bytes: text further down is seldom what the article is about.
const MAX_SCANNED_BYTES: usize = 12_000;

/// Decides which words of a text match the query, and which query word each matches. Query words are numbered from 0.
#[derive(Debug, Default)]
pub(crate) struct Matcher {
    lang: Lang,
    stems: Vec<(String, usize)>,
    prefix: Option<(String, usize)>,
    typos: Vec<(String, u8, usize)>,
    /// One bit per query word that can match.
    matchable: u32,
    /// The number of query words, including those that match nothing.
    query_words: usize,
    /// Which beginnings of words need stemming; avoids stemming most words.
    beginnings: BeginningFilter,
}

/// A match in a text, with the number of the query word.
struct Match {
    range: Range<usize>,
    word: usize,
}

/// The parts of a document that a hit shows.
pub(crate) struct Excerpt {
    pub(crate) title: Vec<Segment>,
    pub(crate) snippet: Vec<Segment>,
    pub(crate) match_quality: MatchQuality,
}

/// The range of a text where most query words are near each other.
#[derive(Default)]
struct Window {
    start: usize,
    end: usize,
    /// One bit per query word.
    words: u32,
}

impl Matcher {
    /// A matcher without patterns, for a query of `query_words` words.
    pub(crate) fn new(lang: Lang, query_words: usize) -> Self {
        Self { lang, query_words, ..Self::default() }
    }

    /// Adds a stem, which matches every form of the word. `word` is the number of the query word.
    pub(crate) fn add_stem(&mut self, stem: &str, word: usize) {
        self.beginnings.add(stem);
        self.matchable |= bit(word);
        self.stems.push((stem.to_owned(), word));
    }

    /// Adds a prefix, which matches words that begin with it.
    pub(crate) fn add_prefix(&mut self, prefix: &str, word: usize) {
        self.beginnings.add(prefix);
        self.matchable |= bit(word);
        self.prefix = Some((prefix.to_owned(), word));
    }

    /// Adds a word that matches within `max_distance` changes. For engines that do not report which words they matched.
    pub(crate) fn add_typos(&mut self, text: &str, max_distance: u8, word: usize) {
        if max_distance > 0 {
            self.beginnings.add_all();
            self.typos.push((text.to_owned(), max_distance, word));
        }
    }

    /// The title and a snippet of a document with matches marked, and how well both match.
    pub(crate) fn excerpt(&self, title: &str, summary: &str, body: &str) -> Excerpt {
        let (title, in_title) = self.mark(title);
        let (snippet, in_snippet) = self.snippet(summary, body);
        let match_quality = MatchQuality {
            query_words: u32::try_from(self.query_words).unwrap_or(u32::MAX),
            in_title: in_title.count_ones(),
            in_excerpt: (in_title | in_snippet).count_ones(),
        };
        Excerpt { title, snippet, match_quality }
    }

    /// A whole text with matches marked, and the matched query words as bits.
    fn mark(&self, text: &str) -> (Vec<Segment>, u32) {
        let mut segments = SegmentBuilder::default();
        let mut scanner = WordScanner::new(text);
        let (mut done, mut words) = (0, 0);
        while let Some(Match { range, word }) = self.next_match(&mut scanner) {
            segments.push(&text[done..range.start], false);
            segments.push(&text[range.clone()], true);
            done = range.end;
            words |= bit(word);
        }
        segments.push(&text[done..], false);
        (segments.0, words)
    }

    /// The snippet below the title: from the summary where it contains as many query words as the body.
    fn snippet(&self, summary: &str, body: &str) -> (Vec<Segment>, u32) {
        let in_summary = self.best_window(summary);
        if in_summary.words == self.matchable && self.matchable != 0 {
            return (self.cut(summary, &in_summary), in_summary.words);
        }
        let in_body = self.best_window(body);
        let body_is_better = in_body.words.count_ones() > in_summary.words.count_ones();
        if body_is_better || summary.trim().is_empty() {
            (self.cut(body, &in_body), in_body.words)
        } else {
            (self.cut(summary, &in_summary), in_summary.words)
        }
    }

    fn cut(&self, text: &str, window: &Window) -> Vec<Segment> {
        let start = snippet_start(text, window.start);
        let end = snippet_end(text, start, window.end);
        let line = join_lines(&text[start..end]);
        let mut segments = SegmentBuilder::default();
        if !text[..start].trim().is_empty() {
            segments.push("…", false);
        }
        for segment in self.mark(&line).0 {
            segments.push(&segment.text, segment.marked);
        }
        if !text[end..].trim().is_empty() {
            segments.push("…", false);
        }
        segments.0
    }

    fn best_window(&self, text: &str) -> Window {
        let mut best = Window::default();
        let mut near: Vec<Match> = Vec::new();
        let mut scanner = WordScanner::new(text);
        while let Some(found) = self.next_match(&mut scanner) {
            let end = found.range.end;
            if end > MAX_SCANNED_BYTES {
                break;
            }
            near.retain(|other| other.range.start + WINDOW_BYTES >= end);
            near.push(found);
            let words = near.iter().fold(0, |words, found| words | bit(found.word));
            if words.count_ones() > best.words.count_ones() {
                best = Window { start: near[0].range.start, end, words };
                if words == self.matchable {
                    break;
                }
            }
        }
        best
    }

    fn next_match(&self, scanner: &mut WordScanner<'_>) -> Option<Match> {
        loop {
            let range = scanner.next()?;
            if let Some(word) = self.matching_query_word(scanner.word()) {
                return Some(Match { range, word });
            }
        }
    }

    fn matching_query_word(&self, word: &str) -> Option<usize> {
        if !self.beginnings.may_match(word) {
            return None;
        }
        if let Some((prefix, number)) = &self.prefix
            && word.starts_with(prefix.as_str())
        {
            return Some(*number);
        }
        let stemmed = stem(word, self.lang);
        let by_stem = self.stems.iter().find(|(stem, _)| *stem == stemmed).map(|(_, number)| *number);
        by_stem.or_else(|| self.match_with_typos(word, &stemmed))
    }

    fn match_with_typos(&self, word: &str, stemmed: &str) -> Option<usize> {
        let similar = |(text, max_distance, number): &(String, u8, usize)| {
            let typing = self.prefix.as_ref().is_some_and(|(prefix, _)| prefix == text);
            let changes = if typing { distance_to_prefix(text, word, *max_distance) } else { None };
            changes
                .or_else(|| distance(text, stemmed, *max_distance))
                .or_else(|| distance(text, word, *max_distance))
                .map(|_| *number)
        };
        self.typos.iter().find_map(similar)
    }
}

fn bit(word: usize) -> u32 {
    1 << word.min(31)
}

/// The start of a snippet: at a sentence that begins shortly before the first match, otherwise at a word.
fn snippet_start(text: &str, first_match: usize) -> usize {
    let earliest = floor_char_boundary(text, first_match.saturating_sub(LEAD_BYTES));
    let lead = &text[earliest..first_match];
    let sentence = lead
        .rmatch_indices(['.', '!', '?', '\n'])
        .map(|(at, end)| earliest + at + end.len())
        .find(|at| text[*at..].starts_with(char::is_whitespace));
    if earliest == 0 && sentence.is_none() {
        return 0;
    }
    sentence.or_else(|| lead.find(char::is_whitespace).map(|at| earliest + at)).unwrap_or(first_match)
}

/// The end of a snippet: after a word, and never before the end of the last match.
fn snippet_end(text: &str, start: usize, last_match: usize) -> usize {
    let Some((length, _)) = text[start..].char_indices().nth(SNIPPET_CHARS) else {
        return text.len();
    };
    let cut = start + length;
    let word_end = text[start..cut].rfind(char::is_whitespace).map_or(cut, |at| start + at);
    if word_end > start && word_end >= last_match { word_end } else { cut.max(last_match) }
}

/// Joins lines; those without punctuation at the end, such as headings and list items, are separated by a dot.
fn join_lines(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for line in text.lines() {
        let mut separator = if joined.is_empty() || joined.ends_with(['.', ',', ':', ';', '!', '?', '…']) {
            " "
        } else {
            " · "
        };
        for word in line.split_whitespace() {
            if !joined.is_empty() {
                joined.push_str(separator);
            }
            joined.push_str(word);
            separator = " ";
        }
    }
    joined.trim_matches([' ', '·']).to_owned()
}

fn floor_char_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Builds a list of segments: adjacent ones of the same kind are merged, empty ones dropped.
#[derive(Default)]
struct SegmentBuilder(Vec<Segment>);

impl SegmentBuilder {
    fn push(&mut self, text: &str, marked: bool) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.marked == marked => last.text.push_str(text),
            _ => self.0.push(Segment { text: text.to_owned(), marked }),
        }
    }
}

/// A Bloom-like filter of the first two bytes of words: false positives are possible, false negatives are not.
#[derive(Debug, Default)]
struct BeginningFilter([u64; 16]);

impl BeginningFilter {
    fn slot(word: &str) -> (usize, u64) {
        let bytes = word.as_bytes();
        let first = usize::from(bytes.first().copied().unwrap_or_default());
        let second = usize::from(bytes.get(1).copied().unwrap_or_default());
        let hash = (first * 37 + second) % 1024;
        (hash / 64, 1 << (hash % 64))
    }

    fn add(&mut self, word: &str) {
        if word.len() < 2 {
            return self.add_all();
        }
        let (index, bit) = Self::slot(word);
        self.0[index] |= bit;
    }

    fn add_all(&mut self) {
        self.0 = [u64::MAX; 16];
    }

    fn may_match(&self, word: &str) -> bool {
        let (index, bit) = Self::slot(word);
        self.0[index] & bit != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matcher(stems: &[&str]) -> Matcher {
        let mut matcher = Matcher::new(Lang::Sv, stems.len());
        for (number, stem) in stems.iter().enumerate() {
            matcher.add_stem(stem, number);
        }
        matcher
    }

    fn with_brackets(segments: &[Segment]) -> String {
        let text = |segment: &Segment| {
            if segment.marked { format!("[{}]", segment.text) } else { segment.text.clone() }
        };
        segments.iter().map(text).collect()
    }

    #[test]
    fn every_form_of_a_stem_is_marked() {
        let marked = matcher(&["lösenord"]).mark("Lösenordet <b>& lösenord</b>").0;
        assert_eq!(with_brackets(&marked), "[Lösenordet] <b>& [lösenord]</b>");
    }

    #[test]
    fn a_snippet_is_cut_around_the_window_with_most_words() {
        let body = format!(
            "Ett lösenord är hemligt. {} Byte\nDu byter ditt lösenord här.\nGenast. {}",
            "Text. ".repeat(100),
            "Mer. ".repeat(100)
        );
        let snippet = with_brackets(&matcher(&["byt", "lösenord"]).snippet("", &body).0);
        assert!(snippet.starts_with('…') && snippet.ends_with('…'), "{snippet}");
        assert!(snippet.contains("Du [byter] ditt [lösenord] här. Genast."), "{snippet}");
        assert!((150..260).contains(&snippet.chars().count()), "{snippet}");
    }

    #[test]
    fn lines_are_separated_in_a_snippet() {
        assert_eq!(
            join_lines("Vem ser vad\nDin plan · ja\n\nSlut.\nMer  text\n"),
            "Vem ser vad · Din plan · ja · Slut. Mer text"
        );
        assert_eq!(join_lines("Du behöver:\nett pass"), "Du behöver: ett pass");
        assert_eq!(
            join_lines(" · ja · nej\nDin plan · "),
            "ja · nej · Din plan",
            "separators at the ends are removed"
        );
    }

    #[test]
    fn the_summary_is_shown_when_the_body_adds_nothing() {
        let snippet = |stem: &str, summary, body| with_brackets(&matcher(&[stem]).snippet(summary, body).0);
        let text = snippet("lösenord", "Så byter du lösenord.", "Här står om lösenord.");
        assert_eq!(text, "Så byter du [lösenord].");
        assert_eq!(snippet("kurs", "Kort.", "Långt."), "Kort.");
        assert_eq!(snippet("kurs", "", ""), "");
    }

    #[test]
    fn very_long_words_and_multibyte_characters_are_cut_safely() {
        let body = format!("{}lösenord{}", "å".repeat(500), "ä".repeat(500));
        assert!(!matcher(&["lösenord"]).snippet("", &body).0.is_empty());
        let near = format!("{} lösenord {}", "å".repeat(500), "ä".repeat(500));
        assert!(with_brackets(&matcher(&["lösenord"]).snippet("", &near).0).contains("[lösenord]"));
    }

    #[test]
    fn words_with_typos_are_marked() {
        let mut matcher = matcher(&["lösenrod"]);
        matcher.add_typos("lösenrod", 1, 0);
        assert_eq!(with_brackets(&matcher.mark("Byt lösenord").0), "Byt [lösenord]");
    }

    #[test]
    fn the_match_quality_counts_the_query_words_in_title_and_excerpt() {
        let quality =
            |title| matcher(&["byt", "lösenord", "kurs"]).excerpt(title, "Så byter du.", "").match_quality;
        assert_eq!(quality("Byt lösenord"), MatchQuality { query_words: 3, in_title: 2, in_excerpt: 2 });
        assert_eq!(quality("Lösenord"), MatchQuality { query_words: 3, in_title: 1, in_excerpt: 2 });
        assert_eq!(quality("Något annat"), MatchQuality { query_words: 3, in_title: 0, in_excerpt: 1 });
    }
}
