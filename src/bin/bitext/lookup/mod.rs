//! `bitext lookup`

mod answer;
mod queries;

use std::io::{self, BufWriter, Write};

use bitext::pipeline::{available_jobs, in_order};
use bitext::{CodedText, Error, Memory, Query, Syntax};
use serde_json::json;

use crate::Outcome;
use crate::arguments::{Lookup, Markup};
use crate::console::{Console, Sentence, has_colours};
use crate::memory::{expect_pair, open};
use answer::{Answer, AnswerStyle};
use queries::Queries;

pub(crate) fn run(options: &Lookup) -> Result<Outcome, Error> {
    let search = Search { memory: open(&options.memory)?, options };
    let pair = [&options.pair.source_language, &options.pair.target_language].map(Option::as_ref);
    if pair != [None, None] {
        expect_pair(&search.memory, pair[0], pair[1]).map_err(|error| search.name(error))?;
    }
    match &options.text {
        Some(text) => {
            let style = search.style(false);
            let answer = search.answer(text, &style)?;
            print(&answer.text)?;
        }
        None => search.answer_all()?,
    }
    search.console().notices(&search.memory, true);
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
}

impl Search<'_> {
    /// Answers each line of standard input, in order, on all cores.
    fn answer_all(&self) -> Result<(), Error> {
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
        Console::new(self.options.json, self.options.quiet)
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
        let matches = self.memory.lookup(&query).map_err(|error| self.name(error))?;
        Answer::new(text, query.text(), &matches, self.options, style)
    }

    fn name(&self, error: Error) -> Error {
        error.with_path(&self.options.memory)
    }

    fn query(&self, text: &str) -> Query {
        let options = self.options;
        let mut query = Query::new(self.read(text))
            .with_min_score(options.min_score)
            .with_limit(options.limit.0)
            .with_metric(options.metric)
            .with_effort(options.effort);
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
            query = query.with_previous_source(&*self.read(text).plain());
        }
        if let Some(text) = &options.next {
            query = query.with_next_source(&*self.read(text).plain());
        }
        query
    }

    /// Reads markup as codes, where the syntax has any.
    fn read(&self, text: &str) -> CodedText {
        match self.options.syntax {
            Markup::Markdown => CodedText::parse(text, Syntax::Markdown),
            Markup::Html => CodedText::parse(text, Syntax::Html),
            Markup::Plain => CodedText::from_plain(text),
        }
    }
}
