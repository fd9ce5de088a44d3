//! `bitext lookup`

mod answer;

use std::io::{self, BufReader, BufWriter, IsTerminal, Read, Write};

use bitext::memory::Repetitions;
use bitext::pipeline::{available_jobs, in_order};
use bitext::{Error, Match, Memory, Query};
use serde_json::json;

use super::Outcome;
use super::arguments::Lookup;
use super::console::{Console, Sentence, has_colours};
use super::memory::{expect_pair, open};
use answer::{Answer, AnswerStyle};

pub(crate) fn run(options: &Lookup) -> Result<Outcome, Error> {
    let search = Search::new(options).map_err(|error| error.with_path(&options.memory))?;
    match &options.text {
        Some(text) => {
            let style = search.style(false);
            let answer = search.answer(text, &style)?;
            print(&answer.text)?;
        }
        None => search.answer_all()?,
    }
    search.console().notices(&search.memory);
    Ok(Outcome::Done)
}

fn print(text: &str) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// A memory and what is asked of it.
struct Search<'a> {
    memory: Memory,
    options: &'a Lookup,
    /// The languages that are searched, in words.
    direction: String,
}

impl<'a> Search<'a> {
    /// Opens the memory, which has to have the languages that are asked for.
    fn new(options: &'a Lookup) -> Result<Self, Error> {
        let memory = open(&options.memory)?;
        let pair =
            [&options.pair.source_language, &options.pair.target_language].map(Option::as_ref);
        if pair != [None, None] {
            expect_pair(&memory, pair[0], pair[1])?;
        }
        let direction = match memory.languages(pair[0], pair[1])? {
            Some((source, target)) => format!(" from {source} to {target}"),
            None => " in an empty memory".to_owned(),
        };
        Ok(Self { memory, options, direction })
    }

    /// Answers each line of standard input, in order, on all cores.
    fn answer_all(&self) -> Result<(), Error> {
        if io::stdin().is_terminal() {
            self.console().remark("each line that you type is looked up; Ctrl+D ends");
        }
        let style = self.style(true);
        let jobs = self.options.jobs.map_or_else(available_jobs, usize::from);
        let mut out = BufWriter::with_capacity(1 << 16, io::stdout());
        let (mut queries, mut matched) = (0, 0);
        in_order(
            jobs,
            Queries::new(io::stdin().lock()),
            |lines: Vec<String>| -> Result<Vec<Answer>, Error> {
                lines.iter().map(|line| self.answer(line, &style)).collect()
            },
            |answers| {
                for answer in answers? {
                    out.write_all(answer.text.as_bytes())?;
                    queries += 1;
                    matched += u64::from(answer.matches > 0);
                }
                // Who asks through a pipe may wait for it.
                Ok(out.flush()?)
            },
        )?;
        let word = if queries == 1 { "query" } else { "queries" };
        self.console().finish(&json!({ "queries": queries, "matched": matched }), || {
            Sentence::new().count(queries, word).count(matched, "with a match")
        });
        Ok(())
    }

    fn console(&self) -> Console {
        Console::new(self.options.json, self.options.saying)
    }

    /// Decides how answers are shown; `repeat` says whether with the query.
    fn style(&self, repeat: bool) -> AnswerStyle {
        match self.options.json {
            true => AnswerStyle::Json,
            false => AnswerStyle::Text { colours: has_colours(&io::stdout()), repeat },
        }
    }

    fn answer(&self, text: &str, style: &AnswerStyle) -> Result<Answer, Error> {
        let query = self.query(text);
        let matches = self.matches(&query).map_err(|error| self.name(error))?;
        Answer::new(text, query.text(), &matches, self.options, &self.direction, style)
    }

    /// Finds the matches of a query, and how often the memory has each.
    fn matches(&self, query: &Query) -> Result<Vec<(Match, Repetitions)>, Error> {
        let matches = self.memory.lookup(query)?.into_iter();
        let counted = matches.map(|found| {
            let repetitions = self.memory.repetitions(query, &found)?;
            Ok((found, repetitions))
        });
        counted.collect()
    }

    fn name(&self, error: Error) -> Error {
        error.with_path(&self.options.memory)
    }

    fn query(&self, text: &str) -> Query {
        let options = self.options;
        let mut query = Query::new(options.syntax.read(text))
            .with_min_score(options.min_score)
            .with_limit(options.limit.0)
            .with_metric(options.metric)
            .with_effort(options.effort)
            .with_each_unit(options.all)
            .with_penalties(options.penalties());
        if let Some(language) = &options.pair.source_language {
            query = query.with_source_language(language.clone());
        }
        if let Some(language) = &options.pair.target_language {
            query = query.with_target_language(language.clone());
        }
        if let Some(path) = &options.document {
            query = query.with_document(&**path);
        }
        if let Some(text) = &options.previous {
            query = query.with_previous_source(&*options.syntax.read(text).plain());
        }
        if let Some(text) = &options.next {
            query = query.with_next_source(&*options.syntax.read(text).plain());
        }
        query
    }
}

/// The lines of an input, some at a time.
///
/// Lines that have come already are taken together, because to hand over each
/// takes longer than to answer it; nothing is waited for but the first.
struct Queries<R> {
    input: BufReader<R>,
    /// How many lines were read.
    number: u64,
    is_done: bool,
    /// Why no line follows those that were given.
    failed: Option<Error>,
}

/// How many lines are taken together.
const TOGETHER: usize = 64;

/// The most bytes of a line: a segment is never that long, and an input without
/// line ends shall not fill the memory.
const LONGEST: usize = 1 << 20;

impl<R: Read> Queries<R> {
    fn new(input: R) -> Self {
        let input = BufReader::with_capacity(1 << 16, input);
        Self { input, number: 0, is_done: false, failed: None }
    }

    /// Reads some lines; those before one that cannot be read are given first.
    fn chunk(&mut self) -> Result<Vec<String>, Error> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let mut lines = Vec::new();
        while lines.len() < TOGETHER && (lines.is_empty() || self.has_line()) {
            match self.line() {
                Ok(Some(line)) => lines.push(line),
                Ok(None) => break,
                Err(error) if lines.is_empty() => return Err(error),
                Err(error) => {
                    self.failed = Some(error);
                    break;
                }
            }
        }
        Ok(lines)
    }

    /// Returns whether a whole line was read ahead.
    fn has_line(&self) -> bool {
        self.input.buffer().contains(&b'\n')
    }

    fn line(&mut self) -> Result<Option<String>, Error> {
        use std::io::BufRead;

        let mut line = Vec::new();
        let limit = LONGEST as u64 + 1;
        if (&mut self.input).take(limit).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        self.number += 1;
        if line.last() == Some(&b'\n') {
            line.pop();
            line.pop_if(|last| *last == b'\r');
        } else if line.len() > LONGEST {
            return Err(self.error(&format!("a query of at most {LONGEST} bytes"), "a longer line"));
        }
        let line = String::from_utf8(line);
        let line = line.map_err(|_| self.error("text in UTF-8", "other bytes"))?;
        Ok(Some(match line.strip_prefix('\u{feff}').filter(|_| self.number == 1) {
            Some(rest) => rest.to_owned(),
            None => line,
        }))
    }

    fn error(&self, expected: &str, found: &str) -> Error {
        let number = self.number;
        Error::argument(format!("line {number}: expected {expected}, but found {found}"))
            .with_path("-")
    }
}

impl<R: Read> Iterator for Queries<R> {
    type Item = Result<Vec<String>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        let chunk = self.chunk();
        self.is_done = !matches!(&chunk, Ok(lines) if !lines.is_empty());
        chunk
            .map_or_else(|error| Some(Err(error)), |lines| (!lines.is_empty()).then_some(Ok(lines)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(input: &[u8]) -> Result<Vec<String>, String> {
        let chunks: Result<Vec<_>, _> = Queries::new(input).collect();
        chunks.map(|chunks| chunks.concat()).map_err(|error| error.to_string())
    }

    #[test]
    fn lines_of_every_system() {
        for (input, expected) in [
            ("", &[][..]),
            ("\n", &[""]),
            ("a\r\nb\n\nc", &["a", "b", "", "c"]),
            ("\u{feff}a\n\u{feff}b", &["a", "\u{feff}b"]),
        ] {
            assert_eq!(lines(input.as_bytes()).unwrap(), expected);
        }
        let many = "x\n".repeat(1000);
        assert_eq!(lines(many.as_bytes()).unwrap().len(), 1000);
    }

    #[test]
    fn what_is_no_query() {
        let error = lines(b"a\n\xff\n").unwrap_err();
        assert_eq!(error, "-: line 2: expected text in UTF-8, but found other bytes");
        let longest = vec![b'a'; LONGEST];
        assert_eq!(lines(&longest).unwrap().len(), 1);
        let error = lines(&[longest, vec![b'a']].concat()).unwrap_err();
        assert!(error.contains("at most 1048576 bytes"), "{error}");
    }
}
