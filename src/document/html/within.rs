//! The part of a page to read.

use std::fmt;
use std::str::FromStr;

use scraper::Selector;

use crate::error::{Error, ErrorKind};

/// A CSS selector: only what the elements it matches hold is read of a page.
///
/// Where it matches several elements, each is read; ids are joined across them.
///
/// # Example
///
/// ```
/// use bitext::Within;
///
/// let within = Within::parse("main, #content")?;
/// assert_eq!(within.as_str(), "main, #content");
/// assert!(Within::parse("main >").is_err());
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Within {
    css: String,
    selector: Selector,
}

impl Within {
    /// Reads a selector, or several separated by commas.
    ///
    /// # Errors
    ///
    /// Where the text is no CSS selector, or uses pseudo-classes that need a
    /// browser, such as `:hover`.
    pub fn parse(css: &str) -> Result<Self, Error> {
        let selector = Selector::parse(css).map_err(|cause| {
            Error::new(ErrorKind::Selector { found: css.to_owned(), cause: cause.to_string() })
        })?;
        Ok(Self { css: css.to_owned(), selector })
    }

    /// The selector as given.
    pub fn as_str(&self) -> &str {
        &self.css
    }

    pub(super) fn selector(&self) -> &Selector {
        &self.selector
    }
}

impl FromStr for Within {
    type Err = Error;

    fn from_str(css: &str) -> Result<Self, Error> {
        Self::parse(css)
    }
}

impl fmt::Display for Within {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.css)
    }
}

impl fmt::Debug for Within {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Within").field(&self.css).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pages are read on several threads with one selector.
    #[test]
    fn is_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Within>();
    }

    #[test]
    fn what_is_no_selector_is_refused_with_its_text() {
        for css in ["", "main >", "p:hover(", "[", "p::before::after x"] {
            let error = Within::parse(css).unwrap_err().to_string();
            assert!(error.contains(&format!("but found `{css}`")), "{error}");
        }
        assert_eq!(format!("{:?}", Within::parse("td").unwrap()), "Within(\"td\")");
    }
}
