//! Marking what matched in a title, and choosing the piece of text to show. The same for both engines, from the words they
//! matched with; an engine's own highlighter is not used.

use std::ops::Range;

use fyr_domain::Lang;

use crate::{
    Fit, Segment,
    text::{Scanner, distance, distance_to_prefix, stem},
};

/// How long a snippet is, in characters, about.
const SNIPPET_CHARS: usize = 200;
/// How far apart, in bytes, words may be to count as one place.
const PLACE_BYTES: usize = 160;
/// How much comes before the first match at most, in bytes.
const LEAD_BYTES: usize = 60;
/// How far into a body a place is looked for, in bytes: what is far down is seldom what the article is about.
const LOOK_BYTES: usize = 12_000;

/// Knows which words of a text were matched, and by which word of the query.
#[derive(Debug, Default)]
pub(crate) struct Matcher {
    lang: Lang,
    stems: Vec<(String, usize)>,
    prefix: Option<(String, usize)>,
    typos: Vec<(String, u8, usize)>,
    /// One bit per word of the query.
    all: u32,
    /// How many words the query has; also those that match nothing.
    asked: usize,
    /// Which beginnings are worth a closer look; keeps stemming away from most words.
    heads: Heads,
}

/// A place in a text that was matched by the word of the query with this number.
struct Mark {
    range: Range<usize>,
    word: usize,
}

/// What is shown of a document.
pub(crate) struct Shown {
    pub(crate) title: Vec<Segment>,
    pub(crate) snippet: Vec<Segment>,
    pub(crate) fit: Fit,
}

/// The place in a text where most words of the query are near each other.
#[derive(Default)]
struct Place {
    start: usize,
    end: usize,
    words: u32,
}

impl Matcher {
    /// A matcher that matches nothing yet, for a query of so many words.
    pub(crate) fn new(lang: Lang, asked: usize) -> Self {
        Self { lang, asked, ..Self::default() }
    }

    /// Matches every form of a stem. `word` numbers the words of the query.
    pub(crate) fn add_stem(&mut self, stem: &str, word: usize) {
        self.heads.add(stem);
        self.all |= bit(word);
        self.stems.push((stem.to_owned(), word));
    }

    /// Matches words that begin so.
    pub(crate) fn add_prefix(&mut self, prefix: &str, word: usize) {
        self.heads.add(prefix);
        self.all |= bit(word);
        self.prefix = Some((prefix.to_owned(), word));
    }

    /// Matches words within so many changes. For engines that do not tell which words they took for which.
    pub(crate) fn add_typos(&mut self, text: &str, most: u8, word: usize) {
        if most > 0 {
            self.heads.add_everything();
            self.typos.push((text.to_owned(), most, word));
        }
    }

    /// What is shown of a document: its title and a snippet, matches marked, and how well both fit.
    pub(crate) fn show(&self, title: &str, summary: &str, body: &str) -> Shown {
        let (title, in_title) = self.mark(title);
        let (snippet, in_snippet) = self.snippet(summary, body);
        let fit = Fit {
            asked: u32::try_from(self.asked).unwrap_or(u32::MAX),
            in_title: in_title.count_ones(),
            shown: (in_title | in_snippet).count_ones(),
        };
        Shown { title, snippet, fit }
    }

    /// All of a short text, matches marked, and which words of the query they match.
    fn mark(&self, text: &str) -> (Vec<Segment>, u32) {
        let mut segments = Segments::default();
        let mut scanner = Scanner::new(text);
        let (mut done, mut words) = (0, 0);
        while let Some(Mark { range, word }) = self.next(&mut scanner) {
            segments.push(&text[done..range.start], false);
            segments.push(&text[range.clone()], true);
            done = range.end;
            words |= bit(word);
        }
        segments.push(&text[done..], false);
        (segments.0, words)
    }

    /// What to show of a document below its title: the summary when it holds as many of the words as the body.
    fn snippet(&self, summary: &str, body: &str) -> (Vec<Segment>, u32) {
        let in_summary = self.best_place(summary);
        if in_summary.words == self.all && self.all != 0 {
            return (self.excerpt(summary, &in_summary), in_summary.words);
        }
        let in_body = self.best_place(body);
        let body_is_better = in_body.words.count_ones() > in_summary.words.count_ones();
        if body_is_better || summary.trim().is_empty() {
            (self.excerpt(body, &in_body), in_body.words)
        } else {
            (self.excerpt(summary, &in_summary), in_summary.words)
        }
    }

    fn excerpt(&self, text: &str, place: &Place) -> Vec<Segment> {
        let start = beginning(text, place.start);
        let end = ending(text, start, place.end);
        let shown = in_one_line(&text[start..end]);
        let mut segments = Segments::default();
        if !text[..start].trim().is_empty() {
            segments.push("…", false);
        }
        for segment in self.mark(&shown).0 {
            segments.push(&segment.text, segment.marked);
        }
        if !text[end..].trim().is_empty() {
            segments.push("…", false);
        }
        segments.0
    }

    fn best_place(&self, text: &str) -> Place {
        let mut best = Place::default();
        let mut near: Vec<Mark> = Vec::new();
        let mut scanner = Scanner::new(text);
        while let Some(mark) = self.next(&mut scanner) {
            let end = mark.range.end;
            if end > LOOK_BYTES {
                break;
            }
            near.retain(|other| other.range.start + PLACE_BYTES >= end);
            near.push(mark);
            let words = near.iter().fold(0, |words, mark| words | bit(mark.word));
            if words.count_ones() > best.words.count_ones() {
                best = Place { start: near[0].range.start, end, words };
                if words == self.all {
                    break;
                }
            }
        }
        best
    }

    fn next(&self, scanner: &mut Scanner<'_>) -> Option<Mark> {
        loop {
            let range = scanner.next()?;
            if let Some(word) = self.matched_by(scanner.word()) {
                return Some(Mark { range, word });
            }
        }
    }

    fn matched_by(&self, word: &str) -> Option<usize> {
        if !self.heads.may_match(word) {
            return None;
        }
        if let Some((prefix, number)) = &self.prefix
            && word.starts_with(prefix.as_str())
        {
            return Some(*number);
        }
        let stemmed = stem(word, self.lang);
        let by_stem = self.stems.iter().find(|(stem, _)| *stem == stemmed).map(|(_, number)| *number);
        by_stem.or_else(|| self.despite_typos(word, &stemmed))
    }

    fn despite_typos(&self, word: &str, stemmed: &str) -> Option<usize> {
        let near = |(text, most, number): &(String, u8, usize)| {
            let typing = self.prefix.as_ref().is_some_and(|(prefix, _)| prefix == text);
            let changes = if typing { distance_to_prefix(text, word, *most) } else { None };
            changes
                .or_else(|| distance(text, stemmed, *most))
                .or_else(|| distance(text, word, *most))
                .map(|_| *number)
        };
        self.typos.iter().find_map(near)
    }
}

fn bit(word: usize) -> u32 {
    1 << word.min(31)
}

/// Where an excerpt begins: at a sentence when one begins shortly before the place, else at a word.
fn beginning(text: &str, place: usize) -> usize {
    let earliest = floor(text, place.saturating_sub(LEAD_BYTES));
    let lead = &text[earliest..place];
    let sentence = lead
        .rmatch_indices(['.', '!', '?', '\n'])
        .map(|(at, end)| earliest + at + end.len())
        .find(|at| text[*at..].starts_with(char::is_whitespace));
    if earliest == 0 && sentence.is_none() {
        return 0;
    }
    sentence.or_else(|| lead.find(char::is_whitespace).map(|at| earliest + at)).unwrap_or(place)
}

/// Where an excerpt ends: after a word, and never before the end of the place.
fn ending(text: &str, start: usize, place_end: usize) -> usize {
    let Some((length, _)) = text[start..].char_indices().nth(SNIPPET_CHARS) else {
        return text.len();
    };
    let cut = start + length;
    let word_end = text[start..cut].rfind(char::is_whitespace).map_or(cut, |at| start + at);
    if word_end > start && word_end >= place_end { word_end } else { cut.max(place_end) }
}

/// A text as one line. What stood on lines of its own, such as headings and points of a list, stays apart.
fn in_one_line(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for line in text.lines() {
        let mut between = if shown.is_empty() || shown.ends_with(['.', ',', ':', ';', '!', '?', '…']) {
            " "
        } else {
            " · "
        };
        for word in line.split_whitespace() {
            if !shown.is_empty() {
                shown.push_str(between);
            }
            shown.push_str(word);
            between = " ";
        }
    }
    let apart = [' ', '·'];
    shown.trim_matches(apart).to_owned()
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Segments in the making: neighbours of the same kind become one, empty ones go.
#[derive(Default)]
struct Segments(Vec<Segment>);

impl Segments {
    fn push(&mut self, text: &str, marked: bool) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.marked == marked => last.text.push_str(text),
            _ => self.0.push(Segment { text: text.to_owned(), marked }),
        }
    }
}

/// A set of the first two bytes of words. May say yes wrongly, never no wrongly.
#[derive(Debug, Default)]
struct Heads([u64; 16]);

impl Heads {
    fn slot(word: &str) -> (usize, u64) {
        let bytes = word.as_bytes();
        let first = usize::from(bytes.first().copied().unwrap_or_default());
        let second = usize::from(bytes.get(1).copied().unwrap_or_default());
        let hash = (first * 37 + second) % 1024;
        (hash / 64, 1 << (hash % 64))
    }

    fn add(&mut self, word: &str) {
        if word.len() < 2 {
            return self.add_everything();
        }
        let (index, bit) = Self::slot(word);
        self.0[index] |= bit;
    }

    fn add_everything(&mut self) {
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

    fn shown(segments: &[Segment]) -> String {
        segments.iter().map(|s| if s.marked { format!("[{}]", s.text) } else { s.text.clone() }).collect()
    }

    #[test]
    fn every_form_of_a_stem_is_marked_as_written() {
        let marked = matcher(&["lösenord"]).mark("Lösenordet <b>& lösenord</b>").0;
        assert_eq!(shown(&marked), "[Lösenordet] <b>& [lösenord]</b>");
    }

    #[test]
    fn a_snippet_is_cut_around_the_place_with_most_words() {
        let body = format!(
            "Ett lösenord är hemligt. {} Byte\nDu byter ditt lösenord här.\nGenast. {}",
            "Text. ".repeat(100),
            "Mer. ".repeat(100)
        );
        let snippet = shown(&matcher(&["byt", "lösenord"]).snippet("", &body).0);
        assert!(snippet.starts_with('…') && snippet.ends_with('…'), "{snippet}");
        assert!(snippet.contains("Du [byter] ditt [lösenord] här. Genast."), "{snippet}");
        assert!((150..260).contains(&snippet.chars().count()), "{snippet}");
    }

    #[test]
    fn lines_stay_apart_in_a_snippet() {
        assert_eq!(
            in_one_line("Vem ser vad\nDin plan · ja\n\nSlut.\nMer  text\n"),
            "Vem ser vad · Din plan · ja · Slut. Mer text"
        );
        assert_eq!(in_one_line("Du behöver:\nett pass"), "Du behöver: ett pass");
        assert_eq!(in_one_line(" · ja · nej\nDin plan · "), "ja · nej · Din plan", "cut within a row");
    }

    #[test]
    fn the_summary_is_shown_when_the_body_adds_nothing() {
        let snippet = |stem: &str, summary, body| shown(&matcher(&[stem]).snippet(summary, body).0);
        let text = snippet("lösenord", "Så byter du lösenord.", "Här står om lösenord.");
        assert_eq!(text, "Så byter du [lösenord].");
        assert_eq!(snippet("kurs", "Kort.", "Långt."), "Kort.");
        assert_eq!(snippet("kurs", "", ""), "");
    }

    #[test]
    fn one_endless_word_and_odd_letters_are_no_trouble() {
        let body = format!("{}lösenord{}", "å".repeat(500), "ä".repeat(500));
        assert!(!matcher(&["lösenord"]).snippet("", &body).0.is_empty());
        let near = format!("{} lösenord {}", "å".repeat(500), "ä".repeat(500));
        assert!(shown(&matcher(&["lösenord"]).snippet("", &near).0).contains("[lösenord]"));
    }

    #[test]
    fn typos_are_marked_where_the_engine_does_not_tell() {
        let mut matcher = matcher(&["lösenrod"]);
        matcher.add_typos("lösenrod", 1, 0);
        assert_eq!(shown(&matcher.mark("Byt lösenord").0), "Byt [lösenord]");
    }

    #[test]
    fn what_is_shown_says_how_many_of_the_words_it_has() {
        let fit = |title| matcher(&["byt", "lösenord", "kurs"]).show(title, "Så byter du.", "").fit;
        assert_eq!(fit("Byt lösenord"), Fit { asked: 3, in_title: 2, shown: 2 });
        assert_eq!(fit("Lösenord"), Fit { asked: 3, in_title: 1, shown: 2 });
        assert_eq!(fit("Något annat"), Fit { asked: 3, in_title: 0, shown: 1 });
    }
}
